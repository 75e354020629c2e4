"""How geopy fetches: over the standard library, with answers of bounded size and time.

It takes a time limit and gives what geopy calls an adapter factory. A server that sends without
end, or a byte now and then, ends as a failed request.
"""

from __future__ import annotations

import io
import time
from functools import lru_cache
from typing import Any
from urllib.error import HTTPError

__all__ = ["bounded_adapter"]

_MOST_BYTES = 2_000_000


@lru_cache(maxsize=4)
def bounded_adapter(limit_s: float) -> Any:  # noqa: ANN401 - geopy has no types
    """A class of adapters that read no answer longer than `limit_s` seconds.

    Examples
    --------
    >>> from geopy.geocoders import Photon
    >>> Photon(adapter_factory=bounded_adapter(60.0)).adapter.__class__.__name__
    'BoundedAdapter'
    """
    from geopy.adapters import URLLibAdapter

    class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]
        def __init__(self, **options: Any) -> None:  # noqa: ANN401
            super().__init__(**options)
            self._fetch: Any = self.urlopen
            self.urlopen: Any = self._bounded

        def _bounded(self, request: Any, timeout: float) -> _Page:  # noqa: ANN401
            try:
                return _Page(self._fetch(request, timeout=timeout), limit_s)
            except HTTPError as error:
                body = io.BytesIO(_Page(error, limit_s).read())
                told = HTTPError(error.url, error.code, error.msg, error.headers, body)
            raise told

    return BoundedAdapter


class _Page:
    """What geopy needs of a server's answer."""

    def __init__(self, page: Any, limit_s: float) -> None:  # noqa: ANN401
        self._page = page
        self._until = time.monotonic() + limit_s
        self.headers = page.headers

    def getcode(self) -> int:
        """HTTP status."""
        return int(self._page.getcode())

    def read(self) -> bytes:
        """The body; OSError when it is too large or too slow."""
        parts = []
        left = _MOST_BYTES
        with self._page:
            while part := self._page.read1(65_536):
                left -= len(part)
                if left < 0 or time.monotonic() > self._until:
                    raise OSError("the answer is too long")
                parts.append(part)
        return b"".join(parts)
