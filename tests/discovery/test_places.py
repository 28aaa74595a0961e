"""For where you are: the browser finds its place, the server learns nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.discovery.models import VisitorPlace


def test_an_operator_sets_boards_for_a_place(
    board: Board,
    closed_board: Board,
    member: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    address = "/console/places"
    assert browse(member).get(address).status_code == 403
    assert "미국" in browse(operator).get(address).content.decode()
    browse(operator).post(address, {"place": "US", "boards": [str(board.pk)]})
    browse(operator).post(address, {"place": "lang:ja", "boards": [str(board.pk)]})
    (country, language) = browse().get("/live/places").json()["places"]
    assert country["name"] == "미국" and "America/New_York" in country["zones"]
    assert country["boards"] == [{"name": "자유", "address": "/%EC%9E%90%EC%9C%A0"}]
    assert language["key"] == "lang:ja" and language["zones"] == []
    refused = browse(operator).post(address, {"place": "US", "boards": [str(closed_board.pk)]})
    assert refused.status_code == 422
    assert browse(operator).post(address, {"place": "XX", "boards": []}).status_code == 422
    browse(operator).post(address, {"place": "US", "boards": []})
    assert not VisitorPlace.objects.filter(place="US").exists()


@pytest.mark.parametrize(
    ("header", "sent", "country"),
    [("CF-IPCountry", "US", "US"), ("CF-IPCountry", "<b>", ""), ("", "US", "")],
)
def test_a_proxys_word_counts_where_the_operator_says_so(
    header: str, sent: str, country: str, settings: Any, db: Any, board: Board
) -> None:
    settings.COUNTRY_HEADER = header
    answer = Client().get("/visitor", headers={"CF-IPCountry": sent})
    assert answer.json() == {"country": country}
    assert answer["Cache-Control"] == "private, no-store"
