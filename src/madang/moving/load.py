"""Writing a spool to the boards: in batches, each of them whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.boards.api import (
    MAX_PINS,
    BoardPlan,
    board_directory,
    comment_line,
    contents_of,
    listings_of,
    name_key,
    open_board,
    post_line,
    record,
)
from madang.boards.extensions import SavedText, tell_text_saved
from madang.boards.models import (
    Board,
    Category,
    Comment,
    ImportedPost,
    Pin,
    Post,
    PostTag,
    PostText,
    ReactionCount,
    State,
    comment_row,
)
from madang.core.db.many import insert_rows
from madang.core.db.transactions import writing
from madang.core.richtext import RichText, rich_to_html, says_something, to_html
from madang.discovery.rankings.ranking import note_due
from madang.identity.epochs import open_epoch
from madang.identity.voices import AUTHOR, add_foreign_voices, claim_numbers

from .addresses import Where, key_of, known_post, note_addresses, note_posts
from .arrived_pictures import ArrivedPictures
from .beside import add_poll, addon_of, answers_line, polls_are_on
from .lines import NOTHING_SAID, ArrivedPost, CommentLine, PostLine, moment
from .spool import Spool
from .ties import OwnText, Ties, owner_in
from .voices import Voices

BATCH_ROWS = 5000
_COMMENT = ["post", "seq", "parent", "root", "voice", "html", "state", "created", "edited", "news"]
_COMMENT += ["replies", "author", "likes"]

Keyed = tuple[bytes, ArrivedPost]


@dataclass(slots=True)
class Loaded:
    posts: int = 0
    comments: int = 0
    known: int = 0
    # Posts and comments that were given to the members who wrote them.
    tied: int = 0


def load(
    spool: Spool,
    advance: Callable[[int], None],
    *,
    plans: Mapping[str, BoardPlan] | None = None,
    pictures: ArrivedPictures | None = None,
) -> Loaded:
    """Import what is not here yet; `advance` is told of rows (posts and comments) done.

    Boards that are missing are made as their plan says. Each batch is one transaction with its
    voices, page index and record of the imported ids, so that an import which is cut off goes on
    after its last whole batch.
    """
    loaded, now = Loaded(), timezone.now()
    places = _Places(plans or {})
    drawn = pictures or ArrivedPictures(None)
    write = _Writer(spool.collection, places, drawn, now, Ties(open_epoch(now)))
    for batch in _batches(spool):
        rows = sum(1 + len(post.comments) for _, post in batch)
        fresh = _unknown(batch)
        # Pictures are drawn before: nobody who writes waits for them.
        arrived = [write.rendered(line) for _, line in fresh]
        with writing():
            if fresh:
                loaded.tied += write.batch(fresh, arrived)
        loaded.posts += len(fresh)
        loaded.comments += sum(len(post.comments) for _, post in fresh)
        loaded.known += len(batch) - len(fresh)
        advance(rows)
    board_directory.forget()
    return loaded


class _Places:
    """Boards and categories by name; those that are missing are made."""

    def __init__(self, plans: Mapping[str, BoardPlan]) -> None:
        self.plans = plans
        # What was on a board that was merged belongs on the one that it is now.
        self.boards = {
            name_key(board.name): board.merged_into_id or board.pk for board in Board.objects.all()
        }
        self.categories = {(c.board_id, c.name): c.pk for c in Category.objects.all()}

    def find(self, post: PostLine) -> tuple[int, int | None]:
        name = name_key(post.board)
        if name not in self.boards:
            plan = self.plans.get(post.board) or BoardPlan(post.board)
            self.boards[name] = open_board(plan).pk
        board = self.boards[name]
        if not post.category:
            return board, None
        key = (board, post.category)
        if key not in self.categories:
            place = sum(known == board for known, _ in self.categories) + 1
            made = Category.objects.create(board_id=board, name=post.category, place=place)
            self.categories[key] = made.pk
        return board, self.categories[key]


def _batches(spool: Spool) -> Iterator[list[Keyed]]:
    batch: list[Keyed] = []
    rows = 0
    for key, post in spool.in_time():
        batch.append((key, post))
        rows += 1 + len(post.comments)
        if rows >= BATCH_ROWS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _unknown(batch: list[Keyed]) -> list[Keyed]:
    keys = [key for key, _ in batch]
    known = {
        bytes(key)
        for first in range(0, len(keys), 500)
        for key in ImportedPost.objects.filter(key__in=keys[first : first + 500]).values_list(
            "key", flat=True
        )
    }
    return [(key, post) for key, post in batch if key not in known]


@dataclass(frozen=True, slots=True)
class _Rendered:
    """The HTML of a post and of its comments."""

    html: RichText
    comments: list[RichText]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes batches of posts that are not here yet, with all that belongs to them."""

    collection: str
    places: _Places
    pictures: ArrivedPictures
    now: datetime
    ties: Ties

    def rendered(self, line: ArrivedPost) -> _Rendered:
        """Return the HTML of a post and of its comments; its pictures are kept by then."""
        html = self._html(line.body, line.html)
        return _Rendered(html, [self._html(one.body, one.html) for one in line.comments])

    def batch(self, batch: list[Keyed], rendered: list[_Rendered]) -> int:
        """Write posts; return how many texts are somebody's. Belongs in a transaction."""
        posts = Post.objects.bulk_create(
            self._post(line, each.html) for (_, line), each in zip(batch, rendered, strict=True)
        )
        here = {key: post.pk for (key, _), post in zip(batch, posts, strict=True)}
        seals = self._seals(posts, [line for _key, line in batch])
        texts, comments, changes, voices, claims = [], [], [], [], []
        for post, (_key, line), each in zip(posts, batch, rendered, strict=True):
            html = self._leading_to_answered(line, here) + each.html
            texts.append((post.pk, html, line.source or ""))
            numbers = voice_numbers(line)
            owned = _owned_numbers(line)
            claims += [(who, post.pk, number) for number, who in owned.items()]
            rest = sorted(_voices_in(line, numbers) - owned.keys())
            voices += [(post.pk, number) for number in rest]
            comments += _comments(post, line, each.comments, numbers, seals)
            listings = listings_of(post.board_id, post.category_id)
            changes += [(listing, post.pk, 1) for listing in listings]
        insert_rows(PostText, ("post", "html", "source"), texts)
        insert_rows(Comment, _COMMENT, comments)
        add_foreign_voices(voices)
        claim_numbers(claims, epoch=self.ties.epoch)
        insert_rows(ImportedPost, ("key", "post"), list(here.items()))
        for post, (_key, line), each in zip(posts, batch, rendered, strict=True):
            self._beside(post, line, each)
        note_due(post.pk for post in posts if post.recommends or post.comment_count)
        record(changes)
        return len(seals)

    def _seals(self, posts: Sequence[Post], lines: Sequence[ArrivedPost]) -> dict[str, bytes]:
        """Return the seals of what is given to members, by their rows; those of posts are kept."""
        owned = [
            text
            for post, line in zip(posts, lines, strict=True)
            if line.owner or any(line.owners)
            for text in _own_texts(post, line)
            if text.owner
        ]
        seals = {}
        for text, sealed in zip(owned, self.ties.seals(owned), strict=True):
            seals[text.row] = sealed
        for post in posts:
            if post.row in seals:
                post.author = seals[post.row]
                post.save(update_fields=["author"])
        return seals

    def _html(self, body: str, html: str) -> RichText:
        if not html:
            return to_html(body)
        kept = rich_to_html(self.pictures.placed(html))
        return kept if says_something(kept) else to_html(NOTHING_SAID)

    def _post(self, line: ArrivedPost, html: RichText) -> Post:
        board, category = self.places.find(line)
        live = sum(not comment.deleted for comment in line.comments)
        return Post(
            board_id=board,
            category_id=category,
            title=line.title,
            created=moment("created", line.created) or self.now,
            edited=moment("edited", line.edited),
            views=line.views,
            recommends=line.recommends,
            comment_count=live,
            last_seq=len(line.comments),
            epoch=open_epoch(self.now),
            addon=addon_of(line.poll),
            tags=" ".join(line.tags),
            **contents_of(html)._asdict(),
        )

    def _leading_to_answered(self, line: ArrivedPost, here: dict[bytes, int]) -> str:
        """Return a line that leads to what a post answers; nothing where that is not here."""
        if not line.answers:
            return ""
        key = key_of(self.collection, line.place, line.answers)
        found = here.get(key) or known_post(key)
        return answers_line(found) if found else ""

    def _beside(self, post: Post, line: ArrivedPost, rendered: _Rendered) -> None:
        """Write what few posts have: pictures, tags, reactions, a poll, a pin, old addresses."""
        for seq, html in enumerate((rendered.html, *rendered.comments)):
            if "<img" in html:
                tell_text_saved(SavedText(post.pk, seq, html, is_new=True))
        PostTag.objects.bulk_create(PostTag(post=post, name=name) for name in line.tags)
        ReactionCount.objects.bulk_create(
            ReactionCount(post=post, emoji=emoji, count=count)
            for emoji, count in line.reactions.items()
        )
        if line.poll and polls_are_on():
            add_poll(post.pk, line.poll)
        if line.pinned:
            self._pin(post)
        note_addresses(self.collection, ((a, Where.POST, post.pk) for a in line.aliases))
        note_posts(self.collection, ((line.place, number, post.pk) for number in line.also))

    def _pin(self, post: Post) -> None:
        """Let a post stand above its board's list; there is room for the latest few."""
        Pin.objects.create(post=post)
        pins = Pin.objects.filter(post__board=post.board_id).order_by("-post")
        Pin.objects.filter(post__in=list(pins.values_list("post", flat=True)[MAX_PINS:])).delete()


def _comments(
    post: Post,
    line: PostLine,
    texts: list[RichText],
    numbers: dict[str, int],
    seals: Mapping[str, bytes],
) -> list[Sequence[Any]]:
    """Return the rows of a post's comments, in the columns of _COMMENT."""
    answers = Counter(comment.reply_to for comment in line.comments if comment.reply_to)
    roots: dict[int, int] = {}
    made: list[Sequence[Any]] = []
    for seq, (comment, html) in enumerate(zip(line.comments, texts, strict=True), start=1):
        parent = comment.reply_to
        if parent:
            roots[seq] = roots.get(parent, parent)
        state = State.DELETED if comment.deleted else State.LIVE
        voice = None if comment.deleted else _voice(comment, numbers)
        created = moment("created", comment.created) or post.created
        edited = moment("edited", comment.edited)
        place = post.pk, seq, parent, roots.get(seq)
        author = seals.get(comment_row(post.pk, seq), b"") if seals else b""
        said = voice, "" if comment.deleted else html, state.value
        made.append((*place, *said, created, edited, False, answers[seq], author, comment.likes))
    return made


def _owned_numbers(line: ArrivedPost) -> dict[int, int]:
    """Return the accounts to which the numbers of a thread are given; none has two."""
    if not line.owner and not any(line.owners):
        return {}
    found = {AUTHOR: owner_in(line.owner)}
    for comment, box in zip(line.comments, line.owners, strict=True):
        if comment.voice is not None and comment.voice not in found:
            found[comment.voice] = owner_in(box)
    numbers: dict[int, int] = {}
    for number, account in found.items():
        if account and account not in numbers.values():
            numbers[number] = account
    return numbers


def _own_texts(post: Post, line: ArrivedPost) -> Iterator[OwnText]:
    """Yield a post and its comments with whose they are."""
    yield OwnText(owner_in(line.owner), "posts", post.row, post_line(post.pk))
    for seq, box in enumerate(line.owners, start=1):
        note = comment_line(post.pk, seq)
        yield OwnText(owner_in(box), "comments", comment_row(post.pk, seq), note)


def voice_numbers(line: PostLine) -> dict[str, int]:
    """Return each author's number in a thread, in the order of first speaking."""
    voices = Voices(line.author)
    for comment in line.comments:
        voices.of(comment.author)
    return voices.numbers


def _voices_in(line: PostLine, numbers: dict[str, int]) -> set[int]:
    given = (comment.voice for comment in line.comments if comment.voice is not None)
    return {AUTHOR, *numbers.values(), *given}


def _voice(comment: CommentLine, numbers: dict[str, int]) -> int | None:
    if comment.voice is not None:
        return comment.voice
    return None if comment.author is None else numbers[comment.author]
