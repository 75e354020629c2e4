"""The options of ``--online``, and ``warmap cache``: what geocoding servers answered before.

A shell around the public functions, as `cli` is.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.errors import GeocodingError
from warmap.files import stamp, write_text
from warmap.terminal import printable, tell_written

if TYPE_CHECKING:
    from warmap.geocode import Geocoder

__all__ = [
    "CacheFile",
    "Offline",
    "OnlineOptions",
    "Provider",
    "Server",
    "UserAgent",
    "UserName",
    "app",
    "tell_asked",
]

app = typer.Typer(
    help="The answers that geocoding servers gave, kept on this computer.", no_args_is_help=True
)

Provider = Annotated[
    str,
    typer.Option(
        "--online",
        metavar="PROVIDER",
        help="Ask a server for what has no exact place: nominatim, geonames or photon.",
    ),
]
Offline = Annotated[bool, typer.Option("--offline", help="Make no connection. [default]")]
UserAgent = Annotated[
    str,
    typer.Option(
        envvar="WARMAP_USER_AGENT",
        help="Who asks, for nominatim and photon: your paper's name and an address.",
    ),
]
UserName = Annotated[
    str, typer.Option(envvar="WARMAP_USERNAME", help="Your account, for geonames.")
]
Server = Annotated[str, typer.Option(metavar="URL", help="Another server of that provider's kind.")]
CacheFile = Annotated[
    str, typer.Option("--cache", metavar="FILE", help="Where the servers' answers are kept.")
]


@dataclass(frozen=True, slots=True)
class OnlineOptions:
    """What the command line says about asking servers."""

    provider: str = ""
    user_agent: str = ""
    username: str = ""
    server: str = ""
    cache: str = ""
    offline: bool = False

    def geocoder(self) -> Geocoder | None:
        """The server to ask; None, which is the default, asks nobody.

        Raises
        ------
        GeocodingError
            The options contradict each other, or don't say who asks.

        Examples
        --------
        >>> OnlineOptions().geocoder() is None
        True
        """
        if not self.provider:
            if self.server or self.cache:
                raise GeocodingError("--server and --cache need --online with a provider")
            return None
        if self.offline:
            raise GeocodingError("--online and --offline contradict each other; give one")
        from warmap.geocache import GeocodeCache
        from warmap.geocode import Geocoder

        return Geocoder(
            self.provider,
            user_agent=self.user_agent,
            username=self.username,
            server=self.server,
            cache=GeocodeCache(self.cache or None),
        )


def tell_asked(geocoder: Geocoder | None) -> None:
    """Say how many questions were asked and sent."""
    if geocoder is not None:
        typer.echo(
            f"note: {geocoder.provider.title} was asked for {geocoder.asked} names,"
            f" {geocoder.sent} of them over the network",
            err=True,
        )


@app.command("info")
def info_command(cache: CacheFile = "") -> None:
    """Print where the cache is, and how many answers of whom it holds."""
    from warmap.geocache import GeocodeCache

    info = GeocodeCache(cache or None).info()
    typer.echo(f"{printable(info['path'])}: {info['bytes']:,} bytes")
    for provider, counts in info["providers"].items():
        typer.echo(
            f"{printable(provider)}: {counts['questions']:,} questions,"
            f" {counts['empty']:,} of them without an answer"
        )


@app.command("clear")
def clear_command(cache: CacheFile = "") -> None:
    """Delete all answers."""
    from warmap.geocache import GeocodeCache

    kept = GeocodeCache(cache or None)
    what = "cleared" if kept.clear() else "there was none"
    typer.echo(f"{printable(str(kept.path))}: {what}")


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula: the texts come from servers."""
    formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    return f"'{value}" if formula else value


@app.command("export")
def export_command(
    output: Annotated[
        str, typer.Option("--output", "-o", help="A .csv file. [default: print CSV]")
    ] = "",
    cache: CacheFile = "",
) -> None:
    """Write all answers as a table, one row for each; a question without one has a row too."""
    import io

    from warmap.geocache import GeocodeCache

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    columns = ("provider", "query", "asked", "attribution")
    fields = ("id", "name", "kind", "country", "admin1", "lat", "lon")
    writer.writerow((*columns, *fields))
    for kept in GeocodeCache(cache or None).export():
        row = [getattr(kept, column) for column in columns]
        for answer in kept.answers or (None,):
            writer.writerow(row + [_cell(getattr(answer, field, "")) for field in fields])
    if output:
        before = stamp(output)
        write_text(output, table.getvalue())
        tell_written(output, before=before)
    else:
        sys.stdout.write(table.getvalue())
