"""Stickers: small pictures that a board's operator offers to answer with."""

from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import NotYours
from madang.core.db.transactions import writing
from madang.core.text.door import can_be_seen, tidy_line
from madang.media.pictures import address_of, keep_picture

from ..models import PictureUse, Sticker
from ..pictures.uses import FOR_EVERYBODY

MAX_STICKERS, MAX_NAME_LENGTH = 60, 20
SIDE = 160


class StickerRefused(Exception):
    """There can be no such sticker; the message says why, in the reader's language."""


class StickerView(NamedTuple):
    """A sticker as it is chosen from."""

    id: int
    name: str
    address: str
    width: int
    height: int


def stickers_of(board_id: int) -> list[StickerView]:
    """Return a board's set. One query."""
    return [
        StickerView(
            one.pk, one.name, address_of(one.picture), one.picture.width, one.picture.height
        )
        for one in Sticker.objects.filter(board=board_id).select_related("picture")
    ]


def counts() -> dict[int, int]:
    """Return how many stickers there are on each board that has some. One query."""
    rows = Sticker.objects.values_list("board").annotate(number=Count("pk"))
    return dict(rows.values_list("board", "number"))


def line_of(board_id: int, number: int) -> str:
    """Return a sticker as it is typed; empty where the board has none of that number."""
    found = Sticker.objects.filter(board=board_id, pk=number).select_related("picture").first()
    return f"![{found.name}]({address_of(found.picture)})" if found else ""


def add_sticker(board_id: int, name: str, given: bytes, *, by: Account) -> Sticker:
    """Offer another one. Raises NotYours, StickerRefused and images.NotAPicture."""
    if not by.is_operator:
        raise NotYours
    name = tidy_line(name.replace("[", "").replace("]", ""))
    if not can_be_seen(name) or len(name) > MAX_NAME_LENGTH:
        raise StickerRefused(_("이름은 1자에서 %(most)d자까지예요.") % {"most": MAX_NAME_LENGTH})
    if Sticker.objects.filter(board=board_id).count() >= MAX_STICKERS:
        raise StickerRefused(_("스티커는 %(most)d개까지예요.") % {"most": MAX_STICKERS})
    picture = keep_picture(given, SIDE, SIDE)
    return Sticker.objects.create(board_id=board_id, name=name, picture=picture)


def drop_sticker(board_id: int, number: int, *, by: Account) -> None:
    """Offer one no more; where it was used it stays."""
    if not by.is_operator:
        raise NotYours
    with writing():
        found = Sticker.objects.select_for_update().filter(board=board_id, pk=number).first()
        if found is not None:
            PictureUse.objects.create(picture_id=found.picture_id, post=FOR_EVERYBODY)
            found.delete()
