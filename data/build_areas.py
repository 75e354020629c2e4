"""Make ``ukraine.geojson`` and ``areas.sqlite`` from Natural Earth's admin-1 units and waters.

Everything comes out of one coverage, so borders agree at every level: the units are simplified
together, then regions and countries are dissolved from the simplified units. Crimea and Sevastopol
are units of Ukraine before any of it starts.
Run it as ``python data/build_areas.py``; the same inputs give the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from build_sources import DATA, Unit, home_regions, read_codifier, read_countries, read_units
from build_water_shapes import water_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA = 1
FINE = 0.005  # degrees: Ukraine, which the page zooms into
MIDDLE = 0.02  # every other unit, and so every other country
DECIMALS = 4  # 11 m; fewer would open the borders between fine and middle units
# Id of the land that is no country's here: else the page had water where the Siachen Glacier is.
UNOWNED = "~"
SMALL_ISLAND = 0.002  # square degrees; below it an island is left out of the countries

UKRAINE = {
    "UA-05": "Vinnytsia Oblast",
    "UA-07": "Volyn Oblast",
    "UA-09": "Luhansk Oblast",
    "UA-12": "Dnipropetrovsk Oblast",
    "UA-14": "Donetsk Oblast",
    "UA-18": "Zhytomyr Oblast",
    "UA-21": "Zakarpattia Oblast",
    "UA-23": "Zaporizhzhia Oblast",
    "UA-26": "Ivano-Frankivsk Oblast",
    "UA-30": "Kyiv City",
    "UA-32": "Kyiv Oblast",
    "UA-35": "Kirovohrad Oblast",
    "UA-40": "Sevastopol City",
    "UA-43": "Crimea",
    "UA-46": "Lviv Oblast",
    "UA-48": "Mykolaiv Oblast",
    "UA-51": "Odesa Oblast",
    "UA-53": "Poltava Oblast",
    "UA-56": "Rivne Oblast",
    "UA-59": "Sumy Oblast",
    "UA-61": "Ternopil Oblast",
    "UA-63": "Kharkiv Oblast",
    "UA-65": "Kherson Oblast",
    "UA-68": "Khmelnytskyi Oblast",
    "UA-71": "Cherkasy Oblast",
    "UA-74": "Chernihiv Oblast",
    "UA-77": "Chernivtsi Oblast",
}
# The codifier numbers the regions as ISO 3166-2 does, except these five.
CODIFIER_REGIONS = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}


def region_of(code: str) -> str:
    """ISO 3166-2 code of the region that a code of the codifier belongs to."""
    return CODIFIER_REGIONS.get(code[2:4], f"UA-{code[2:4]}")


def ukrainian_names() -> dict[str, str]:
    """ISO 3166-2 code → Ukrainian name of the 27 units, as the codifier has them."""
    names = {}
    for unit in read_codifier():
        if unit.category in "OK":
            area = unit.category == "O" and unit.name.endswith("ька")
            name = f"{unit.name} область" if area else unit.name
            names[region_of(unit.code)] = name
    return names


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry at `DECIMALS`, valid, polygons only."""
    return _valid(shapely.transform(geometry, lambda xy: np.round(xy, DECIMALS)))


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_valid:
        return geometry
    parts = shapely.get_parts(shapely.make_valid(geometry))
    return shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])


def simplified_around(
    fixed: list[BaseGeometry], others: list[BaseGeometry], tolerance: float
) -> list[BaseGeometry]:
    """The polygons of `others`, simplified as a coverage, their borders with `fixed` untouched.

    The sea joins the coverage, so that the only edges left on its boundary, which stays as it
    is, are those of `fixed` and the frame of the world.
    """
    frame = shapely.box(-181, -91, 181, 91)
    sea = frame.difference(shapely.union_all([*fixed, *others]))
    result = shapely.coverage_simplify(np.array([*others, sea]), tolerance, simplify_boundary=False)
    return list(result[:-1])


def simplified_units(units: list[Unit]) -> list[BaseGeometry]:
    """The units' polygons, simplified as one coverage: Ukraine at `FINE`, the rest at `MIDDLE`."""
    fine = shapely.coverage_simplify(np.array([unit.geometry for unit in units]), FINE)
    shapes = [_rounded(geometry) for geometry in fine]
    home = [number for number, unit in enumerate(units) if unit.country == "UA"]
    rest = [number for number, unit in enumerate(units) if unit.country != "UA"]
    middle = simplified_around([shapes[n] for n in home], [shapes[n] for n in rest], MIDDLE)
    for number, geometry in zip(rest, middle, strict=True):
        shapes[number] = _valid(geometry)
    return shapes


def dissolved(parts: Mapping[str, list[BaseGeometry]]) -> dict[str, BaseGeometry]:
    """One polygon for each key, keys sorted."""
    return {
        key: geometries[0] if len(geometries) == 1 else shapely.union_all(geometries)
        for key, geometries in sorted(parts.items())
    }


def _without_islands(geometry: BaseGeometry) -> BaseGeometry:
    parts: list[BaseGeometry] = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    kept = [part for part in parts if part.area >= SMALL_ISLAND] or parts[:1]
    return (
        kept[0]
        if len(kept) == 1
        else MultiPolygon([part for part in kept if isinstance(part, Polygon)])
    )


def drawn_countries(countries: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The countries without small islands, Ukraine with all of its own; and the unowned land."""
    return {
        iso: geometry if iso == "UA" else _without_islands(_valid(geometry))
        for iso, geometry in countries.items()
    }


def geojson(geometry: BaseGeometry) -> str:
    """Compact GeoJSON text: right-hand rule, four decimals at most, no spaces."""
    oriented = shapely.orient_polygons(geometry.normalize())
    plain = json.loads(shapely.to_geojson(oriented))
    return json.dumps(plain, separators=(",", ":"))


def write_ukraine(path: Path, units: Mapping[str, BaseGeometry]) -> None:
    """The 27 units as one FeatureCollection, a unit on each line."""
    names = ukrainian_names()
    lines = [
        '{"type":"Feature","properties":'
        + json.dumps({"id": iso, "name": name, "name_uk": names[iso]}, ensure_ascii=False)
        + ',"geometry":'
        + geojson(units[iso])
        + "}"
        for iso, name in sorted(UKRAINE.items())
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_areas(path: Path, rows: Iterable[tuple[str, str, str, BaseGeometry]]) -> None:
    """The table of areas: id, level, name, bounding box, deflated GeoJSON."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE area (id TEXT PRIMARY KEY, level TEXT, name TEXT,"
            " west REAL, south REAL, east REAL, north REAL, geometry BLOB) WITHOUT ROWID"
        )
        for key, level, name, geometry in rows:
            blob = zlib.compress(geojson(geometry).encode(), 9)
            bounds = [round(value, DECIMALS) for value in geometry.bounds]
            db.execute(
                "INSERT INTO area VALUES (?,?,?,?,?,?,?,?)", (key, level, name, *bounds, blob)
            )
        db.execute(f"PRAGMA user_version = {SCHEMA}")
    db.execute("VACUUM")
    db.close()


def main() -> None:
    """Build both files and print their sizes."""
    units = read_units()
    shapes = simplified_units(units)
    homes = home_regions(units)
    regions: dict[str, list[BaseGeometry]] = {}
    districts: dict[str, list[BaseGeometry]] = {}
    countries: dict[str, list[BaseGeometry]] = {}
    for unit, geometry in zip(units, shapes, strict=True):
        countries.setdefault(unit.country or UNOWNED, []).append(geometry)
        home = homes.get(unit.iso, unit.iso)
        regions.setdefault(home, []).append(geometry)
        if home != unit.iso:
            districts.setdefault(unit.iso, []).append(geometry)
    whole = dissolved(regions)
    write_ukraine(DATA / "ukraine.geojson", whole)
    names = {row["iso"]: row["name"] for row in read_countries()} | {UNOWNED: ""}
    drawn = drawn_countries(dissolved(countries))
    rows = [(iso, "country", names.get(iso, iso), shape) for iso, shape in drawn.items()]
    rows += [(iso, "region", "", shape) for iso, shape in whole.items()]
    rows += [
        (iso, "district", "", shape)
        for iso, shape in dissolved(districts).items()
        if iso not in whole
    ]
    rows += [(code, "water", name, shape) for code, name, shape in water_shapes()]
    write_areas(DATA / "areas.sqlite", sorted(rows, key=lambda row: row[0]))
    for name in ("ukraine.geojson", "areas.sqlite"):
        print(f"{name}: {(DATA / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
