"""``warmap gazetteer``: which places a name means, and the user's own places.

A shell around the public functions, as `cli` is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.errors import GazetteerError
from warmap.progress import progress
from warmap.terminal import print_table, printable

if TYPE_CHECKING:
    from warmap.imports import ImportReport
    from warmap.model import Candidate

__all__ = ["Files", "app"]

app = typer.Typer(
    help="Ask the gazetteer which places a name means, and add your own places.",
    no_args_is_help=True,
)

Files = Annotated[
    list[str] | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Your own places: CSV, GeoJSON, GeoPackage, or a file of GeoNames. May be repeated.",
    ),
]


@app.command("lookup")
def lookup_command(
    name: Annotated[str, typer.Argument(help="A place name in Latin or Cyrillic letters.")],
    country: Annotated[str, typer.Option(help="Only places of this country, as UA.")] = "",
    near: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="LAT LON", help="Nearest first, with the distance."),
    ] = None,
    gazetteer: Files = None,
) -> None:
    """Print every place that a name may mean, the likeliest first."""
    from warmap.layers import open_gazetteer

    if near is not None:
        _check_point(*near)
    table = open_gazetteer(gazetteer or ())
    found = [c for c in table.lookup(name) if country.upper() in {"", c.country}]
    if not found:
        from warmap.suggestions import suggest

        like = ", ".join(suggest(name, gazetteer=table))
        where = f" in {country.upper()}" if country else ""
        hint = f"; did you mean {like}?" if like else ""
        raise GazetteerError(f"{name!r}: the gazetteer knows no such place{where}{hint}")
    _print_candidates(found, near)


@app.command("info")
def info_command() -> None:
    """Print what the gazetteer holds: sources, counts, attribution, your own files."""
    from warmap.layers import open_gazetteer, own_path

    info = open_gazetteer().info()
    for part in ("sources", "counts"):
        for key, value in info[part].items():
            typer.echo(f"{key}: {value}")
    for line in info["attribution"]:
        typer.echo(line)
    for file in info.get("own", ()):
        typer.echo(
            f"your file {printable(file['name'])}: {file['rows']} rows,"
            f" {file['exact']} exact points, {file['places']} places,"
            f" sha256 {file['sha256']}, in {printable(str(own_path()))}"
        )


@app.command("add")
def add_command(
    file: Annotated[
        str,
        typer.Argument(
            help="A GeoNames dump or postal-code table, zipped or not; CSV, GeoJSON, GeoPackage."
        ),
    ] = "",
    download: Annotated[
        str,
        typer.Option(metavar="CC", help="Fetch GeoNames' file of a country first, as UA."),
    ] = "",
) -> None:
    """Import places of your own; exact points then replace the rough ones."""
    if bool(file) == bool(download):
        raise GazetteerError("give one file, or --download with a country's code")
    if not download:
        _add(Path(file))
        return
    from tempfile import TemporaryDirectory

    from warmap.download import download_dump

    with TemporaryDirectory(prefix="warmap-") as folder:
        path = download_dump(download, folder)
        typer.echo(f"downloaded {path.name}: {path.stat().st_size:,} bytes")
        _add(path)


@app.command("remove")
def remove_command(
    file: Annotated[str, typer.Argument(help="Name of the file, as info prints it.")],
) -> None:
    """Take the places of a file out of your own gazetteer."""
    from warmap.imports import remove_file
    from warmap.layers import own_path

    target = own_path()
    remove_file(file, target)
    typer.echo(f"{target}: {file} is out")


@app.command("verify")
def verify_command(
    file: Annotated[str, typer.Argument(help="A gazetteer file. [default: the bundled one]")] = "",
) -> None:
    """Try the laws of gazetteers: the sha256, ids, parents, points within their oblasts."""
    from warmap.verify import verify_gazetteer

    laws = verify_gazetteer(file or None)
    for law in laws:
        typer.echo(f"{'broken' if law.broken else 'kept':6} {law.checked:>9,} {law.name}")
    faults = [
        f"{law.name}: {law.broken:,} break it, such as {'; '.join(law.examples)}"
        for law in laws
        if law.broken
    ]
    if faults:
        raise GazetteerError("\n".join(faults))


@app.command("build")
def build_command(
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where the file goes.")
    ] = "gazetteer.sqlite",
) -> None:
    """Make the gazetteer file again from the packages that it came from."""
    from warmap.rebuild import rebuild_gazetteer
    from warmap.verify import bundled_sha256

    digest = rebuild_gazetteer(output)
    same = "as bundled" if digest == bundled_sha256() else "not the bundled one"
    typer.echo(f"{printable(output)}: sha256 {digest}, {same}")


def _add(file: Path) -> None:
    from warmap.gazetteer import default_gazetteer
    from warmap.imports import import_places, source_bytes
    from warmap.layers import own_path

    target = own_path()
    with progress("reading", total=source_bytes(file), size=True) as advance:
        report = import_places(file, target, gazetteer=default_gazetteer(), progress=advance)
    _print_report(report)
    typer.echo(str(target))


def _print_report(report: ImportReport) -> None:
    typer.echo(f"rows: {report.rows:,}")
    typer.echo(f"settlements that are exact now: {report.exact:,}")
    typer.echo(f"rows about places that were exact: {report.confirmed:,}")
    typer.echo(f"places added: {report.added:,}")
    typer.echo(f"rows refused: {report.refused.total():,}")
    for why, count in report.refused.most_common():
        typer.echo(f"  {count:,}: {printable(why)} (such as {printable(report.examples[why])})")


def _print_candidates(found: list[Candidate], near: tuple[float, float] | None) -> None:
    from warmap.pageplaces import where

    distances = dict.fromkeys((c.id for c in found), 0.0)
    if near is not None:
        from geopy.distance import geodesic

        distances = {c.id: geodesic(near, (c.lat, c.lon)).km for c in found}
        found = sorted(found, key=lambda c: distances[c.id])
    headers = ["name", "kind", "in", "source", "id", "as", "lat", "lon", "precision"]
    rows = []
    for place in found:
        exact = "exact" + (f", by {place.placed_by}" if place.placed_by else "")
        rough = f"{place.precision}, {place.radius_km:.0f} km"
        row = [place.name, place.kind, where(place), place.source, place.id, place.match]
        row += [f"{place.lat:.4f}", f"{place.lon:.4f}", rough if place.radius_km else exact]
        rows.append(row + ([f"{distances[place.id]:.0f}"] if near else []))
    print_table(headers + (["km"] if near else []), rows, right=("lat", "lon", "km"))


def _check_point(lat: float, lon: float) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"--near {lat} {lon}: not on the globe; give latitude, then longitude")
