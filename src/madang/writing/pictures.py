"""Pictures in texts: kept under random names in a few widths, dropped where no text has them."""

import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image

from madang.boards.drafts import KEPT_DAYS
from madang.boards.events import TextKept
from madang.boards.text.pictures import WIDTHS, Size, pictures_of
from madang.images import drawing, frames, keep, upright
from madang.sql import writing

from .models import Picture, PictureUse, Sticker
from .withholding import give_back, withheld, withhold

FOLDER = "pictures"
# A screenshot of a whole conversation is narrow and very high, and is to be read.
WIDTH, HEIGHT, MOVING_SIDE = 1600, 12_000, 640
QUALITY, MOVING_QUALITY = 80, 65
WAIT_SECONDS = 8
# What was sent and stands in no text is dropped after so many days.
UNUSED_DAYS = 2
# Stands for all texts: what was a board's sticker is not dropped with the one that had it first.
FOR_EVERYBODY = 0
_UNUSED: dict[str, None] = {"uses": None, "cards": None, "stickers": None}
_NAME = re.compile(rf"/media/{FOLDER}/([0-9a-f]{{32}})\.webp")


def keep_picture(given: bytes, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Write a picture anew, in a few widths, and note its size. Raises images.NotAPicture."""
    with drawing(WAIT_SECONDS):
        moving = frames(given, min(width, MOVING_SIDE))
        whole = moving[0][0] if moving else upright(given, width, height)
        narrow = [] if moving else [w for w in WIDTHS if w < whole.width]
        copies = {each: _webp(_narrowed(whole, each)) for each in narrow}
        full = _moving_webp(moving) if moving else _webp(whole)
    name = secrets.token_hex(16)
    for each, data in copies.items():
        keep(f"{FOLDER}/{name}-{each}.webp", data)
    keep(f"{FOLDER}/{name}.webp", full)
    return Picture.objects.create(
        name=name,
        width=whole.width,
        height=whole.height,
        widths=" ".join(map(str, copies)),
        day=timezone.localdate(),
    )


def address_of(picture: Picture) -> str:
    return f"/media/{FOLDER}/{picture.name}.webp"


def sizes_of(addresses: Collection[str]) -> dict[str, Size]:
    """Return the sizes of the pictures at some addresses. One query."""
    found = Picture.objects.filter(name__in=_names(addresses))
    return {
        address_of(one): Size(one.width, one.height, tuple(map(int, one.widths.split())))
        for one in found
    }


def note_use(text: TextKept) -> None:
    """Note which pictures stand in a text now; belongs in its transaction.

    A picture goes at once with the text that had it first: somebody else who types its address
    does not keep it. A board's stickers are everybody's.
    """
    names = _names(pictures_of(text.html)) if "<img" in text.html else set()
    if text.is_new and not names:
        return
    before = PictureUse.objects.filter(post=text.post, seq=text.seq)
    if not text.html:
        _drop_with(list(before))
    before.exclude(picture__name__in=names).delete()
    new = Picture.objects.filter(name__in=names).exclude(pk__in=before.values("picture"))
    PictureUse.objects.bulk_create(
        PictureUse(picture=one, post=text.post, seq=text.seq) for one in new
    )


def _drop_with(uses: list[PictureUse]) -> None:
    """Let the pictures go, once it is committed, that a text which goes had first."""
    for use in uses:
        others = PictureUse.objects.filter(picture=use.picture_id).exclude(pk=use.pk)
        is_first = not others.filter(Q(pk__lt=use.pk) | Q(post=FOR_EVERYBODY)).exists()
        if is_first and not Sticker.objects.filter(picture=use.picture_id).exists():
            others.delete()
            transaction.on_commit(partial(drop_all, [use.picture_id]))


def follow_hiding(post: int, seq: int, is_hidden: bool) -> None:
    """Let readers have the pictures of a text no more, or again, once that is committed."""
    move = withhold if is_hidden else give_back
    for use in PictureUse.objects.filter(post=post, seq=seq).select_related("picture"):
        for path in paths_of(use.picture):
            transaction.on_commit(partial(move, path))


def note_draft(html: str) -> None:
    """Let the pictures of a draft be kept as long as it is."""
    if names := _names(pictures_of(html)):
        Picture.objects.filter(name__in=names, drafted=False).update(drafted=True)


def drop_unused() -> None:
    """Delete the pictures that stand in no text; the schedule does so every night."""
    today = timezone.localdate()
    sent_long_ago = Q(day__lt=today - timedelta(days=UNUSED_DAYS), drafted=False)
    drafted_long_ago = Q(day__lt=today - timedelta(days=KEPT_DAYS + UNUSED_DAYS), drafted=True)
    old = Picture.objects.filter(sent_long_ago | drafted_long_ago).filter(**_UNUSED)
    drop_all(list(old.values_list("pk", flat=True)))


def drop_all(numbers: Collection[int]) -> None:
    """Delete those of some pictures that nothing has any more, and their files."""
    for number in numbers:
        with writing():
            # Its row alone is locked first: a text that takes it meanwhile waits, or is seen.
            picture = Picture.objects.select_for_update().filter(pk=number).first()
            if picture is None or not Picture.objects.filter(pk=number, **_UNUSED).exists():
                continue
            picture.delete()
        for path in paths_of(picture):
            default_storage.delete(path)
            default_storage.delete(withheld(path))


def paths_of(picture: Picture) -> list[str]:
    """Return where a picture and its narrower copies are in the store."""
    ends = ["", *(f"-{width}" for width in picture.widths.split())]
    return [f"{FOLDER}/{picture.name}{end}.webp" for end in ends]


def bytes_most() -> int:
    """Return how many bytes a picture may have that is sent."""
    return settings.PICTURE_MEGABYTES * 1024 * 1024


def _names(addresses: Collection[str]) -> set[str]:
    return {found[1] for address in addresses if (found := _NAME.fullmatch(address))}


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    return image.resize((width, max(1, round(image.height * width / image.width))))


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _moving_webp(moving: list[tuple[Image.Image, int]]) -> bytes:
    out, (first, _milliseconds) = BytesIO(), moving[0]
    first.save(
        out,
        "WEBP",
        save_all=True,
        append_images=[frame for frame, _ in moving[1:]],
        duration=[milliseconds for _, milliseconds in moving],
        loop=0,
        quality=MOVING_QUALITY,
        method=2,
    )
    return out.getvalue()
