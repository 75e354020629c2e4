"""Bytes of a document → its text: by its byte order mark, by what is declared, else as UTF-8.

What is not surely text is refused and never guessed: a wrong guess among the encodings of Cyrillic
gives other letters, and with them other places.
"""

from __future__ import annotations

import re

from warmap.errors import ArticleError

__all__ = ["decode_html", "decode_text"]

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # share of control characters from which a text counts as binary
_MOST_BROKEN = 0.005  # share of characters that the declared encoding doesn't have

# The encodings of the web (WHATWG Encoding Standard) that Python has, by the names that pages use.
# Others that Python would take (UTF-7, punycode, escapes) are no encodings of a page.
_ENCODINGS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
    "utf-16-le": "utf-16 utf-16le",
    "utf-16-be": "utf-16be",
    # A page that says Latin-1 or ASCII means Microsoft's superset, as every browser reads it.
    "cp1252": "windows-1252 cp1252 iso-8859-1 iso8859-1 latin1 latin-1 ascii us-ascii l1",
    **{f"cp{n}": f"windows-{n} cp{n} x-cp{n}" for n in (1250, 1251, 1253, 1254, 1255, 1256, 1257)},
    "cp1258": "windows-1258 cp1258 x-cp1258",
    **{f"iso8859-{n}": f"iso-8859-{n} iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15)},
    "koi8-r": "koi8-r koi8 koi",
    "koi8-u": "koi8-u koi8-ru",
    "cp866": "ibm866 cp866 866",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gb18030 gbk gb2312",
    "big5": "big5 big5-hkscs",
    "euc-jp": "euc-jp",
    "cp932": "shift_jis shift-jis sjis windows-31j",
    "cp949": "euc-kr ks_c_5601-1987 windows-949",
}
_BY_LABEL = {label: codec for codec, labels in _ENCODINGS.items() for label in labels.split()}

_HEAD = 4096  # bytes in which a page has to declare its encoding; browsers look at 1,024
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)


def decode_text(data: bytes, *, name: str, charset: str = "") -> str:
    r"""The text of a plain file: with a byte order mark, as declared, or in UTF-8.

    Parameters
    ----------
    data
        The bytes.
    name
        What to call them in an error.
    charset
        The encoding that a server declares.

    Returns
    -------
    str
        The text with ``\n`` for every line end.

    Raises
    ------
    ArticleError
        The bytes are no such text, or hold control characters as only binary files do.

    Examples
    --------
    >>> decode_text("Київ\r\n".encode("utf-16"), name="a.txt")
    'Київ\n'
    """
    marked = next((e for mark, e in _BOMS if data.startswith(mark)), "")
    if charset and not marked:
        return _declared(data, charset, name)
    encoding = marked or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        binary = b"\x00" in data[:4096]
        what = "a binary file" if binary else f"no valid {encoding.upper()}"
        raise ArticleError(
            f"{name}: {what} (byte {error.start}); tried {encoding.upper()}: save it as UTF-8 text"
        ) from error
    return _checked(text, name)


def decode_html(data: bytes, *, name: str, charset: str = "") -> str:
    r"""The source of an HTML page: by byte order mark, server, ``<meta>``, or in UTF-8.

    Parameters
    ----------
    data
        The bytes.
    name
        What to call them in an error.
    charset
        The encoding that a server declares; it beats what the page declares.

    Returns
    -------
    str
        The source with ``\n`` for every line end.

    Raises
    ------
    ArticleError
        The encoding is unknown or plainly another, none is declared and it isn't UTF-8, or the
        bytes are a binary file.

    Examples
    --------
    >>> decode_html('<meta charset="windows-1251"><p>Київ'.encode("cp1251"), name="a.html")[-4:]
    'Київ'
    """
    if any(data.startswith(mark) for mark, _ in _BOMS):
        return decode_text(data, name=name)
    found = _DECLARED.search(data[:_HEAD])
    said = (found[1] or found[2]).decode() if found else ""
    if said.lower().startswith("utf-16"):
        said = "utf-8"  # the declaration was read as ASCII, so this can't be
    if charset or said:
        return _declared(data, charset or said, name)
    return decode_text(data, name=name)


def _declared(data: bytes, label: str, name: str) -> str:
    codec = _BY_LABEL.get(label.strip().lower())
    if codec is None:
        raise ArticleError(
            f"{name}: declares the encoding {label[:40]!r}, which is none of the web's; save it as"
            " UTF-8"
        )
    text = data.decode(codec, errors="replace")
    # Browsers show a page with a broken letter, and so does this; but not one of broken letters.
    if text.count("\ufffd") > max(3, _MOST_BROKEN * len(text)):
        if b"\x00" in data[:4096]:
            raise ArticleError(f"{name}: a binary file, not text; give the article itself")
        raise ArticleError(
            f"{name}: declares the encoding {label[:40]!r} and is in another; save it as UTF-8"
        )
    return _checked(text, name)


def _checked(text: str, name: str) -> str:
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ArticleError(f"{name}: a binary file, not text; save the article as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
