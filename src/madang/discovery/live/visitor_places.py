"""For where you are: boards for anyone who comes from a place, by the browser's own time zone.

No address is looked up: a browser is told which time zones and languages belong to which place, and
looks for itself. Where a proxy tells the country (`MADANG_COUNTRY_HEADER`), that counts.
"""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from madang.boards.api import BoardDirectory, BoardInfo
from madang.core.db.transactions import writing

from ..models import VisitorPlace

LANGUAGE = "lang:"


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its boards, those that all may read."""

    key: str
    boards: tuple[BoardInfo, ...]


def places(directory: BoardDirectory) -> list[Place]:
    """Return the operator's table of places. Two queries."""
    shown = {board.id: board for board in directory.open_boards}
    rows = VisitorPlace.objects.prefetch_related("boards").order_by("place")
    found = [
        Place(row.place, tuple(shown[board.pk] for board in row.boards.all() if board.pk in shown))
        for row in rows
    ]
    return [place for place in found if place.boards]


def set_place(key: str, board_ids: list[int]) -> None:
    """Let anyone who comes from a place see these boards; none: nothing is shown to them."""
    with writing():
        if not board_ids:
            VisitorPlace.objects.filter(place=key).delete()
            return
        row, _ = VisitorPlace.objects.get_or_create(place=key)
        row.boards.set(board_ids)


@lru_cache(maxsize=2)
def choices(language: str) -> dict[str, str]:
    """Return the names of all places that there are, by their keys, in a page's language."""
    names = Locale.parse(language)
    countries = {key: name for key, name in names.territories.items() if len(key) == 2}
    with_zones = set(get_global("zone_territories").values())
    known = sorted(
        ((key, name) for key, name in countries.items() if key in with_zones),
        key=lambda both: both[1],
    )
    spoken = ("en", "ja", "zh", "vi", "th", "id", "ru", "es", "fr", "de", "pt", "ar", "mn", "uz")
    return dict(known) | {LANGUAGE + key: names.languages[key] for key in spoken}


@lru_cache(maxsize=256)
def zones_of(key: str) -> list[str]:
    """Return the time zones of a country."""
    return sorted(
        zone for zone, country in get_global("zone_territories").items() if country == key
    )
