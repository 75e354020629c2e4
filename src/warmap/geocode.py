"""Geocoding servers, asked through geopy: the only door to the network while places are looked up.

A `Geocoder` takes a name and gives what one server knows of it, from the cache or over the network:
at most one request a second, three tries, within a time limit. Which places may be asked for, and
which answers are believed, is for `online` to say.
"""

from __future__ import annotations

import json
import logging
import time
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from warmap.adapter import bounded_adapter
from warmap.errors import GeocodingError
from warmap.geocache import Answer, GeocodeCache
from warmap.model import Candidate
from warmap.providers import PROVIDERS, Window

if TYPE_CHECKING:
    from geopy.extra.rate_limiter import RateLimiter

__all__ = ["Geocoder"]

_LEAST_DELAY_S = 1.0  # between two requests; what the public servers allow
_TRIES = 3
_Result = TypeVar("_Result")


class Geocoder:
    """One server and the cache of its answers.

    Parameters
    ----------
    provider
        ``nominatim``, ``geonames`` or ``photon``.
    user_agent
        Who asks, as Nominatim's and Photon's rules demand: a program or paper, and how to reach it.
    username
        The account at GeoNames. It is sent to the server and stands nowhere else.
    cache
        Where answers are kept; the user's cache when None.
    server
        Another server of the same kind: ``https://nominatim.example.org``.
    timeout_s
        Seconds that the server may be silent.
    limit_s
        Seconds that one question may take with all its tries and waits.
    delay_s
        Seconds between two requests, at least 1.

    Attributes
    ----------
    asked, sent
        How many questions it got, and how many of them went over the network.

    Raises
    ------
    GeocodingError
        An unknown provider, or nothing that says who asks.

    Examples
    --------
    >>> Geocoder("nominatim")
    Traceback (most recent call last):
    warmap.errors.GeocodingError: nominatim: needs a user agent; give --user-agent with your name
    and address
    """

    def __init__(
        self,
        provider: str,
        *,
        user_agent: str = "",
        username: str = "",
        cache: GeocodeCache | None = None,
        server: str = "",
        timeout_s: float = 10.0,
        limit_s: float = 60.0,
        delay_s: float = _LEAST_DELAY_S,
    ) -> None:
        if provider not in PROVIDERS:
            raise GeocodingError(f"{provider!r}: no provider; it is one of {', '.join(PROVIDERS)}")
        if delay_s < _LEAST_DELAY_S:
            raise GeocodingError(f"{delay_s} s between requests: servers allow one a second")
        self.provider = PROVIDERS[provider]
        self.cache = cache or GeocodeCache()
        self._user_agent = user_agent.strip()
        self._username = username.strip()
        self._check_who_asks()
        self._scheme, self._domain = _address(server or f"https://{self.provider.domain}")
        self._timeout_s, self._limit_s, self._delay_s = timeout_s, limit_s, delay_s
        self.asked = self.sent = 0

    def __repr__(self) -> str:
        return f"Geocoder({self.provider.name!r}, server='{self._scheme}://{self._domain}')"

    def _check_who_asks(self) -> None:
        if self.provider.needs == "username" and not self._username:
            raise GeocodingError("geonames: needs a user name; give --username with your account")
        if self.provider.needs == "user_agent" and not self._user_agent:
            raise GeocodingError(
                f"{self.provider.name}: needs a user agent; give --user-agent with your name and"
                " address"
            )
        for value in (self._user_agent, self._username):
            if not (value.isascii() and (value.isprintable() or not value)):
                raise GeocodingError(f"{value!r}: write it in plain ASCII letters, in one line")

    def lookup(self, name: str, /) -> tuple[Candidate, ...]:
        """The places that the server knows by a name, in its order.

        Raises
        ------
        GeocodingError
            See `ask`.
        """
        return tuple(self.candidate(answer) for answer in self.ask(name))

    def candidate(self, answer: Answer, /) -> Candidate:
        """An answer as a place of its own."""
        source = self.provider.source
        return Candidate(
            source,
            answer.id,
            answer.name,
            "",
            answer.kind,
            answer.country,
            answer.admin1,
            lat=answer.lat,
            lon=answer.lon,
            population=answer.population,
            geonameid=int(answer.id) if source == "geonames" else None,
        )

    def ask(
        self, name: str, /, *, country: str = "", window: Window | None = None
    ) -> tuple[Answer, ...]:
        """What the server knows of a name, as it said before or says now.

        Parameters
        ----------
        name
            In any script.
        country
            ISO 3166-1 alpha-2: only places there; everywhere when empty.
        window
            West, south, east and north in degrees: places there come first.

        Raises
        ------
        GeocodingError
            The server can't be reached, refuses, is too slow or answers in another form than its
            own; or the cache is damaged. Nothing is kept then.
        """
        rounded = [round(edge, 1) for edge in window] if window else None
        query = {"country": country, "name": name, "server": self._domain, "window": rounded}
        key = json.dumps(query, ensure_ascii=False, sort_keys=True)
        self.asked += 1
        known = self.cache.get(self.provider.name, key)
        if known is not None:
            return known.answers
        self.sent += 1
        answers = self._asked(name, country, window)
        self.cache.put(self.provider.name, key, answers, attribution=self.provider.attribution)
        return answers

    def _asked(self, name: str, country: str, window: Window | None) -> tuple[Answer, ...]:
        from geopy.exc import GeocoderServiceError

        limiter = _limiter(f"{self._scheme}://{self._domain}", self._delay_s)
        client = self._client()
        started = time.monotonic()

        def once() -> tuple[Answer, ...]:
            self._check_time(started)
            limiter.error_wait_seconds = 2 * self._delay_s
            return self._translated(
                lambda: self.provider.answers(self.provider.ask(client, name, country, window)),
                lambda wait_s: self._will_wait(limiter, started, wait_s),
            )

        try:
            found: tuple[Answer, ...] = limiter(once)
        except GeocoderServiceError as error:
            raise self._failed(f"gave no answer in {_TRIES} tries ({_plain(error)})") from None
        return found

    def _translated(
        self, ask: Callable[[], _Result], will_wait: Callable[[float], None]
    ) -> _Result:
        """One request; errors that another try won't mend become ours, so that none is made."""
        from geopy import exc

        try:
            with warnings.catch_warnings():
                # Geopy warns of a latitude beyond the pole before it raises; one line is enough.
                warnings.simplefilter("ignore", UserWarning)
                return ask()
        except exc.GeocoderRateLimited as error:
            will_wait(error.retry_after or 0.0)
            raise
        except (
            exc.GeocoderQueryError,
            exc.GeocoderAuthenticationFailure,
            exc.GeocoderInsufficientPrivileges,
            exc.GeocoderQuotaExceeded,
        ) as error:
            raise self._failed(f"refuses ({_plain(error)})") from None
        except exc.GeocoderServiceError:
            raise
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise self._failed(f"answers in an unknown form ({_plain(error)})") from None

    def _will_wait(self, limiter: RateLimiter, started: float, wait_s: float) -> None:
        if wait_s > self._limit_s - (time.monotonic() - started):
            raise self._failed(f"asks to wait {wait_s:.0f} s; try again later")
        limiter.error_wait_seconds = max(wait_s, limiter.error_wait_seconds)

    def _check_time(self, started: float) -> None:
        if time.monotonic() - started > self._limit_s:
            raise self._failed(f"gave no answer within {self._limit_s:.0f} s")

    def _failed(self, why: str) -> GeocodingError:
        hidden = why.replace(self._username, "***") if self._username else why
        return GeocodingError(f"{self._scheme}://{self._domain}: {hidden}")

    def _client(self) -> Any:  # noqa: ANN401 - geopy has no types
        from geopy import geocoders

        # Without a handler Python would print geopy's notes on each try to the terminal.
        logging.getLogger("geopy").addHandler(_silent())
        common = {
            "adapter_factory": bounded_adapter(self._limit_s),
            "domain": self._domain,
            "scheme": self._scheme,
            "timeout": self._timeout_s,
            "user_agent": self._user_agent or "warmap",
        }
        if self.provider.name == "geonames":
            return geocoders.GeoNames(self._username, **common)
        return getattr(geocoders, self.provider.title)(**common)


@lru_cache(maxsize=1)
def _silent() -> logging.Handler:
    return logging.NullHandler()


@lru_cache(maxsize=16)
def _limiter(_server: str, delay_s: float) -> RateLimiter:
    """One for each server in a process, however many geocoders ask it."""
    from geopy.extra.rate_limiter import RateLimiter

    return RateLimiter(
        lambda ask: ask(),
        min_delay_seconds=delay_s,
        max_retries=_TRIES - 1,
        error_wait_seconds=2 * delay_s,
        swallow_exceptions=False,
    )


def _address(server: str) -> tuple[str, str]:
    try:
        parts = urlsplit(server)
        port = parts.port
    except ValueError:
        port, parts = None, urlsplit("")
    good = (
        parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.username)
    )
    if not good or port == 0:
        raise GeocodingError(f"{server!r}: no server; write it as https://nominatim.example.org")
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


def _plain(error: BaseException) -> str:
    """The first words of an error in one line: a server's page may be its message."""
    return " ".join(str(error).split())[:120] or type(error).__name__
