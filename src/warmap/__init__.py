"""Turn a news article into a map that can be checked."""

__version__ = "0.1.0"
