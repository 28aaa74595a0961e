"""Threads of gnuboard5: comments in their order, and answers (답글) with the posts they answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from ..lines import CommentLine
from ..old_site import Moments, count_of, said_or_nothing
from ..report import Note, Report
from ..voices import Voices
from .rows import FileRow, ThreadRow, WriteRow
from .texts import Said, Texts


@dataclass(slots=True)
class Answers:
    """Which posts of a board answer which: by the same number and a path of letters."""

    parents: dict[int, int] = field(default_factory=dict)
    roots: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[ThreadRow]) -> "Answers":
        """Read the answers among rows in the order of their numbers and paths.

        An answer whose own parent is gone answers the next above it that is there.
        """
        found = cls()
        paths: dict[str, int] = {}
        number = None
        for row in rows:
            if row.wr_num != number:
                number, paths = row.wr_num, {}
            above = (row.wr_reply[:length] for length in range(len(row.wr_reply) - 1, -1, -1))
            parent = next((paths[path] for path in above if path in paths), None)
            paths.setdefault(row.wr_reply, row.wr_id)
            if row.wr_reply and parent is not None:
                found.parents[row.wr_id] = parent
                found.roots[row.wr_id] = found.roots.get(parent, parent)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """A post that answers another one, with what belongs to it."""

    row: WriteRow
    comments: Sequence[WriteRow]
    files: Sequence[FileRow]


@dataclass(slots=True)
class Thread:
    """Makes the comments of one post, in the order in which they are shown."""

    texts: Texts
    report: Report
    moments: Moments
    voices: Voices
    owner_of: Callable[[str | None], str]
    made: list[CommentLine] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def add_comments(self, rows: Sequence[WriteRow], below: int | None = None) -> None:
        """Add comments, which come by their paths; what is secret is left out.

        What answers something secret stays, below the next above it. `below` is what those answer
        that answer nothing else: the number of a comment here.
        """
        paths: dict[tuple[int, str], int] = {}
        for row in rows:
            if row.is_secret:
                self.report.add(Note.SECRET_COMMENTS)
                continue
            reply = row.wr_comment_reply
            above = ((row.wr_comment, reply[:n]) for n in range(len(reply) - 1, -1, -1))
            parent = next((paths[key] for key in above if key in paths), below) if reply else below
            self.add(row, self.texts.comment(row), parent)
            paths.setdefault((row.wr_comment, reply), len(self.made))

    def add(self, row: WriteRow, said: Said, parent: int | None) -> int:
        """Add a comment; return its number."""
        created = self.moments.read(row.wr_datetime, self.moments.last)
        body, html = said_or_nothing(said.body, said.html)
        self.made.append(
            CommentLine(
                body=body,
                html=html,
                voice=self.voices.of(row.speaker),
                created=created.isoformat(),
                reply_to=parent,
                likes=count_of(row.wr_good),
            )
        )
        self.owners.append(self.owner_of(row.speaker))
        return len(self.made)

    def add_answers(self, root: int, answers: Sequence[Answer], parents: Mapping[int, int]) -> None:
        """Add posts that answer this one as comments, each with its own comments below it."""
        here: dict[int, int | None] = {root: None}
        for answer in answers:
            row = answer.row
            parent = here.get(parents.get(row.wr_id, root))
            if row.is_secret:
                self.report.add(Note.SECRET_POSTS)
                self.report.add(Note.WITH_SECRETS, len(answer.comments))
                here[row.wr_id] = parent
                continue
            self.report.add(Note.FREE_FIELDS, row.has_free_fields)
            said = self.texts.post(row, answer.files)
            title = f"<p><strong>{escape(row.wr_subject, quote=False)}</strong></p>"
            words = said.html or f"<p>{escape(said.body, quote=False)}</p>".replace("\n", "<br>")
            here[row.wr_id] = self.add(row, Said(html=title + words), parent)
            self.add_comments(answer.comments, below=here[row.wr_id])
