"""Boards and what is written on them. No column here names an account."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _lazy

from madang.core.db.keys import OneToOneKey
from madang.identity.models import BoxedRow

MAX_NAME_LENGTH, MAX_CATEGORY_LENGTH = 40, 30
# What people may write, and what comes from elsewhere.
MAX_TITLE_LENGTH, MAX_KEPT_TITLE_LENGTH = 100, 300
MAX_BODY_LENGTH = 20_000
MAX_COMMENT_LENGTH, MAX_NEWS_LENGTH = 2_000, 200
MAX_SOURCE_LENGTH, MAX_KEPT_SOURCE_LENGTH = 300, 2_000
MIN_NICKNAME_LENGTH, MAX_NICKNAME_LENGTH = 2, 12
MAX_TAG_LENGTH, MAX_TAGS = 20, 5
MAX_THUMBNAIL_LENGTH = 120


class State(models.IntegerChoices):
    """What has become of a post or a comment; only LIVE ones are listed and counted."""

    LIVE = 0
    HIDDEN = 1
    DELETED = 2


class Thumbnails(models.IntegerChoices):
    """How a board's list shows the first picture of each post."""

    NONE = 0, _lazy("없음")
    SMALL = 1, _lazy("작게, 제목 옆에")
    CARDS = 2, _lazy("카드로 크게")


class Board(models.Model):
    """A board; people speak on it by voices, or by nicknames where it asks for them."""

    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField(default=0)
    has_nicknames = models.BooleanField(default=False)
    members_only = models.BooleanField(default=False)
    # Anyone who has an address there may ask for a code; with spaces between.
    domains = models.CharField(max_length=500, blank=True)
    # What its operator asks of posts; see `directory.rules`.
    operators_write = models.BooleanField(default=False)
    needs_category = models.BooleanField(default=False)
    min_length = models.PositiveSmallIntegerField(default=0)
    max_posts_per_day = models.PositiveSmallIntegerField(default=0)
    min_account_age_days = models.PositiveSmallIntegerField(default=0)
    template = models.TextField(default="", blank=True)
    # Nobody writes here any more; it is read as before, and stands behind the others.
    is_closed = models.BooleanField(default=False)
    # Where its posts have gone; its old addresses lead there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    thumbnails = models.PositiveSmallIntegerField(
        choices=Thumbnails.choices, default=Thumbnails.NONE
    )

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="category_names_differ"),
        ]

    def __str__(self) -> str:
        return self.name


class Nickname(models.Model):
    """What an account is called on one board: its tag there leads to no other board.

    One that was given up has a random tag; one whose owner has left has no name either.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=MAX_NICKNAME_LENGTH, blank=True)
    # The name as it is compared, so that none looks like another.
    key = models.CharField(max_length=40)
    tag = models.CharField(max_length=32, unique=True)
    # A file in the media folder; empty: none.
    picture = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="nicknames_differ"),
        ]

    def __str__(self) -> str:
        return f"nickname {self.pk}"


class Post(models.Model):
    """What a list shows of a post; its text lives apart, so that a list reads short rows."""

    # The indexes below begin with it; one of its own would be written for nothing.
    board = models.ForeignKey(Board, on_delete=models.PROTECT, db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=MAX_KEPT_TITLE_LENGTH)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.LIVE)
    created = models.DateTimeField()
    edited = models.DateTimeField(null=True, blank=True)
    views = models.PositiveIntegerField(default=0)
    recommends = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    reservations = models.PositiveIntegerField(default=0)
    # The number of the last comment ever written, deleted ones included.
    last_seq = models.PositiveIntegerField(default=0)
    # The month under whose key the thread's voices and tags are made.
    epoch = models.PositiveIntegerField()
    # Who wrote it, sealed; empty for what was imported or whose authorship has ended.
    author = models.BinaryField(max_length=64, default=b"")
    # The nickname under which it was written, on boards that ask for one. No foreign key: a post
    # moved elsewhere loses it, and an index of it would group what one person wrote.
    nickname = models.BigIntegerField(null=True)
    # Of one filled-in form: the same one sent twice makes one thing.
    idempotency_key = models.BinaryField(max_length=16, null=True, unique=True)
    # Where the links of its text lead, with spaces between: lists are filtered by it.
    domains = models.CharField(max_length=520, default="", blank=True)
    # What lists show of its text: see `threads.contents`.
    holds = models.PositiveSmallIntegerField(default=0)
    thumbnail = models.CharField(max_length=MAX_THUMBNAIL_LENGTH, default="", blank=True)
    # What stands under its text, such as a poll; 0: nothing.
    addon = models.PositiveSmallIntegerField(default=0)
    # With spaces between, as its page shows them; `PostTag` has them one by one.
    tags = models.CharField(max_length=MAX_TAGS * (MAX_TAG_LENGTH + 1), default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["board", "state", "id"], name="post_board"),
            models.Index(fields=["board", "category", "state", "id"], name="post_category"),
            models.Index(fields=["board", "state", "recommends", "id"], name="post_recommended"),
            # 댓글없는글, of a board and of all.
            models.Index(
                fields=["board", "id"],
                name="post_unanswered",
                condition=Q(state=State.LIVE, comment_count=0),
            ),
            models.Index(
                fields=["id"], name="unanswered", condition=Q(state=State.LIVE, comment_count=0)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def row(self) -> str:
        """The name that the author's seal is bound to."""
        return f"post:{self.pk}"


class PostText(models.Model):
    """A post's body, as the HTML that is shown, and where it came from."""

    post = OneToOneKey(Post, on_delete=models.CASCADE, related_name="text")
    html = models.TextField()
    source = models.CharField(max_length=MAX_KEPT_SOURCE_LENGTH, blank=True)

    def __str__(self) -> str:
        return f"text of {self.pk}"


class PostTag(models.Model):
    """A post has a tag; the list of a tag goes down by posts' ids."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=MAX_TAG_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "post"], name="tags_of_a_post")]
        indexes = [models.Index(fields=["post"], name="tags_by_post")]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """A post stands above its board's list."""

    post = OneToOneKey(Post, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"pin of {self.post_id}"


def comment_row(post_id: int, seq: int) -> str:
    """Return the name that the seal of a comment's author is bound to."""
    return f"comment:{post_id}:{seq}"


class Comment(models.Model):
    """A comment, numbered densely in its thread; `parent` and `root` are numbers there too."""

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    seq = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True)
    root = models.PositiveIntegerField(null=True)
    # Null for a voice that the source did not tell apart.
    voice = models.PositiveIntegerField(null=True)
    html = models.TextField()
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.LIVE)
    created = models.DateTimeField()
    edited = models.DateTimeField(null=True)
    # The author's news: anyone who reserved a call is called.
    news = models.BooleanField(default=False)
    # Direct answers that still have a place: a deleted comment keeps its own as long as it has any.
    replies = models.PositiveIntegerField(default=0)
    author = models.BinaryField(max_length=64, default=b"")
    nickname = models.BigIntegerField(null=True)
    # Of one filled-in form: the same one sent twice makes one thing.
    idempotency_key = models.BinaryField(max_length=16, null=True, unique=True)
    likes = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            # Of most comments nobody says so: those cost nothing here.
            models.Index(
                fields=["post", "-likes", "seq"], name="comments_liked", condition=Q(likes__gt=0)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["post", "seq"], name="comment_numbers_differ"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(parent__lt=F("seq")),
                name="a_reply_follows_what_it_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}#{self.seq}"

    @property
    def row(self) -> str:
        """The name that the author's seal is bound to."""
        return comment_row(self.post_id, self.seq)


class Version(models.Model):
    """What a post (`seq` 0) or a comment said before: for its writer and for operators."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.PositiveIntegerField(default=0)
    # When it was said.
    at = models.DateTimeField()
    title = models.CharField(max_length=MAX_KEPT_TITLE_LENGTH, blank=True)
    html = models.TextField()
    source = models.CharField(max_length=MAX_KEPT_SOURCE_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["post", "seq", "id"], name="versions_of_a_text")]

    def __str__(self) -> str:
        return f"version of {self.post_id}#{self.seq}"


class Mark(models.Model):
    """What one account did once with one post, as a tag; `note` seals its journal's line."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    tag = models.BinaryField(max_length=16, unique=True)
    note = models.BinaryField(max_length=64, default=b"")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} of {self.post_id}"


class Recommendation(Mark):
    """One account recommends one post."""


class Scrap(Mark):
    """One account keeps one post to read again."""


class Reservation(Mark):
    """One account wants to be called when there is news of one post (호출 예약)."""


class ThreadMute(Mark):
    """One account wants no calls from one thread."""


class CommentLike(models.Model):
    """One account likes one comment, as a tag of its thread."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return f"like in {self.post_id}"


class PostReaction(models.Model):
    """One account has said one thing of a post with a press, as a tag of its thread."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return f"reaction to {self.post_id}"


class ReactionCount(models.Model):
    """How many have said one thing (an emoji) of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    emoji = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "emoji"], name="one_count_per_reaction"),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} of {self.post_id}: {self.count}"


class Draft(BoxedRow):
    """A post that is being written, in a padded box under a random number, used once."""

    day = models.DateField(db_index=True)


class ModeratorRow(BoxedRow):
    """The boards that somebody moderates, in a padded box, under one of the account's numbers."""


class PageRun(models.Model):
    """The page index: how many live posts of a listing have ids within one run of ids.

    A run of level n holds the ids that share `id >> 8 * n`; see `lists.page_index`.
    """

    listing = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField()
    run = models.BigIntegerField()
    live = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "level", "run"], name="one_count_per_run"),
        ]

    def __str__(self) -> str:
        return f"{self.listing}/{self.level}/{self.run}: {self.live}"


class ImportedPost(models.Model):
    """Which posts of a collection are here already, so that an import can go on where it broke."""

    key = models.BinaryField(max_length=16, unique=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"imported {self.post_id}"
