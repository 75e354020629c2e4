"""Every error that warmap raises on purpose.

::

    WarmapError
    ├── ArticleError(WarmapError, ValueError)     the article can't be read as text
    ├── PlaceListError(WarmapError, ValueError)   bad rows of a place list, all of them
    ├── PlacesError(WarmapError, ValueError)      a frame breaks the contract of places
    ├── GazetteerError(WarmapError, ValueError)   a table is missing or malformed
    ├── MarkedError(WarmapError, ValueError)      marked articles can't be read or learned from
    ├── RecognizerError(WarmapError, ValueError)  a recogniser is unknown or not installed
    ├── GeocodingError(WarmapError, OSError)      a geocoding server or its cache fails
    ├── OutputError(WarmapError, OSError)         a result can't be written
    └── PageError(WarmapError, ValueError)        the page can't be put together

    WarmapWarning(UserWarning)                    a part of the work can't be done here

Each message names the value, the rule and the way out, in one line; an error
that collects several faults puts one on each line. The command line prints the
message and ends with exit code 2.
"""

from __future__ import annotations

__all__ = [
    "ArticleError",
    "GazetteerError",
    "GeocodingError",
    "MarkedError",
    "OutputError",
    "PageError",
    "PlaceListError",
    "PlacesError",
    "RecognizerError",
    "WarmapError",
    "WarmapWarning",
]


class WarmapError(Exception):
    """Anything that warmap refuses to do; catch this to catch them all.

    Examples
    --------
    >>> issubclass(ArticleError, WarmapError)
    True
    """


class ArticleError(WarmapError, ValueError):
    """The article is missing, empty, binary, too large or in no known encoding."""


class PlaceListError(WarmapError, ValueError):
    """A place list has bad rows; the message has a line for each of them."""


class PlacesError(WarmapError, ValueError):
    """A frame breaks the contract of the places frame; the message lists every fault."""


class GazetteerError(WarmapError, ValueError):
    """A gazetteer or boundary table is missing, malformed or of another edition."""


class MarkedError(WarmapError, ValueError):
    """A file of marked articles is missing or malformed, or too little to learn from."""


class RecognizerError(WarmapError, ValueError):
    """A recogniser is of no known kind, or it or its model is not installed or can't be used."""


class GeocodingError(WarmapError, OSError):
    """A geocoding server does not answer, refuses or talks nonsense; or the cache is damaged."""


class OutputError(WarmapError, OSError):
    """A result can't be written: no such folder, no permission, unknown file ending."""


class PageError(WarmapError, ValueError):
    """The page can't be put together: a script that can't be joined, a file that isn't here."""


class WarmapWarning(UserWarning):
    """Something that an optional package would do better; the message names it.

    Examples
    --------
    >>> issubclass(WarmapWarning, UserWarning)
    True
    """
