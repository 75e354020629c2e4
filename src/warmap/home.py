"""Where the publisher writes from, as the user names it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from warmap.bearers import Bearers, Columns
from warmap.errors import GazetteerError
from warmap.gazetteer import Gazetteer

__all__ = ["Home"]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the publisher writes from: a country, perhaps a region of it."""

    country: str
    admin1: str = ""

    @classmethod
    def named(cls, name: str, *, gazetteer: Gazetteer) -> Home:
        """Read a home from the name of a country, region or place.

        Parameters
        ----------
        name
            As a reader would say it: "Ukraine", "Ohio", "Kharkiv".
        gazetteer
            Where to look.

        Raises
        ------
        GazetteerError
            The gazetteer knows no such place.

        Examples
        --------
        >>> from warmap.gazetteer import default_gazetteer
        >>> Home.named("Texas", gazetteer=default_gazetteer())
        Home(country='US', admin1='US-TX')
        """
        found = gazetteer.lookup(name)
        if not found:
            raise GazetteerError(f"home {name!r}: no gazetteer knows it; name a country or region")
        return cls(found[0].country, found[0].admin1)

    def columns(self, bearers: Bearers) -> Columns:
        """Which candidates lie at home, by name."""
        places = [place for name in bearers.places for place in name]
        country = np.array([p.country == self.country for p in places], dtype=float)
        admin1 = np.array([bool(self.admin1) and p.admin1 == self.admin1 for p in places], float)
        return {"home_country": country, "home_admin1": admin1}
