"""The letters of another site's page: by what it says of them, or else by what they look like."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder, lookup
from collections.abc import Iterator

from charset_normalizer import from_bytes

# A page says it in its head, however much stands before: as an attribute of its own, or in what
# stands for a header; an older page in its first line. What comments and scripts say is nobody's.
_VALUE = rb"\s*=\s*[\"']?\s*([\w:.-]+)"
_SAID = re.compile(
    rb"<meta\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?<=[\s\"'])charset" + _VALUE
    + rb"|<meta\s[^>]*?http-equiv\s*=\s*[\"']?content-type[^>]*?charset" + _VALUE
    + rb"|<meta\s[^>]*?charset" + _VALUE + rb"[^>]*?http-equiv\s*=\s*[\"']?content-type",
    re.IGNORECASE,
)  # fmt: skip
_XML = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding" + _VALUE, re.IGNORECASE)
_OPENS = re.compile(rb"<(?:!--|meta\s|script\b|style\b)", re.IGNORECASE)
_CLOSES = {
    begin: re.compile(end, re.IGNORECASE)
    for begin, end in ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"))
}
# No more tags are looked at, and no more of each, whoever wrote the page.
MAX_TAGS, MAX_TAG_BYTES = 200, 1_000
# What pages call it, and what browsers take it for (the Encoding Standard, section 4.2): the
# largest of those that are said to be the same.
_NAMES = {
    "cp949": "euc-kr euc_kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 windows949 "
    "x-windows-949 ms949 uhc korean cseuckr iso-ir-149",
    "cp1252": "ascii us-ascii iso-8859-1 iso8859-1 latin1 l1 ansi_x3.4-1968 x-cp1252",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji csshiftjis ms932",
    "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
    "gb18030": "gb2312 gbk x-gbk gb_2312-80 chinese csgb2312 iso-ir-58 gb_2312",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5",
    "cp874": "tis-620 iso-8859-11 dos-874 windows-874",
    "cp1254": "iso-8859-9 latin5",
    "mac_roman": "macintosh mac x-mac-roman csmacintosh",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "utf-16-le": "utf-16 unicode ucs-2 csunicode iso-10646-ucs-2",
}
_ALIASES = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}
# Codecs that decode in no time whatever they are given; Python knows others that take minutes.
_OTHERS = "utf-8 utf-16-be johab iso2022_jp koi8-r koi8-u cp866"
_ISO = (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)
_WINDOWS = range(1250, 1259)
_ALL = [*_NAMES, *_OTHERS.split(), *(f"iso8859-{n}" for n in _ISO), *(f"cp{n}" for n in _WINDOWS)]
CHARSETS = frozenset(lookup(name).name for name in _ALL)
_MARKS = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
_UTF16 = {
    "utf-16-le": re.compile(rb"(?:[ \t\r\n]\0)*<\0"),
    "utf-16-be": re.compile(rb"(?:\0[ \t\r\n])*\0<"),
}


def decoded(page: bytes, said: str) -> str:
    """Return a page as text; `said` is what its answer's headers call its letters.

    It may be cut within a letter, and hold broken ones: these are replaced.
    """
    for mark, name in _MARKS.items():
        if page.startswith(mark):
            return _text(page[len(mark) :], name, "replace")
    name = _known(said) or _said_within(page) or _looks_like_utf16(page)
    for each in filter(None, (name, "utf-8")):
        try:
            return _text(page, each, "strict")
        except UnicodeDecodeError:
            continue
    if name:
        return _text(page, name, "replace")
    guess = from_bytes(page, cp_isolation=["cp949", "utf_8", "cp1252"]).best()
    return str(guess) if guess else _text(page, "utf-8", "replace")


def _text(page: bytes, name: str, errors: str) -> str:
    # What ends within a letter waits for the rest of it, and is left out.
    return getincrementaldecoder(name)(errors).decode(page)


def _said_within(page: bytes) -> str:
    found = _XML.match(page) or next(filter(None, map(_SAID.match, _tags(page))), None)
    said = next(filter(None, found.groups())).decode() if found else ""
    name = _known(said)
    # It was read as letters of one byte: those of two it cannot have (HTML, 13.2.3.2).
    return "utf-8" if name.startswith("utf-16") else name


def _tags(page: bytes) -> Iterator[bytes]:
    """Yield the meta tags of a page but those in comments and scripts, going through it once."""
    place = count = 0
    while count < MAX_TAGS and (found := _OPENS.search(page, place)):
        place = found.end()
        closes = _CLOSES.get(found[0].lower())
        if closes is None:
            count += 1
            yield page[found.start() : found.start() + MAX_TAG_BYTES]
        elif end := closes.search(page, place):
            place = end.end()
        else:
            return


def _known(said: str) -> str:
    """Return the codec of a name, empty for what is none that pages may have."""
    said = said.strip().lower()
    try:
        name = lookup(_ALIASES.get(said, said)).name if said else ""
    except LookupError:
        return ""
    return name if name in CHARSETS else ""


def _looks_like_utf16(page: bytes) -> str:
    return next((name for name, begins in _UTF16.items() if begins.match(page)), "")
