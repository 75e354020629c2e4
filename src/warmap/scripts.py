"""The page's script: its ES modules → one text for one inline ``<script type="module">``.

It takes the file of the first module and gives the text of all modules that it needs, in the order
in which a browser would run them. It is no parser: it knows the few forms of import and export that
the modules keep to, refuses every other, and leaves the rest to ESLint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from warmap.errors import PageError

__all__ = ["join_modules", "shortened_script", "shortened_style"]

# The only form of import: names between braces, one file beside this one, a semicolon at the end.
# Braces can't be nested in it, so that the first closing one ends the names; they may take lines.
_IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./([\w-]+\.js)";[ \t]*\n?', re.MULTILINE)

# The only form of export: before a declaration, at the start of a line.
_EXPORT = re.compile(
    r"^export (?=(?:async function|function|class|const|let)\b[ *]*([\w$]+))", re.MULTILINE
)

# A line that begins with one of the two words and is neither of the forms above. In strings of
# several lines and in comments it is refused as well; the call `import(…)` is none of warmap's.
_OTHER_FORM = re.compile(r"^[ \t]*((?:import|export)\b(?![ \t]*:).*)", re.MULTILINE)

# What a line without indentation declares, for all of the module to see. ESLint's `one-var` keeps
# it to one name in each declaration.
_DECLARED = re.compile(
    r"^(?:async function|function|class|const|let|var)\b[ *]*([\w$]+|[\[{])", re.MULTILINE
)

# Both would end or bend the script element that the text stands in.
_UNSAFE = re.compile(r"</script|<!--", re.IGNORECASE)

_COMMENT_OF_STYLE = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS_OF_STYLE = re.compile(r"^\s+", re.MULTILINE)

_NAME = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True, slots=True)
class _Module:
    text: str  # without its imports and the word `export`
    imports: dict[str, list[str]]  # names by file
    exports: frozenset[str]
    declared: list[str]


@lru_cache(maxsize=8)
def join_modules(entry: Path, /) -> str:
    r"""Join an ES module and all that it imports into one text.

    Each module stands in it once, behind those that it imports. Import statements and the word
    ``export`` are left out, so the names that the modules declare share one room.

    Parameters
    ----------
    entry
        The file of the first module. All others lie in the same folder.

    Returns
    -------
    str
        The text of one module, which can stand inside a ``<script>`` element.

    Raises
    ------
    PageError
        A file is missing or not UTF-8; a module imports or exports in another form than
        ``import { a, b } from "./x.js";`` and ``export`` before a declaration, or a name that isn't
        exported; modules import each other in a ring; two of them declare the same name; or the
        text has ``</script`` or ``<!--`` in it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     entry = Path(folder, "page.js")
    ...     _ = entry.write_text('import { two } from "./numbers.js";\nconst four = two + two;\n')
    ...     _ = Path(folder, "numbers.js").write_text("export const two = 2;\n")
    ...     print(join_modules(entry))
    // numbers.js
    const two = 2;
    <BLANKLINE>
    // page.js
    const four = two + two;
    """
    modules: dict[str, _Module] = {}
    _gather(entry, (), modules)
    owners: dict[str, str] = {}
    for file, module in modules.items():
        for name in module.declared:
            if name in owners:
                raise PageError(
                    f"{file}: declares {name}, as {owners[name]} does; all modules are joined into"
                    " one, so give it another name"
                )
            owners[name] = file
    return "\n\n".join(f"// {file}\n{module.text}" for file, module in modules.items())


def shortened_script(text: str, /) -> str:
    r"""A script without comments and needless blanks.

    Examples
    --------
    >>> shortened_script("// One.\nif (a) {\n  /** @type {A} */ (b).c(\"d  e\"); // f\n}\n")
    'if(a){(b).c("d  e");}'
    """
    import rjsmin

    short: str = rjsmin.jsmin(text)
    return short


def shortened_style(text: str, /) -> str:
    r"""A style sheet without comments and indentation.

    Examples
    --------
    >>> shortened_style("/* One. */\n.a {\n  color: red;\n}\n")
    '.a {\ncolor: red;\n}'
    """
    return _BLANKS_OF_STYLE.sub("", _COMMENT_OF_STYLE.sub("", text)).strip("\n")


def _gather(path: Path, above: Sequence[str], modules: dict[str, _Module]) -> None:
    """Put a module behind all that it imports; ``above`` are those that wait for it."""
    if path.name in modules:
        return
    module = _read(path)
    ring = (*above, path.name)
    for file, names in module.imports.items():
        if file in ring:
            raise PageError(
                f"{path.name}: imports {file}, and so they import each other in a ring:"
                f" {' → '.join([*ring[ring.index(file) :], file])}; move what both need into a"
                " third module"
            )
        _gather(path.with_name(file), ring, modules)
        missing = [name for name in names if name not in modules[file].exports]
        if missing:
            raise PageError(
                f"{path.name}: imports {missing[0]} from {file}, which doesn't export it; it"
                f" exports {', '.join(sorted(modules[file].exports)) or 'nothing'}"
            )
    modules[path.name] = module


def _read(path: Path) -> _Module:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"{path}: can't be read as a script of the page: {error}") from error
    unsafe = _UNSAFE.search(text)
    if unsafe:
        raise PageError(
            f"{_place(path, text, unsafe.start())}: {unsafe.group()} can't stand in a script inside"
            " a page; write it in two pieces"
        )
    imports: dict[str, list[str]] = {}
    for found in _IMPORT.finditer(text):
        imports.setdefault(found[2], []).extend(_names(path, text, found))
    exports = frozenset(found[1] for found in _EXPORT.finditer(text))
    # Blanks of the same length: what is found behind them is still at its place in the file.
    rest = _EXPORT.sub("       ", _IMPORT.sub(_blanked, text))
    other = _OTHER_FORM.search(rest)
    if other:
        raise PageError(
            f"{_place(path, text, other.start(1))}: {other[1].strip()!r} can't be joined; write"
            ' import { a, b } from "./file.js"; or export before a declaration'
        )
    plain = _EXPORT.sub("", _IMPORT.sub("", text)).strip("\n")
    return _Module(plain, imports, exports, _declared(path, plain))


def _names(path: Path, text: str, found: re.Match[str]) -> list[str]:
    names = [name.strip() for name in found[1].split(",")]
    if names[-1] == "":  # behind a last comma
        names.pop()
    wrong = next((name for name in names if not _NAME.fullmatch(name)), None)
    if wrong is not None or not names:
        raise PageError(
            f"{_place(path, text, found.start())}: {wrong or found[0].strip()!r} can't be imported;"
            " write plain names, without `as`, and at least one"
        )
    return names


def _declared(path: Path, text: str) -> list[str]:
    names = _DECLARED.findall(text)
    if "{" in names or "[" in names:
        raise PageError(
            f"{path.name}: takes values apart into names for the whole module (const {{ a, b }} ="
            " …); declare them one by one"
        )
    return names


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _place(path: Path, text: str, position: int) -> str:
    return f"{path.name}, line {text.count(chr(10), 0, position) + 1}"
