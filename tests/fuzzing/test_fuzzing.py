"""A minute each of texts, imports, pictures and pages that nobody would send; nothing breaks."""

import gzip
import json
import os
import re
import time
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from madang.attachments.previews.charsets import decoded
from madang.attachments.previews.open_graph import describe_page
from madang.boards.models import Post
from madang.calls.mentions import voices_called
from madang.core.richtext import all_said, excerpt, rich_to_html, to_html, to_text, words_of
from madang.core.text.compared import compared, compared_with_places
from madang.core.text.door import can_be_seen, tidy, tidy_line
from madang.core.uploaded_images import NotAPicture, frames, upright
from madang.moving.jsonl.files import read
from madang.moving.load import load
from madang.moving.spool import Spool
from madang.search.query import read_query
from madang.search.snippets import snippet_of
from madang.search.terms import terms_of

from ..attachments.test_odd_pictures import scene, shots
from ..boards.test_texts_of_editors import documents

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_LONG"), reason="takes long: make test-long"
)
SECONDS = 60.0
often = settings(
    max_examples=200, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def for_a_minute(one_round: Callable[[], None]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        one_round()


OTHER_TAGS = re.compile(r"<(?!/?(?:p|br|a|strong|h2|h3|ul|ol|li|blockquote|details|summary)\b)")
NO_MARKS = re.compile(r"[#>+*\[\]()!.\-\d ]")
MARKS = [
    "## ", "- ", "1. ", "> ", "+++ ", "+++", "**", "[", "](https://a.example)", "\n", "\n\n", " ",
    "https://a.example/", "www.", "을", "”", "…", "@익인1", "\u3164", "\u200d", "\u0336", "🏴",
    "\U000e0067", "\u2028",
    "\x85", "\0", "\ud800", "ㅋㅏ", "\u1100\u1161", "ｃａ", "1,000", "\ufe0f",
    "![](/media/pictures/" + "a" * 32 + ".webp)", "&lt;", "<b>", "&#0;",
]  # fmt: skip
typed = st.lists(st.one_of(st.sampled_from(MARKS), st.text(st.characters(), max_size=6))).map(
    "".join
)


def test_texts(db: Any) -> None:
    @often
    @given(typed)
    def read(text: str) -> None:
        kept = tidy(text)
        assert tidy(kept) == kept and tidy_line(tidy_line(text)) == tidy_line(text)
        kept.encode()
        html = to_html(text)
        assert not re.search(
            r"<(?!/?(?:p|br|a|strong|h2|h3|ul|ol|li|blockquote|details|summary)\b)", html
        )
        again = to_html(to_text(html))
        assert letters(again) == letters(html)
        assert can_be_seen(words_of(html)) or not can_be_seen(
            re.sub(r"[#>+*\[\]()!.\-\d ]", "", kept)
        )
        look(text, html)

    @often
    @given(documents())
    def edit(sent: str) -> None:
        html = rich_to_html(sent)
        assert letters(html) == letters(sent)
        # Marks within a word, which nobody can type, are shown as they are.
        again = to_html(to_text(html)).replace("*", "")
        assert letters(again) == letters(html)

    for_a_minute(lambda: (read(), edit())[0])


def letters(html: str) -> list[str]:
    return sorted("".join(words_of(html).split()).replace("|", "").replace("…", ""))


def look(text: str, html: str) -> None:
    once = compared(text)
    assert compared(once) == once
    line, places = compared_with_places(text)
    assert len(places) == len(line) + 1 and places == sorted(places)
    query = read_query(text)
    terms_of(text)
    voices_called(html, "익인")
    all_said(html)
    assert len(excerpt(html)) <= 150
    parts = snippet_of(words_of(html), query)
    assert "".join(part for part, _ in parts).strip("…") in " ".join(words_of(html).split())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | typed | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(typed, inner, max_size=3),
    max_leaves=6,
)
comments = st.fixed_dictionaries({"body": typed}, optional={"author": typed, "reply_to": values})
posts = st.fixed_dictionaries(
    {"id": typed, "board": typed, "title": typed, "body": typed},
    optional={
        "category": typed,
        "author": values,
        "created": values,
        "source": typed,
        "views": values,
        "comments": st.lists(comments, max_size=3),
    },
)


lines_of_a_file = st.lists(st.one_of(posts, values, st.binary()), max_size=6)


def test_imports(db: Any, tmp_path: Path) -> None:
    file = tmp_path / "anything.jsonl"

    @often
    @given(
        st.lists(st.one_of(posts, values, st.binary()), max_size=6),
        st.floats(0.1, 1),
        st.booleans(),
    )
    def bring_in(lines: list[Any], kept: float, zipped: bool) -> None:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        data = b"\n".join(raw)
        whole = gzip.compress(data) if zipped else data
        file.write_bytes(whole[: int(len(whole) * kept)])
        with Spool(str(time.monotonic_ns())) as spool:
            reading = read(spool, [str(file)], lambda count: None)
            before = Post.objects.count()
            loaded = load(spool, lambda count: None)
        assert loaded.posts == reading.posts == Post.objects.count() - before
        assert all(refusal.reason for refusal in reading.refusals)

    for_a_minute(bring_in)


def test_pictures() -> None:
    examples = list(made_pictures())

    @often
    @given(st.data())
    def show(data: st.DataObject) -> None:
        whole = bytearray(data.draw(st.sampled_from(examples)))
        for _change in range(data.draw(st.integers(0, 6))):
            place = data.draw(st.integers(0, len(whole) - 1) | st.integers(0, 200))
            new = data.draw(st.binary(max_size=6))
            whole[place : place + data.draw(st.integers(0, 6))] = new
        cut = bytes(whole[: int(len(whole) * data.draw(st.floats(0.3, 1) | st.just(1.0)))])
        for ask in (lambda: upright(cut, 64, 64), lambda: frames(cut, 64)):
            try:
                ask()
            except NotAPicture as refused:
                assert str(refused)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for_a_minute(show)


def made_pictures() -> Any:
    first, *others = shots(3)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"):
        out = BytesIO()
        scene(60, 40).save(out, kind)
        yield out.getvalue()
    for kind in ("PNG", "GIF", "WEBP", "AVIF"):
        out = BytesIO()
        first.save(out, kind, save_all=True, append_images=others, duration=50)
        yield out.getvalue()
    for mode in ("1", "P", "L", "LA", "CMYK", "I;16"):
        out = BytesIO()
        Image.new(mode, (40, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
        yield out.getvalue()


PIECES = [
    "<title>", "</title>", "<svg>", "</svg>", "<meta property='og:title' content='", "'>", "<meta ",
    "charset=euc-kr>",
    "<!--", "-->", "<!-->", "<script>", "</script>", "&#x110000;", "&lt;", "<body>",
    'property="og:image" content="http://[', '">', "<![CDATA[", "]]>",
    "<?xml", "가나", "\0", "<int>",
]  # fmt: skip


def test_pages() -> None:
    pieces = st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8))
    codecs = st.sampled_from(["utf-8", "cp949", "utf-16", "utf-16-be", "latin-1"])

    @often
    @given(st.lists(pieces), codecs, st.binary(max_size=4), st.sampled_from(["", "euc-kr", "x-y"]))
    def describe(parts: list[str], codec: str, end: bytes, said: str) -> None:
        page = "".join(parts).encode(codec, "replace") + end
        found = describe_page(decoded(page, said), "https://a.example/dir/")
        for part in found[:3]:
            assert tidy_line(part) == part
            part.encode()
        assert not found.picture or found.picture.startswith(("http://", "https://"))

    for_a_minute(describe)
