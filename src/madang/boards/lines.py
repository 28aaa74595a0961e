"""What is added to a text as lines of its own: a sticker that was chosen, pictures without scripts.

The app above that keeps these offers itself when it starts; boards know none of them.
"""

from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from madang.accounts.models import Account

PICTURES_MOST = 10


class LineRefused(Exception):
    """It cannot be added; the message says why, in the reader's language."""


class Lines(Protocol):
    """What boards ask of whoever knows."""

    def stickers(self, board_id: int) -> list[Any]:
        """Return what there is to choose from on a board."""

    def sticker(self, board_id: int, number: int) -> str:
        """Return a sticker as it is typed; empty where there is none."""

    def picture(self, given: UploadedFile, by: Account) -> str:
        """Keep a picture; return it as it is typed. Raises LineRefused."""


_offered: list[Lines] = []


def offer(lines: Lines) -> None:
    """Let this add to texts from now on."""
    _offered[:] = [lines]


def stickers(board_id: int) -> list[Any]:
    """Return the stickers of a board. One query now and then."""
    return _offered[0].stickers(board_id) if _offered else []


def sticker(board_id: int, number: int | None) -> str:
    return _offered[0].sticker(board_id, number) if number and _offered else ""


def must_be_few(pictures: int) -> None:
    """Raise LineRefused for more pictures than are taken at once."""
    if pictures > PICTURES_MOST:
        said = _("사진은 한 번에 %(most)d장까지 올릴 수 있어요.")
        raise LineRefused(said % {"most": PICTURES_MOST})


def pictures(given: list[UploadedFile], by: Account) -> list[str]:
    """Keep some pictures; return them as they are typed. Raises LineRefused."""
    if not _offered:
        return []
    must_be_few(len(given))
    return [_offered[0].picture(one, by) for one in given]
