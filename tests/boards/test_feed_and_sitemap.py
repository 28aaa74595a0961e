"""What machines read: feeds, sitemaps, robots.txt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.lists import sitemap
from madang.boards.models import Board
from madang.boards.threads import visibility
from madang.media import pictures

from .. import writers
from ..attachments.drawing import picture
from ..factories import write_post

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_boards_feed_holds_its_latest_posts(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    write_post(board, member, title="첫 글 <&>", text="본문 <b>")
    gone = write_post(board, member, title="삭제한 글")
    writers.delete_post(gone.pk, by=member)
    answer = browse().get("/자유/feed")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert answer["Content-Type"] == "application/atom+xml"
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["첫 글 <&>"]
    assert entries[0].findtext(f"{ATOM}content") == "<p>본문 &lt;b&gt;</p>"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "익인"


def test_an_empty_feed_is_whole(board: Board, browse: Callable[..., Client]) -> None:
    assert ElementTree.fromstring(browse().get("/자유/feed").content).tag == f"{ATOM}feed"


def test_the_sitemap_names_every_live_post_once_in_parts(
    board: Board,
    member: Account,
    operator: Account,
    browse: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap, "IDS_PER_PART", 4)
    posts = [write_post(board, member) for _ in range(9)]
    visibility.hide_post(posts[3].pk, by=operator)
    index = ElementTree.fromstring(browse().get("/sitemap.xml").content)
    parts = [loc.text or "" for loc in index.iter(f"{SITEMAP}loc")]
    assert len(parts) > 1
    named = []
    for part in parts:
        found = ElementTree.fromstring(browse().get(part.removeprefix("http://testserver")).content)
        named += [loc.text or "" for loc in found.iter(f"{SITEMAP}loc")]
    numbers = [address.rsplit("/", 1)[1] for address in named]
    live = [str(post.pk) for post in posts if post != posts[3]]
    assert sorted(number for number in numbers if number.isdigit()) == sorted(live)


def test_robots_are_led_to_it(board: Board, browse: Callable[..., Client]) -> None:
    page = browse().get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in page and "Disallow: /accounts/" in page


def test_pictures_in_a_feed_are_found_from_anywhere(
    board: Board, member: Account, browse: Callable[..., Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = pictures.keep_picture(picture(size=(1200, 800)))
    text = f"위 10w, /media/x\n\n![]({pictures.address_of(kept)})"
    write_post(board, member, text=text)
    feed = ElementTree.fromstring(browse().get("/자유/feed", headers={"host": "localhost"}).content)
    content = feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    said = re.findall(r'(?:src|srcset)="([^"]+)"', content)
    addresses = [each for one in said for each in one.split(", ")]
    assert len(addresses) >= 3
    assert all(each.startswith("http://localhost/media/") for each in addresses)
    assert "10w, /media/x" in content
