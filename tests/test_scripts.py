"""The joiner of the page's modules: node runs the joined text as it runs the modules themselves."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import warmap
from warmap import PageError
from warmap.scripts import join_modules, shortened_script, shortened_style


def written(folder: Path, **modules: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "page.js"


def test_modules_stand_in_the_order_in_which_they_need_each_other(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        page='import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);\n',
        b='// About b.\nimport { c } from "./c.js";\n\nexport function b() {\n  return c;\n}\n',
        c="export const c = 1;\n",
    )
    assert join_modules(entry) == (
        "// c.js\nexport const c = 1;\n\n// b.js\n// About b.\n\nfunction b() {\n  return c;\n}"
        "\n\n// page.js\nb(c);"
    ).replace("export ", "")


def test_names_may_take_lines_and_end_with_a_comma(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        page='import {\n  a,\n  b,\n} from "./x.js";\nconst c = a() + b;\n',
        x="export async function a() {}\nexport let b = 1;\nexport class C {}\n",
    )
    joined = join_modules(entry)
    assert joined.endswith("// page.js\nconst c = a() + b;")
    assert "import" not in joined
    assert "export" not in joined


def test_words_that_only_look_like_imports_are_left_alone(tmp_path: Path) -> None:
    text = (
        'const of = {\n  import: 1,\n  "export": 2,\n};\nconst exported = of.import; // export it'
    )
    assert join_modules(written(tmp_path, page=text)) == f"// page.js\n{text}"


@pytest.mark.parametrize(
    ("page", "other", "said"),
    [
        ('import x from "./x.js";', "", "page.js, line 1: 'import x from"),
        ('\nimport * as x from "./x.js";', "", r"page.js, line 2: 'import \* as x"),
        ('import "./x.js";', "", 'line 1: \'import "./x.js"'),
        ("import { a } from './x.js';", "", "can't be joined; write import { a, b } from"),
        ('import { a } from "./x.js"', "export const a = 1;", "can't be joined"),
        ('import { a } from "leaflet";', "", "can't be joined"),
        ('import { a } from "../x.js";', "", "can't be joined"),
        ('  import { a } from "./x.js";', "", "can't be joined"),
        ('import { a as b } from "./x.js";', "export const a = 1;", "'a as b' can't be imported"),
        ('import { a, , b } from "./x.js";', "", "can't be imported; write plain names"),
        ('import {} from "./x.js";', "", "at least one"),
        (
            'import { a, b } from "./x.js";',
            "export const a = 1;",
            "imports b from x.js, .*exports a",
        ),
        ('import { a } from "./x.js";', "const a = 1;", "it exports nothing"),
        ('import { a } from "./gone.js";', "", "gone.js: can't be read as a script"),
        ("export default 1;", "", "'export default 1;' can't be joined"),
        ("const a = 1;\nexport { a };", "", "line 2: 'export { a };'"),
        ('export * from "./x.js";', "", "can't be joined"),
        ("export const { a } = {};", "", "can't be joined"),
        ("const { a } = {};", "", "takes values apart"),
        ("const [a] = [];", "", "takes values apart"),
        (
            'import { a } from "./x.js";\nconst b = 1;',
            "export const a = 1;\nlet b;",
            "declares b, as",
        ),
        (
            'import { a } from "./x.js";\nfunction a() {}',
            "export const a = 1;",
            "declares a, as x.js",
        ),
        ("const a = 1;\nclass a {}", "", "declares a, as page.js does"),
        ('import { a } from "./page.js";\nexport const a = 1;', "", "page.js → page.js"),
        (
            'import { a } from "./x.js";\nexport const b = 1;',
            'import { b } from "./page.js";\nexport const a = b;',
            "x.js: imports page.js, .*page.js → x.js → page.js",
        ),
        ('const a = "<!-- ";', "", "page.js, line 1: <!-- can't stand"),
        ('\n\nconst a = "</ScRiPt>";', "", "line 3: </ScRiPt can't stand"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, page: str, other: str, said: str) -> None:
    entry = written(tmp_path, page=page, x=other)
    with pytest.raises(PageError, match=said) as refused:
        join_modules(entry)
    assert "\n" not in str(refused.value)


def test_a_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_bytes(b"const a = '\xff';")
    with pytest.raises(PageError, match=r"page\.js: can't be read as a script"):
        join_modules(tmp_path / "page.js")


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, str]:
    """Modules that import from those before them and note the order in which they run."""
    count = draw(st.integers(1, 6))
    modules = {}
    for number in range(count):
        needed = draw(st.lists(st.integers(0, number - 1), unique=True)) if number else []
        lines = [
            f'import {{{join}f{n},{join}v{n}{comma}{join}}} from "./m{n}.js";'
            for n in needed
            for join, comma in [draw(st.sampled_from([(" ", ""), ("\n  ", ",")]))]
        ]
        values = " + ".join([f"{number + 1}", *(f"f{n}(v{n})" for n in needed)])
        form = draw(st.sampled_from(["function f{0}(x) {{", "const f{0} = (x) => {{"]))
        lines += [
            f"globalThis.order = (globalThis.order ?? []).concat({number});",
            f"export const v{number} = {values};",
            "export " + form.format(number),
            f"  return x * {draw(st.integers(1, 9))};",
            "};",
        ]
        modules[f"m{number}"] = "\n".join(lines)
    last = count - 1
    modules["page"] = (
        f'import {{ v{last} }} from "./m{last}.js";\n'
        f"console.log(JSON.stringify([globalThis.order, v{last}]));\n"
    )
    return modules


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(modules=graphs())
def test_joined_modules_do_what_the_modules_do(
    tmp_path_factory: pytest.TempPathFactory, node: str, modules: dict[str, str]
) -> None:
    entry = written(tmp_path_factory.mktemp("modules"), **modules)
    joined = entry.with_name("joined.js")
    joined.write_text(join_modules(entry), encoding="utf-8")
    short = entry.with_name("short.js")
    short.write_text(shortened_script(join_modules(entry)), encoding="utf-8")
    said = [
        subprocess.run([node, file], capture_output=True, text=True, check=True, timeout=60).stdout
        for file in (entry, joined, short)
    ]
    assert said[0].startswith("[[")
    assert said[0] == said[1] == said[2]


def test_a_shortened_script_does_what_the_script_does(tmp_path: Path, node: str) -> None:
    text = r"""// @ts-check
    /** About it.
     * @param {number} x */
    const f = (x) =>
      // the half
      x / 2; // "quoted" `too`
    /** @type {string[]} Lists. */
    const said = [];
    const url = "https://example.org/*/ // here";
    said.push(url, `a  ${f(4)}  // b`, /** @type {any} */ (said).length, 'it\'s /* one */');
    said.push(String(/\/\*  [/"]x/.test('/*  "x')), `one
      // text  ${
        said.length // one
      } \`
      /** @type {text} */`);

    console.log(JSON.stringify(said));
    """
    written(tmp_path, page=text, short=shortened_script(text))
    said = [
        subprocess.run(
            [node, tmp_path / name], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        for name in ("page.js", "short.js")
    ]
    assert said[0].count("//") == 4
    assert said[0] == said[1]
    short = (tmp_path / "short.js").read_text(encoding="utf-8")
    assert "@ts" not in short
    assert "half" not in short


def test_no_literal_of_the_page_is_changed_by_shortening() -> None:
    text = join_modules(Path(warmap.__file__).parent / "web" / "page.js")
    code = re.sub(r"/\*\*.*?\*/|(?:^|[ \t])//[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    string = r"(?<=[(=,:?+\[ ])(?:`(?:[^`\\\n$]|\$\{[\w.]+\})*`|\"(?:\\.|[^\"\\\n`])*\")"
    regex = r"(?<=[(=,:>?] )/(?![/*])(?:\\.|[^/\n])+/\w*"
    literal = f"{string}|{regex}"
    literals = set(re.findall(literal, code))
    short = shortened_script(text)
    assert len(literals) > 300
    assert [each for each in literals if each not in short] == []


def test_a_style_sheet_loses_only_comments_and_indentation() -> None:
    text = '/* a\nb */\n@media print {\n  .a::after { content: "  x"; }\n\n  /* c */\n}\n'
    assert shortened_style(text) == '@media print {\n.a::after { content: "  x"; }\n}'
