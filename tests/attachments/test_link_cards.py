"""A link alone on its line becomes a card; nothing inside the operator's network is asked for."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from madang.accounts.models import Account
from madang.attachments.models import LinkPreview, Picture, PreviewState, PreviewUse
from madang.attachments.previews import fetching, previews
from madang.attachments.previews.fetching import NotFetched, fetch
from madang.attachments.previews.previews import render
from madang.boards.models import Board, Post
from madang.core.richtext import to_html
from madang.media import pictures
from madang.moderation import refused_words

from .. import writers
from ..factories import write_comment, write_post
from ..services.web import Answer, Site, web_site

Browse = Callable[..., Client]
PAGE = """<html><head><title>탭의 제목</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="마당일보">
<meta name="description" content="기사의 &quot;첫 줄&quot; <b>">
<meta property="og:image" content="/shot.png"></head><body><title>아님</title>"""


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def paper(settings: Any) -> Iterator[Site]:
    """A newspaper within reach."""
    with web_site() as site:
        settings.LINKS_INSIDE = (site.host,)
        out = BytesIO()
        Image.new("RGB", (1200, 630), (20, 60, 120)).save(out, "PNG")
        site.answers["/shot.png"] = Answer(kind="image/png", body=out.getvalue())
        site.page("/news", PAGE.format(title="고객에게 늦게 알렸다"))
        yield site


def test_a_news_link_becomes_a_card_with_its_own_copy_of_the_picture(
    board: Board, member: Account, paper: Site, run_queued: Callable[[], None], browse: Browse
) -> None:
    address = f"{paper.address}/news"
    post = write_post(board, member, text=f"이것 좀 봐요\n\n{address}\n\n{address} 이건 줄 안에")
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert 'class="card"' not in page
    run_queued()
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert page.count('class="card"') == 1 and f'<div class="card"><a href="{address}"' in page
    for words in (
        "<strong>고객에게 늦게 알렸다</strong>",
        "마당일보",
        "&quot;첫 줄&quot; &lt;b&gt;",
    ):
        assert words in page
    assert "/shot.png" not in page and Picture.objects.get().width == previews.PICTURE_SIDE
    write_comment(post, member, address)
    assert browse().get(f"/자유/{post.pk}").content.decode().count('class="card"') == 2
    assert paper.asked.count("/news") == 1


def test_a_post_with_many_cards_takes_one_query_more(
    board: Board, member: Account, django_assert_num_queries: Any
) -> None:
    texts = [to_html(f"https://a.example/{n}\n\nhttps://b.example/{n}") for n in range(30)]
    with django_assert_num_queries(1):
        assert render(texts) == texts
    with django_assert_num_queries(0):
        assert render(["<p>말</p>"]) == ["<p>말</p>"]


def shown(site: Site, path: str, run: Callable[[], None]) -> LinkPreview:
    previews.note_links(previews.SavedText(1, 0, to_html(site.address + path), is_new=True))
    run()
    return LinkPreview.objects.get(address=site.address + path)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>한글 제목</title>".encode("cp949"), "text/html; charset=EUC-KR"),
        ("<meta charset=ks_c_5601-1987><title>한글 제목</title>".encode("cp949"), "text/html"),
        (f"<title>한글 제목</title>{'가나다라 ' * 90}".encode("cp949"), "text/html"),
        ("<title>한글 제목</title>".encode(), "text/html"),
        ("<title>한글 제목</title>".encode("utf-16"), "text/html; charset=utf-16"),
        ("<title>한글 제목</title>".encode(), "text/html; charset=no-such-thing"),
        ("<title>한글 제목</title>".encode() + b"b" * 400_000, "text/html; charset=punycode"),
    ],
)
def test_old_korean_pages_are_read_too(
    body: bytes, kind: str, board: Board, paper: Site, run_queued: Callable[[], None]
) -> None:
    paper.answers["/old"] = Answer(kind=kind, body=body)
    card = shown(paper, "/old", run_queued)
    assert (card.state, card.title) == (PreviewState.READY, "한글 제목")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404),
        Answer(200, "application/pdf", b"%PDF"),
        Answer(200, body=b"no title at all"),
        Answer(200, body=b""),
    ],
)
def test_what_has_nothing_to_show_stays_a_link(
    answer: Answer, board: Board, paper: Site, run_queued: Callable[[], None]
) -> None:
    paper.answers["/x"] = answer
    assert shown(paper, "/x", run_queued).state == PreviewState.NONE
    html = to_html(f"{paper.address}/x")
    assert render([html]) == [html]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"<title>x</title><meta property='og:image' content='http://[x'>"),
        Answer(kind="text/html; charset=undefined", body=b"<title>x</title>"),
    ],
)
def test_a_page_that_says_nonsense_holds_up_nothing(
    answer: Answer, board: Board, paper: Site, run_queued: Callable[[], None]
) -> None:
    paper.answers["/nonsense"] = answer
    card = shown(paper, "/nonsense", run_queued)
    assert card.fetched is not None


def test_links_that_cannot_be_cards_break_no_page(
    post: Post, member: Account, browse: Browse
) -> None:
    for address in ("http://[@example.com/", "http://a]@example.com/", "https://[::1/"):
        write_comment(post, member, f"[http]({address})\n\n{address}")
    assert browse().get(f"/자유/{post.pk}").status_code == 200


def test_a_flood_of_links_waits_for_the_night(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "MAX_WAITING", 2)
    text = to_html("\n\n".join(f"https://a.example/{n}" for n in range(5)))
    previews.note_links(previews.SavedText(1, 0, text, is_new=True))
    assert DBTaskResult.objects.count() == 2 and LinkPreview.objects.count() == 5


def test_a_card_is_read_anew_after_a_week_and_goes_with_its_page(
    board: Board, paper: Site, run_queued: Callable[[], None]
) -> None:
    card = shown(paper, "/news", run_queued)

    def a_week_later() -> None:
        card.refresh_from_db()
        card.fetched = card.fetched and card.fetched - timedelta(days=previews.FRESH_DAYS + 1)
        card.save()
        previews.refresh_previews()
        run_queued()
        card.refresh_from_db()

    paper.page("/news", PAGE.format(title="제목을 고쳤다"))
    a_week_later()
    assert card.title == "제목을 고쳤다"
    paper.answers["/news"] = Answer(500)
    a_week_later()
    assert card.state == PreviewState.READY
    paper.answers["/news"] = Answer(410)
    a_week_later()
    assert card.state == PreviewState.NONE and card.picture is None
    for one in Picture.objects.all():
        one.day -= timedelta(days=9)
        one.save()
    pictures.drop_unused()
    assert not Picture.objects.exists()


def test_a_few_redirects_are_followed(paper: Site) -> None:
    paper.answers["/a"] = Answer(302, to="/b")
    paper.answers["/b"] = Answer(301, to=f"{paper.address}/news")
    assert fetch(f"{paper.address}/a", most=9999, whole=False).address.endswith("/news")
    paper.answers["/round"] = Answer(302, to="/round")
    with pytest.raises(NotFetched, match="too many"):
        fetch(f"{paper.address}/round", most=9999, whole=False)


# What a stranger may type, of which none may be asked for.
INSIDE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://localhost.localdomain/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://user@127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com:22/",
    "http://example.com:6379/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "http:///etc/passwd",
    "http://[::1",
    "http://127.0.0.1:99999/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_asked_for(address: str, paper: Site) -> None:
    with pytest.raises(NotFetched):
        fetch(address, most=9999, whole=False)
    paper.answers["/there"] = Answer(302, to=address)
    with pytest.raises(NotFetched):
        fetch(f"{paper.address}/there", most=9999, whole=False)


def test_the_address_that_was_looked_at_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A name that answers a public address first and an inner one then leads to neither."""
    looked_up = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    connected: list[Any] = []

    def look_up(host: str, port: int, *_given: Any, **_named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(looked_up), port))]

    def connect(address: Any, *_given: Any, **_named: Any) -> None:
        connected.append(address[0])
        raise OSError("not from here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("madang.core.outgoing.create_connection", connect)
    with pytest.raises(NotFetched):
        fetch("http://rebinding.example/", most=9999, whole=False)
    assert connected == ["93.184.216.34"]


def test_little_is_read_and_not_for_long(paper: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.answers["/long"] = Answer(body=b"<title>x</title>" + b" " * 900_000)
    assert len(fetch(f"{paper.address}/long", most=1000, whole=False).body) == 1000
    with pytest.raises(NotFetched, match="too large"):
        fetch(f"{paper.address}/long", most=1000, whole=True)
    monkeypatch.setattr(fetching, "SECONDS", 0.4)
    paper.answers["/drip"] = Answer(body=b"<title>x</title>", drip=True)
    # What came until then is enough for a page.
    fetch(f"{paper.address}/drip", most=10**6, whole=False)


def test_a_server_that_never_ends_its_first_line_is_hung_up_on(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.LINKS_INSIDE = (host,)
        monkeypatch.setattr(fetching, "SECONDS", 0.3)
        monkeypatch.setattr(fetching, "WAIT_SECONDS", 60.0)
        with pytest.raises(NotFetched):
            fetch(f"http://{host}/", most=9999, whole=False)


@pytest.mark.parametrize(
    ("address", "film"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
            "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "player.vimeo.com/video/76979871"),
        ("https://www.youtube.com/watch?v=x", ""),
        ("https://www.youtube.com/@somebody", ""),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", ""),
    ],
)
def test_a_film_is_watched_where_it_is_linked(address: str, film: str) -> None:
    assert film in previews.film_of(address) and bool(previews.film_of(address)) == bool(film)


def test_a_card_goes_with_the_last_text_that_links_there(
    board: Board, post: Post, member: Account, paper: Site
) -> None:
    link = f"{paper.address}/secret"
    first = write_post(board, member, text=link)
    said = write_comment(post, member, link)
    writers.delete_post(first.pk, by=member)
    assert LinkPreview.objects.count() == 1
    writers.edit_comment(post.pk, said.seq, by=member, text="이제 없어요")
    assert not LinkPreview.objects.exists() and not PreviewUse.objects.exists()


def test_words_that_nobody_may_write_are_not_shown_as_another_sites(
    board: Board, member: Account, operator: Account, paper: Site, run_queued: Callable[[], None]
) -> None:
    refused_words.save_words(["쿠팡"], False, by=operator)
    paper.page("/spam", PAGE.format(title="쿠팡 특가"))
    post = write_post(board, member, text=f"{paper.address}/spam")
    run_queued()
    assert LinkPreview.objects.get().state == PreviewState.NONE
    assert "특가" not in render([post.text.html])[0]


def test_a_card_that_is_forgotten_while_it_waits_does_not_come_back(
    board: Board, member: Account, paper: Site, run_queued: Callable[[], None]
) -> None:
    post = write_post(board, member, text=f"{paper.address}/news")
    writers.delete_post(post.pk, by=member)
    run_queued()
    assert not LinkPreview.objects.exists()
    number = LinkPreview.objects.create(key=b"x" * 16, address=f"{paper.address}/news")
    monkeypatched = previews.describe_page

    def goes_meanwhile(*given: Any) -> Any:
        LinkPreview.objects.all().delete()
        return monkeypatched(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(previews, "describe_page", goes_meanwhile)
        previews.fetch_preview.call(number.pk)
    assert not LinkPreview.objects.exists()
