"""Which pictures stand in which texts: they go and are hidden with the text that had them first."""

from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from madang.boards.extensions import SavedText
from madang.boards.models import Comment, Post, State
from madang.core.richtext.pictures import pictures_of
from madang.media.models import Picture
from madang.media.pictures import drop_pictures, names_in, paths_of
from madang.media.withholding import give_back, withhold

from ..models import PictureUse

# Stands for all texts: what was a board's sticker is not dropped with the one that had it first.
FOR_EVERYBODY = 0


def note_use(text: SavedText) -> None:
    """Note which pictures stand in a text now; belongs in its transaction.

    A picture goes at once with the text that had it first: somebody else who types its address
    does not keep it.
    """
    names = names_in(pictures_of(text.html)) if "<img" in text.html else set()
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
    """Return the pictures that stood in this text first: not others', stickers, or previews'."""
    uses = PictureUse.objects.filter(
        post=post, seq=seq, picture__stickers=None, picture__previews=None
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
