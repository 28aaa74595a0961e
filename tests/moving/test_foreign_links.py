"""Links in old texts lead on: those of the old site to the same addresses here, which redirect."""

from typing import Any

import pytest

from madang.moving.foreign_html import OwnAddresses, readable

GNUBOARD = OwnAddresses(frozenset({"old.example.com"}), ("data/",), "/bbs/")


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("./board.php?bo_table=free&wr_id=3", "https://old.example.com/bbs/board.php?"),
        ("board.php?bo_table=free&wr_id=3#c_9", "https://old.example.com/bbs/board.php?"),
        ("../bbs/board.php?bo_table=free", "https://old.example.com/bbs/board.php?"),
        ("/free/3", "https://old.example.com/free/3"),
        ("http://old.example.com/free/3", "http://old.example.com/free/3"),
        ("//elsewhere.example/a", "https://elsewhere.example/a"),
        ("javascript:alert(1)", ""),
        ("mailto:somebody@example.com", ""),
        ("#top", ""),
        ("http://[broken", ""),
    ],
)
def test_a_link_leads_where_it_led(written: str, leads: str, settings: Any) -> None:
    settings.SITE_URL = ""
    said = readable(f'<p><a href="{written}">여기</a></p>', GNUBOARD)
    assert "여기" in said
    assert (f'href="{leads}' in said) if leads else "http" not in said.replace("[broken", "")


def test_a_site_that_knows_its_address_leads_to_itself(settings: Any) -> None:
    settings.SITE_URL = "https://new.example"
    assert "https://new.example/bbs/a" in readable('<a href="a">여기</a>', GNUBOARD)
    nameless = OwnAddresses(frozenset(), ("data/",))
    assert "https://new.example/a" in readable('<a href="a">여기</a>', nameless)
    settings.SITE_URL = ""
    assert 'href="http' not in readable('<a href="a">여기</a>', nameless)
