"""Pictures: written anew under random names in a few widths, dropped where nothing has them.

Whatever has a foreign key to a picture keeps it: a text's use, a link's preview, a sticker.
"""

import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from PIL import Image

from madang.core.db.transactions import writing
from madang.core.richtext.pictures import WIDTHS, Size, pictures_of
from madang.core.uploaded_images import Moving, drawing, frames, upright, written

from .models import Picture
from .storage import keep
from .withholding import withheld

FOLDER = "pictures"
# A screenshot of a whole conversation is narrow and very high, and is to be read.
WIDTH, HEIGHT, MOVING_SIDE = 1600, 12_000, 640
QUALITY, MOVING_QUALITY = 80, 65
WAIT_SECONDS = 8
# What was sent and is used nowhere is dropped after so many days; drafts are kept longest.
UNUSED_DAYS, DRAFTED_DAYS = 2, 92
_NAME = re.compile(rf"/media/{FOLDER}/([0-9a-f]{{32}})\.webp")


def keep_picture(given: bytes, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Write a picture anew, in a few widths, and note its size. Raises NotAPicture."""
    with drawing(WAIT_SECONDS):
        moving = frames(given, min(width, MOVING_SIDE))
        whole = moving.frames[0][0] if moving else upright(given, width, height)
        narrow = [] if moving else [w for w in WIDTHS if w < whole.width]
        with written():
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
    found = Picture.objects.filter(name__in=names_in(addresses))
    return {
        address_of(one): Size(one.width, one.height, tuple(map(int, one.widths.split())))
        for one in found
    }


def note_draft(html: str) -> None:
    """Let the pictures of a draft be kept as long as it is."""
    if names := names_in(pictures_of(html)):
        Picture.objects.filter(name__in=names, drafted=False).update(drafted=True)


@task(priority=50)
def drop_pictures(numbers: list[int]) -> None:
    """Delete pictures that no text has any more; may run twice."""
    drop_all(numbers)


def drop_unused() -> None:
    """Delete the pictures that stand in no text; the schedule does so every night."""
    today = timezone.localdate()
    sent_long_ago = Q(day__lt=today - timedelta(days=UNUSED_DAYS), drafted=False)
    drafted_long_ago = Q(day__lt=today - timedelta(days=DRAFTED_DAYS), drafted=True)
    old = Picture.objects.filter(sent_long_ago | drafted_long_ago).filter(**_unused())
    drop_all(list(old.values_list("pk", flat=True)))


def drop_all(numbers: Collection[int]) -> None:
    """Delete those of some pictures that nothing has any more: first their files."""
    for number in numbers:
        with writing():
            # Its row alone is locked first: a text that takes it meanwhile waits, or is seen.
            picture = Picture.objects.select_for_update().filter(pk=number).first()
            if picture is None or not Picture.objects.filter(pk=number, **_unused()).exists():
                continue
            for path in paths_of(picture):
                default_storage.delete(path)
                default_storage.delete(withheld(path))
            picture.delete()


def paths_of(picture: Picture) -> list[str]:
    """Return where a picture and its narrower copies are in the store."""
    ends = ["", *(f"-{width}" for width in picture.widths.split())]
    return [f"{FOLDER}/{picture.name}{end}.webp" for end in ends]


def bytes_most() -> int:
    """Return how many bytes a picture may have that is sent."""
    return settings.PICTURE_MEGABYTES * 1024 * 1024


def names_in(addresses: Collection[str]) -> set[str]:
    """Return the names of the pictures at some addresses."""
    return {found[1] for address in addresses if (found := _NAME.fullmatch(address))}


def _unused() -> dict[str, None]:
    """Return the conditions under which nothing refers to a picture."""
    relations = Picture._meta.related_objects
    return {relation.name: None for relation in relations}


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    return image.resize((width, max(1, round(image.height * width / image.width))))


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _moving_webp(moving: Moving) -> bytes:
    out, (first, _milliseconds) = BytesIO(), moving.frames[0]
    first.save(
        out,
        "WEBP",
        save_all=True,
        append_images=[frame for frame, _ in moving.frames[1:]],
        duration=[milliseconds for _, milliseconds in moving.frames],
        loop=moving.plays,
        quality=MOVING_QUALITY,
        method=2,
    )
    return out.getvalue()
