"""Boundaries beside a places frame: the shapes of countries, regions and waters as a GeoDataFrame.

It takes ids as the frame's column ``source_id`` has them. The frame itself carries points only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from warmap.areas import area, ukraine_units
from warmap.gazetteer import default_gazetteer

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["read_boundaries"]


def read_boundaries(source_ids: Iterable[str] | None = None, /) -> gpd.GeoDataFrame:
    """The boundaries of countries, regions and waters.

    Parameters
    ----------
    source_ids
        Ids as in the column ``source_id`` of a places frame: ``UA``, ``UA-14``, ``river-dnieper``.
        Without them Ukraine's 27 units: 24 oblasts, Crimea, Kyiv and Sevastopol.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each different id, in their order: ``source_id``, ``name`` and
        ``local_name`` (empty where it is not known), and the geometry, simplified for maps of a
        country; missing where there is no boundary, as for towns.

    Raises
    ------
    GazetteerError
        The bundled shapes are missing or damaged.

    Examples
    --------
    >>> oblasts = read_boundaries()
    >>> len(oblasts), oblasts["name"][0]
    (27, 'Vinnytsia Oblast')
    >>> from warmap.places import find_places
    >>> found = find_places("They left the town of Mezhova.")
    >>> found.sjoin(oblasts, rsuffix="oblast")["name_oblast"].tolist()
    ['Dnipropetrovsk Oblast']
    """
    import geopandas as gpd
    import pandas as pd
    import shapely

    if source_ids is None:
        source_ids = [unit["properties"]["id"] for unit in ukraine_units()["features"]]
    ids = list(dict.fromkeys(source_ids))
    table = default_gazetteer()
    known = [table.by_id(f"iso:{id_}") or table.by_id(f"warmap:{id_}") for id_ in ids]
    shapes = [area(id_) for id_ in ids]
    return gpd.GeoDataFrame(
        {
            "source_id": pd.Series(ids, dtype="str"),
            "name": pd.Series([place.name if place else "" for place in known], dtype="str"),
            "local_name": pd.Series([p.local_name if p else "" for p in known], dtype="str"),
        },
        geometry=[shapely.from_geojson(json.dumps(shape)) if shape else None for shape in shapes],
        crs="EPSG:4326",
    )
