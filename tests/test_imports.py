"""The order of modules is a law: a module imports only from those before it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import warmap

SOURCES = Path(warmap.__file__).parent
ORDER = """errors progress files model names marked bundled provenance charsets isolation
    markdown published extraction webpage addresses fetch article
    areas gazetteer records geonames ownfiles
    matching owntable imports geocache providers adapter geocode layers suggestions
    language tokens lexicon lexicon_cyrillic inflection respelling evidence_cyrillic evidence
    runs calibration weights words english placerows rowplaces listfiles placelist corrections sites
    document features forms features_cyrillic pooling spans_cyrillic unknown spans mentions
    recognizers
    series surroundings
    governors attributes subjects grammar roles_cyrillic roles
    candidates bearers cues containment context neighbours home reasons ranking resolve scores
    fitting priors role_learning learning online
    quotes rivals contract frames places explain listing escapes kml vectorfiles formats boundaries
    articlerows folderfiles articlefiles findings copies parts publish interrupts crew corpus
    daskframes
    key_counts periods coded_tables corpus_folder corpus_axes corpus_places
    corpus_rows telling_quotes corpus_quotes tally first_namings place_columns
    pairs summary
    shapes view naming regions towns wording telling passages articles pagelist pageplaces page
    corpuspage body corpusbody
    lettering projection placement signs sheet ground captions plate picture
    generalization arcs block packing filling scripts leaflet assets guests tiles policy display
    drawing
    misses evaluate download verify rebuild terminal
    mapfile changes placechanges rowchanges compare watch
    cli_options cli_gazetteer cli_online
    cli_corpus cli_evaluate cli_inputs cli_finding cli_explain cli_frames cli_tally
    cli_map cli_places cli_diff cli_watch cli_summary
    cli""".split()


def imported(path: Path) -> set[str]:
    """The modules of warmap that a file imports, inside functions too; types alone don't count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    return {
        (node.module or "").removeprefix("warmap.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("warmap.")
        and node not in types_only
    }


def test_every_module_has_its_place_in_the_order() -> None:
    found = {path.stem for path in SOURCES.glob("*.py")} - {"__init__"}
    assert found == set(ORDER)


@pytest.mark.parametrize("module", ORDER)
def test_imports_point_backwards_only(module: str) -> None:
    later = set(ORDER[ORDER.index(module) :])
    assert not imported(SOURCES / f"{module}.py") & later


@pytest.mark.parametrize("module", [m for m in ORDER if m != "drawing"])
def test_only_drawing_imports_folium(module: str) -> None:
    tree = ast.parse((SOURCES / f"{module}.py").read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not names & {"folium", "branca"}


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_importing_warmap_imports_nothing_heavy() -> None:
    heavy = "{'folium', 'geopandas', 'pandas', 'numpy', 'shapely', 'typer', 'rich'}"
    code = f"import sys, warmap; print(sorted({heavy} & set(sys.modules)))"
    assert run(code).strip() == "[]"


def test_the_map_command_needs_no_geopandas() -> None:
    code = (
        "import sys; from warmap.places import find_resolutions\n"
        "from warmap.drawing import draw_map\n"
        "draw_map(find_resolutions('The town of Mezhova.')).get_root().render()\n"
        "print('geopandas' in sys.modules)"
    )
    assert run(code).strip() == "False"


def test_every_public_name_exists_and_is_documented() -> None:
    for name in warmap.__all__:
        assert getattr(warmap, name) is not None
        if name != "__version__":
            assert getattr(warmap, name).__doc__
    assert dir(warmap) == sorted(warmap.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = warmap.nothing
