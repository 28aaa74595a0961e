"""Pages as other sites really make them still become cards, with their own titles."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.attachments.previews.charsets import decoded
from madang.attachments.previews.fetching import fetch
from madang.attachments.previews.open_graph import describe_page
from madang.core.text.door import tidy_line

from ..services.web import Answer, Site, web_site

THERE = "https://a.example/dir/page"


def title_of(html: str) -> str:
    return describe_page(html, THERE).title


@pytest.mark.parametrize("said", ["euc-kr", "KS_C_5601-1987", "x-windows-949", "MS949", "utf-8"])
@pytest.mark.parametrize("body", ["<title>가나다 뷁</title>", "<title>가</title><p>똠방각하"])
def test_a_page_may_end_within_a_letter_and_hold_a_broken_one(said: str, body: str) -> None:
    codec = "utf-8" if said == "utf-8" else "cp949"
    whole = body.encode(codec)
    assert decoded(whole + "끝".encode(codec)[:1], said) == body
    broken = decoded(whole + b" \xff\xfe " + "끝".encode(codec), said)
    assert broken.startswith(body) and broken.endswith("끝")


@pytest.mark.parametrize("before", [0, 4_000, 300_000])
@pytest.mark.parametrize(
    "declared",
    [
        "<meta charset=euc-kr>",
        '<meta http-equiv="Content-Type" content="text/html; charset=EUC-KR">',
    ],
)
def test_it_may_say_late_what_its_letters_are(before: int, declared: str) -> None:
    page = f"<head><script>{'x' * before}</script>{declared}<title>늦은 제목</title>"
    assert title_of(decoded(page.encode("cp949"), "")) == "늦은 제목"


def test_an_old_page_says_it_in_its_first_line() -> None:
    page = '<?xml version="1.0" encoding="euc-kr"?><html><title>옛 제목</title>'.encode("cp949")
    assert title_of(decoded(page, "")) == "옛 제목"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("said", ["", "utf-8", "utf-16"])
def test_letters_of_two_bytes_are_read(codec: str, said: str) -> None:
    if codec == "utf-16-be" and said:
        pytest.skip("neither the page nor its headers say so")
    if codec == "utf-16-le" and said == "utf-8":
        pytest.skip("its headers say otherwise")
    assert title_of(decoded("<title>두 바이트</title>".encode(codec), said)) == "두 바이트"


def test_a_page_in_utf8_that_says_otherwise_is_read() -> None:
    page = '<meta charset="euc-kr"><title>사실은 유니코드</title>'.encode()
    assert title_of(decoded(page, "")) == "사실은 유니코드"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>vector<int> 쓰는 법</title>", "vector<int> 쓰는 법"),
        ("<title>a &lt; b &amp; c</title>", "a < b & c"),
        ("<title>List&lt;String&gt; <b>굵게</b></title>", "List<String> <b>굵게</b>"),
        ("<svg><title>그림</title></svg><title>페이지</title>", "페이지"),
        ("<svg><g><title>하나</title></g><title>둘</title></svg><title>셋</title>", "셋"),
        ("<body><header>위</header><title>몸 안의 제목</title>", "몸 안의 제목"),
        ("<head><!--><title>주석 뒤</title><!-- x -->", "주석 뒤"),
        ("<!-- <title>아님</title> --><title>맞음</title>", "맞음"),
        ("<script>'<title>아님</title>'</script><title>맞음</title>", "맞음"),
        ("<title>첫째</title><title>둘째</title>", "첫째"),
        ("<title>\u202e거꾸로\0</title>", "거꾸로"),
        ("<title>\u3164</title>", ""),
        ("<template><title>틀</title></template><title>페이지</title>", "페이지"),
        ("<textarea><title>글상자</title></textarea><title>페이지</title>", "페이지"),
        ("<iframe><title>안</title></iframe><noscript><title>밖</title></noscript>"
         "<title>페이지</title>", "페이지"),
        ("<title>끝없는 제목", "끝없는 제목"),
        ("<title/>빗금</title>", "빗금"),
        ("<svg/><title>페이지</title>", "페이지"),
        ('<title>탭</title><meta name="twitter:title" content="새"><meta property="og:title" '
         'content="열린">', "열린"),
        ('<title>탭</title><meta property="og:title" content="\u3164">', "탭"),
    ],
)  # fmt: skip
def test_the_title_is_the_pages_own(html: str, title: str) -> None:
    assert title_of(html) == title


@pytest.mark.parametrize(
    ("said", "picture"),
    [
        ("http://[broken", ""),
        ("//[::1", ""),
        ("/사진 하나.png", "https://a.example/%EC%82%AC%EC%A7%84%20%ED%95%98%EB%82%98.png"),
        ("shot.png?a=1&amp;b=2", "https://a.example/dir/shot.png?a=1&b=2"),
        (" https://b.example/x.png\n", "https://b.example/x.png"),
        ("data:image/png;base64,xx", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_card_does_without_a_picture_at_worst(said: str, picture: str) -> None:
    html = f'<title>제목</title><meta property="og:image" content="{said}">'
    found = describe_page(html, THERE)
    assert (found.title, found.picture) == ("제목", picture)


@pytest.mark.parametrize("name", ["og:image:url", "og:image:secure_url", "twitter:image"])
def test_a_picture_may_be_called_otherwise(name: str) -> None:
    html = f'<meta property="{name}" content="https://b.example/x.png">'
    assert describe_page(html, THERE).picture == "https://b.example/x.png"


@pytest.mark.parametrize(
    ("html", "picture"),
    [
        ('<meta property="og:image" content="http://["><meta property="og:image" content="/b.png">',
         "https://a.example/b.png"),
        ('<meta property="og:image" content="//["><meta name="twitter:image" content="c.png">',
         "https://a.example/dir/c.png"),
        ('<base href="https://cdn.example/x/"><meta property="og:image" content="d.png">',
         "https://cdn.example/x/d.png"),
        ('<meta name="twitter:image:src" content="/e.png">', "https://a.example/e.png"),
    ],
)  # fmt: skip
def test_of_several_pictures_the_first_that_is_one_counts(html: str, picture: str) -> None:
    assert describe_page(html, THERE).picture == picture


@pytest.mark.parametrize(
    ("said", "codec", "words"),
    [
        ("iso-8859-1", "cp1252", "“Café” – €5"),
        ("us-ascii", "cp1252", "Café"),
        ("shift_jis", "cp932", "①番 髙橋"),
        ("x-sjis", "cp932", "日本"),
        ("windows-31j", "cp932", "日本"),
        ("x-euc-jp", "euc_jp", "日本"),
        ("iso-2022-jp", "iso2022_jp", "日本"),
        ("gb2312", "gbk", "镕基"),
        ("x-gbk", "gbk", "中国"),
        ("big5", "big5hkscs", "香港嘅"),
        ("windows-1250", "cp1250", "Łódź"),
        ("windows-1256", "cp1256", "عربي"),
        ("iso-8859-2", "iso8859-2", "Łódź"),
        ("iso-8859-9", "cp1254", "İstanbul"),
        ("tis-620", "cp874", "ไทย"),
        ("koi8-u", "koi8-u", "Київ"),
        ("macintosh", "mac_roman", "Café"),
        ("csEUCKR", "cp949", "뷁 한글"),
        ("windows949", "cp949", "한글"),
    ],
)
def test_names_of_letters_are_taken_as_browsers_take_them(
    said: str, codec: str, words: str
) -> None:
    page = f"<title>{words}</title>".encode(codec)
    assert title_of(decoded(page, said)) == words
    assert title_of(decoded(f"<meta charset={said}>".encode() + page, "")) == words


@pytest.mark.parametrize(
    "aside",
    [
        "<!--<meta charset=utf-8>-->",
        '<script>"<meta charset=utf-8>"</script>',
        '<meta name="description" content="charset=utf-8 를 쓰자">',
        "<style>/* <meta charset=utf-8> */</style>",
    ],
)
def test_what_is_said_aside_says_nothing_of_the_letters(aside: str) -> None:
    page = f"{aside}<meta charset=euc-kr><title>맞는 제목</title>".encode("cp949")
    assert title_of(decoded(page, "")) == "맞는 제목"


@pytest.mark.parametrize(
    "many", [b"<script ", b"<!--", b"<meta ", b"<style ", b'<meta x="', b"<?xml "]
)
def test_what_is_begun_again_and_again_is_gone_through_once(many: bytes) -> None:
    """Looked through from each beginning, this would take hours."""
    page = b"<meta charset=euc-kr>" + many * (512 * 1024 // len(many))
    assert decoded(page + "가".encode("cp949"), "").endswith("가")
    assert decoded(many * (512 * 1024 // len(many)), "").startswith(many.decode())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_letters_of_two_bytes_may_begin_with_a_line_break(codec: str) -> None:
    assert title_of(decoded("\r\n <title>줄 뒤</title>".encode(codec), "")) == "줄 뒤"


def test_what_describes_it_best_counts() -> None:
    html = '<meta name="description" content="셋째"><meta property="og:description" content="첫째">'
    assert describe_page(html, THERE).about == "첫째"


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with web_site() as site:
        settings.LINKS_INSIDE = (site.host,)
        yield site


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = "<title>끝이 이상한 쪽</title>".encode()


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"Content-Length: 9000\r\n\r\n" + PAGE,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(PAGE) + PAGE + b"\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + HEAD + b"\r\n" + PAGE,
        b"HTTP/1.1 203 Changed\r\nContent-Type: text/html\r\n\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,
    ],
)
def test_a_page_that_ends_or_begins_oddly_is_read(raw: bytes, site: Site) -> None:
    site.answers["/odd"] = Answer(raw=raw)
    found = fetch(f"{site.address}/odd", most=10_000, whole=False)
    assert found.is_page and title_of(found.text) == "끝이 이상한 쪽"


def test_a_server_may_write_letters_into_where_it_leads(site: Site) -> None:
    site.answers["/go"] = Answer(
        raw=b"HTTP/1.1 302 Found\r\nLocation: /\xed\x95\x9c\xea\xb8\x80?q=\xea\xb0\x80\r\n\r\n"
    )
    site.page("/%ED%95%9C%EA%B8%80?q=%EA%B0%80", "<title>한글 주소</title>")
    found = fetch(f"{site.address}/go", most=10_000, whole=False)
    assert title_of(found.text) == "한글 주소"


PIECES = (
    '<title> </title> <svg> </svg> <meta <body> <!-- --> <!--> <script> </script> &lt; 가 " > <'
)


@given(st.lists(st.sampled_from(PIECES.split(" ") + ["\0", "\u202e", 'content="x"']), max_size=30))
def test_whatever_a_page_is_it_is_described(pieces: list[str]) -> None:
    found = describe_page(" ".join(pieces), THERE)
    assert all(tidy_line(part) == part for part in found[:3])


@given(st.binary(max_size=300), st.sampled_from(["", "euc-kr", "utf-8", "utf-16", "punycode", "x"]))
def test_whatever_its_bytes_are_it_is_text(page: bytes, said: str) -> None:
    decoded(page, said).encode("utf-8", "surrogatepass")
