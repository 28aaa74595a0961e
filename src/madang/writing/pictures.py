"""Pictures in texts: kept under random names in a few widths, dropped where no text has them."""

import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_tasks import task
from PIL import Image

from madang.boards.drafts import KEPT_DAYS
from madang.boards.events import TextKept
from madang.boards.models import Comment, Post, State
from madang.boards.text.pictures import WIDTHS, Size, pictures_of
from madang.images import drawing, frames, keep, upright
from madang.sql import writing

from .models import Picture, PictureUse
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
    does not keep it.
    """
    names = _names(pictures_of(text.html)) if "<img" in text.html else set()
    if text.is_new and not names:
        return
    if not text.html:
        _drop_with(own_pictures(text.post, text.seq))
    before = PictureUse.objects.filter(post=text.post, seq=text.seq)
    before.exclude(picture__name__in=names).delete()
    new = Picture.objects.filter(name__in=names).exclude(pk__in=before.values("picture"))
    PictureUse.objects.bulk_create(
        PictureUse(picture=one, post=text.post, seq=text.seq) for one in new
    )


def own_pictures(post: int, seq: int) -> list[Picture]:
    """Return the pictures that stood in this text first: not others', stickers, or cards'."""
    uses = PictureUse.objects.filter(
        post=post, seq=seq, picture__stickers=None, picture__cards=None
    )
    return [
        use.picture
        for use in uses.select_related("picture")
        if not PictureUse.objects.filter(
            Q(pk__lt=use.pk) | Q(post=FOR_EVERYBODY), picture=use.picture_id
        ).exists()
    ]


def _drop_with(pictures: list[Picture]) -> None:
    if pictures:
        numbers = [one.pk for one in pictures]
        PictureUse.objects.filter(picture__in=numbers).delete()
        drop_pictures.enqueue(numbers)


@task(priority=50)
def drop_pictures(numbers: list[int]) -> None:
    """Delete pictures that no text has any more; may run twice."""
    drop_all(numbers)


def follow_hiding(post: int, seq: int) -> None:
    """Let readers have the pictures of a text no more, or again; belongs in its transaction."""
    if PictureUse.objects.filter(post=post, seq=seq).exists():
        settle_pictures.enqueue(post, seq)


@task(priority=50)
def settle_pictures(post: int, seq: int) -> None:
    """Bring the pictures of a text to where its state says that they are; may run twice."""
    text = Comment.objects.filter(post=post, seq=seq) if seq else Post.objects.filter(pk=post)
    moves = {State.LIVE: give_back, State.HIDDEN: withhold}
    move = moves.get(State(text.values_list("state", flat=True).first() or State.LIVE))
    if move is None:
        return
    for picture in own_pictures(post, seq):
        for path in paths_of(picture):
            move(path)


def settle_hidden() -> None:
    """Withhold what is still sent of hidden texts; the schedule does so every night.

    It goes along the uses of pictures and looks each text up: there are far fewer than texts.
    """
    post = Post.objects.filter(pk=OuterRef("post"), state=State.HIDDEN)
    comment = Comment.objects.filter(post=OuterRef("post"), seq=OuterRef("seq"), state=State.HIDDEN)
    of_hidden = PictureUse.objects.filter(Q(Exists(post), seq=0) | Exists(comment))
    for place in of_hidden.values_list("post", "seq").distinct().iterator():
        settle_pictures.call(*place)


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
    """Delete those of some pictures that nothing has any more: first their files."""
    for number in numbers:
        with writing():
            # Its row alone is locked first: a text that takes it meanwhile waits, or is seen.
            picture = Picture.objects.select_for_update().filter(pk=number).first()
            if picture is None or not Picture.objects.filter(pk=number, **_UNUSED).exists():
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
