"""Icons are where they have always been, and robots read every board whatever it is called."""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from PIL import Image

from madang.boards.directory.setup import BoardPlan, open_planned_board

from ..serving.asking import ask_site


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("/favicon.ico", 48),
        ("/apple-touch-icon.png", 180),
        ("/apple-touch-icon-precomposed.png", 180),
        ("/apple-touch-icon-120x120.png", 180),
        ("/apple-touch-icon-152x152-precomposed.png", 180),
    ],
)
def test_an_icon_is_where_browsers_look_for_it(community: Any, path: str, side: int) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200 and "public" in answer["Cache-Control"]
    with Image.open(BytesIO(answer.content)) as icon:
        assert icon.size == (side, side)


def test_the_manifest_has_pictures_for_every_phone(community: Any) -> None:
    icons = json.loads(Client().get("/manifest.json").content)["icons"]
    for side in ("192x192", "512x512"):
        (icon,) = (one for one in icons if one["sizes"] == side)
        said = ask_site(icon["src"])
        assert (icon["type"], said.status) == ("image/png", 200)
        with Image.open(BytesIO(said.body)) as shown:
            assert f"{shown.width}x{shown.height}" == side


@pytest.mark.parametrize("name", ["memes", "Meetups", "callsigns", "accounts-help", "live-music"])
def test_no_boards_name_keeps_robots_away(name: str, community: Any) -> None:
    board = open_planned_board(BoardPlan(name))
    assert not disallowed(f"/{quote(board.slug)}") and not disallowed(f"/{quote(board.slug)}/1")


@pytest.mark.parametrize("path", ["/me", "/me/drafts", "/calls", "/calls/settings", "/자유/write"])
def test_what_is_one_persons_is_not_read(path: str, community: Any) -> None:
    assert disallowed(path)


def disallowed(path: str) -> bool:
    """Tell what a robot makes of robots.txt (RFC 9309): `*` is anything, `$` the end."""
    rules = re.findall(r"^Disallow: (.+)$", Client().get("/robots.txt").content.decode(), re.M)
    patterns = [re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$") for rule in rules]
    return any(re.match(pattern, path) for pattern in patterns)


def test_emoji_have_their_names_in_both_languages(community: Any) -> None:
    answer = Client().get("/emoji.json")
    names = dict(json.loads(answer.content))
    assert "우는" in names["😭"] and "loudly_crying_face" in names["😭"]
    assert 1500 < len(names) < 2500 and "max-age=86400" in answer["Cache-Control"]
