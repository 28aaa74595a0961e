"""What is added to texts as lines: stickers, and pictures that came with the form.

See `boards.lines.Lines`, which this module is.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from madang.accounts.models import Account
from madang.boards.lines import LineRefused
from madang.images import NotAPicture, read_upload

from .pictures import address_of, bytes_most, keep_picture
from .stickers import line_of, stickers_of


def stickers(board_id: int) -> list[Any]:
    return list(stickers_of(board_id))


def sticker(board_id: int, number: int) -> str:
    return line_of(board_id, number)


def picture(given: UploadedFile, by: Account) -> str:
    try:
        kept = keep_picture(read_upload(given, bytes_most()))
    except NotAPicture as refused:
        raise LineRefused(f"{given.name}: {refused}") from None
    return f"![]({address_of(kept)})"
