"""``warmap watch``: the map of an article, built again whenever one of its files is saved."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.cli_gazetteer import Files
from warmap.cli_inputs import (
    article_given,
    place_list_given,
    refuse_idle,
    refuse_overwriting,
    stem_of,
    tell_idle,
    tell_taken,
)
from warmap.cli_options import (
    Demonyms,
    HomeName,
    ListFileName,
    RecognizerSpec,
    Strict,
    Threshold,
    recognizer_of,
)
from warmap.errors import ArticleError, OutputError, PlaceListError, WarmapError
from warmap.files import stamp
from warmap.terminal import printable

if TYPE_CHECKING:
    from warmap.gazetteer import GazetteerTable
    from warmap.layers import LayeredGazetteer
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList, PlaceRow
    from warmap.watch import Rebuild

__all__ = ["watch_command"]


def watch_command(
    article: Annotated[str, typer.Argument(help="Text file.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="File: .html. [default: the article's name]")
    ] = "",
    *,
    places: ListFileName = "",
    strict: Strict = False,
    title: Annotated[str, typer.Option(help="Title shown on the page.")] = "",
    source: Annotated[str, typer.Option(help="Who published the article.")] = "",
    date: Annotated[str, typer.Option(help="Day of publication, as 2025-06-08.")] = "",
    quotes_only: Annotated[
        bool, typer.Option("--quotes-only", help="Leave out sentences that name no place.")
    ] = False,
    lang: Annotated[str, typer.Option(help="Language of the page: en or uk.")] = "en",
    tiles: Annotated[
        str, typer.Option(help="Online background that readers may turn on, as UN.ClearMap.")
    ] = "",
    home: HomeName = "",
    demonyms: Demonyms = False,
    threshold: Threshold = 0.2,
    recognizer: RecognizerSpec = "",
    gazetteer: Files = None,
) -> None:
    """Build the map again whenever the article, the list or a file of places is saved.

    It tells what changed on the map, and goes on until Ctrl-C. While the article or the list can't
    be read, it tells why and leaves the last good map. No server is asked.
    """
    try:
        _check(article, places, target := Path(output or f"{stem_of(article)}.html"), gazetteer)
        from warmap.tiles import find_tiles
        from warmap.watch import Rebuild, check_watchfiles

        check_watchfiles()
        if tiles:
            find_tiles(tiles)  # what is wrong with it is told before it watches
        inputs = _Inputs(article, places, gazetteer or [])
        about = {"title": title, "source": source, "date": date}
        spans = recognizer_of(recognizer)

        def find() -> list[Resolution]:
            from warmap.places import find_and_correct

            inputs.read(**about)
            found, inputs.idle = find_and_correct(
                inputs.text,
                place_list=inputs.place_list,
                gazetteer=inputs.table,
                recognizer=spans,
                home=home or None,
                demonyms=demonyms,
                threshold=threshold,
            )
            if strict:
                refuse_idle(inputs.idle)
            return found

        def draw(found: list[Resolution]) -> None:
            from warmap.drawing import draw_map

            draw_map(
                found,
                article=inputs.text,
                place_list=inputs.place_list,
                quotes_only=quotes_only,
                lang=lang,
                tiles=tiles,
            ).save(target)

        _watch(Rebuild(find, draw), inputs, target)
    except KeyboardInterrupt:
        typer.echo("stopped")


def _check(article: str, places: str, target: Path, gazetteer: list[str] | None) -> None:
    """What is wrong with the arguments themselves ends the command before it watches."""
    if target.suffix.lower() not in (".html", ".htm"):
        raise OutputError(f"{target}: unknown ending {target.suffix!r}; a watched map is an .html")
    refuse_overwriting(target, article, places, *(gazetteer or ()))
    for name, error in ((article, ArticleError), (places, PlaceListError)):
        if name and not Path(name).is_file():
            raise error(f"{name}: can't be watched: no such file; give one that is there")


@dataclass(slots=True)
class _Inputs:
    """What a map is built of, as it was read last; the gazetteer is kept while its files are."""

    article: str
    places: str
    gazetteer: list[str]
    idle: list[PlaceRow] = field(default_factory=list)
    _table: GazetteerTable | LayeredGazetteer | None = None
    _stamps: list[tuple[int, ...] | None] = field(default_factory=list)
    _text: Article | None = None
    place_list: PlaceList | None = None

    @property
    def files(self) -> list[str]:
        """The files that are watched."""
        return [name for name in (self.article, self.places, *self.gazetteer) if name]

    @property
    def table(self) -> GazetteerTable | LayeredGazetteer:
        assert self._table is not None
        return self._table

    @property
    def text(self) -> Article:
        assert self._text is not None
        return self._text

    def read(self, *, title: str, source: str, date: str) -> None:
        from warmap.layers import open_gazetteer

        stamps = [stamp(name) for name in self.gazetteer]
        if self._table is None or stamps != self._stamps:
            self._table, self._stamps = open_gazetteer(self.gazetteer), stamps
        self._text = article_given(self.article, title=title, source=source, date=date)
        self.place_list = place_list_given(self.article, self.places, self.table)


def _watch(rebuild: Rebuild, inputs: _Inputs, target: Path) -> None:
    from warmap.watch import saves

    name = printable(str(target))
    for _ in saves(inputs.files):
        begun, before = time.perf_counter(), stamp(target)
        try:
            changes = rebuild.run()
        except WarmapError as error:
            for line in str(error).split("\n"):
                typer.echo(f"warmap: {printable(line)}", err=True)
            stays = f"note: {name} stays as it was" if before else f"note: there is no {name} yet"
            typer.echo(stays, err=True)
            continue
        tell_taken(rebuild.places or [], inputs.place_list)
        tell_idle(inputs.idle)
        if stamp(target) == before:
            typer.echo(f"{name} is unchanged")
            continue
        if changes is not None:
            typer.echo(changes.text(), nl=False)
        typer.echo(f"{name} was built in {time.perf_counter() - begun:.1f} s")
