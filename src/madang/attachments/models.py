"""What is in texts besides words. No row names an account."""

from django.db import models

from madang.boards.models import Board, Post
from madang.core.db.keys import OneToOneKey
from madang.media.models import Picture


class PictureUse(models.Model):
    """A picture stands in a post (`seq` 0) or in a comment."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="uses")
    post = models.BigIntegerField()
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["post", "seq"], name="pictures_of_a_text")]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.post}#{self.seq}"


class PreviewState(models.IntegerChoices):
    """What is known of a link's page."""

    WAITING = 0
    READY = 1
    NONE = 2


class LinkPreview(models.Model):
    """What the page at an address says of itself; `key` is the address's hash."""

    key = models.BinaryField(max_length=16, unique=True)
    address = models.CharField(max_length=1000)
    state = models.PositiveSmallIntegerField(
        choices=PreviewState.choices, default=PreviewState.WAITING
    )
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=60, blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, related_name="previews"
    )
    fetched = models.DateField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            # Few ever wait; they are counted with each new link.
            models.Index(
                fields=["state"],
                name="previews_waiting",
                condition=models.Q(state=PreviewState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class PreviewUse(models.Model):
    """A link stands alone in a post (`seq` 0) or in a comment; one that none has is dropped."""

    preview = models.ForeignKey(LinkPreview, on_delete=models.CASCADE, related_name="uses")
    post = models.BigIntegerField()
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["post", "seq"], name="previews_of_a_text")]

    def __str__(self) -> str:
        return f"{self.preview_id} in {self.post}#{self.seq}"


class Poll(models.Model):
    """A poll under a post."""

    post = OneToOneKey(Post, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=100)
    is_many = models.BooleanField(default=False)
    # Results are shown to those who voted, and to all when it is over.
    is_hidden = models.BooleanField(default=False)
    closes = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.question


class PollChoice(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=80)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "place"], name="choices_differ")]

    def __str__(self) -> str:
        return self.words


class PollVote(models.Model):
    """One account's vote, as a tag of its thread; the places of what it chose, with spaces."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    tag = models.BinaryField(max_length=16, unique=True)
    places = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"vote in {self.poll_id}"


class QuizText(models.Model):
    """A test under a post, as JSON."""

    post = OneToOneKey(Post, on_delete=models.CASCADE, related_name="+")
    values = models.TextField()

    def __str__(self) -> str:
        return f"test under {self.post_id}"


class Sticker(models.Model):
    """A small picture of a board's own set, to answer with."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="stickers")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
