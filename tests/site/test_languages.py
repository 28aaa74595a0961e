"""Korean for whoever reads it, English for the others; both complete."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po
from django.test import Client

import madang
from madang.boards.directory.directory import BoardDirectory
from madang.site.language import language_of

PACKAGE = Path(madang.__file__).parent


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "ko"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-US,en;q=0.9,ko;q=0.1", "ko"),
        ("en-US,en;q=0.9", "en"),
        ("fr, en;q=0.3", "en"),
        ("fr", "ko"),
        ("x" * 5000, "ko"),
    ],
)
def test_the_language_of_a_page(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_a_page_in_english(community: BoardDirectory) -> None:
    page = Client().get("/자유", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "There are no posts yet." in page and "아직" not in page


def test_a_reader_chooses_a_language_and_stays_a_stranger(community: BoardDirectory) -> None:
    reader = Client(headers={"Accept-Language": "ko"})
    answer = reader.get("/language/en", headers={"Referer": "http://testserver/자유?page=1"})
    assert unquote(answer["Location"]) == "http://testserver/자유?page=1"
    assert "There are no posts yet." in reader.get("/자유").content.decode()
    assert {cookie: one.value for cookie, one in reader.cookies.items()} == {"language": "en"}
    page = reader.get("/자유")
    assert "s-maxage" in page["Cache-Control"] and "Cookie" in page["Vary"]
    # What the browser asks for by itself needs no cookie.
    reader.get("/language/ko")
    assert reader.cookies["language"].value == ""
    assert "아직" in reader.get("/자유").content.decode()


@pytest.mark.parametrize("before", ["https://evil.example/", "//evil.example", "", "/language/en"])
def test_choosing_a_language_leads_nowhere_else(community: BoardDirectory, before: str) -> None:
    answer = Client().get("/language/en", headers={"Referer": before})
    assert answer["Location"] == "/"
    assert Client().get("/language/fr").status_code == 404


def test_english_is_complete_and_holds_nothing_else(tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"
    root = Path(__file__).parent.parent.parent
    command = [Path(sys.executable).with_name("pybabel"), "-q", "extract"]
    command += [
        "-F",
        root / "setup" / "babel.cfg",
        "-k",
        "_lazy",
        "-k",
        "_noop",
        "-o",
        template,
        PACKAGE,
    ]
    subprocess.run(command, check=True)
    wanted = {message.id for message in read_po(template.open("rb")) if message.id}
    catalog = read_po((PACKAGE / "locale/en/LC_MESSAGES/django.po").open("rb"))
    translated = {
        message.id
        for message in catalog
        if message.id and not message.fuzzy and all(_texts(message.string))
    }
    assert wanted - translated == set()
    assert translated - wanted == set()


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def test_every_count_is_said_in_english_too() -> None:
    with (PACKAGE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file):
            if not isinstance(message.id, str):
                counted = re.findall(r"%\(\w+\)\w", message.id[0])
                for said in message.string:
                    assert re.findall(r"%\(\w+\)\w", said) == counted, message.id
