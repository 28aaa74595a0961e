"""A site of gnuboard5, as the importer reads it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from madang.boards.models import MAX_CATEGORY_LENGTH

from ..databases.tables import OldDatabase
from ..foreign_html import OwnAddresses
from ..lines import ArrivedPost
from ..old_site import (
    BoardNames,
    Grouped,
    Moments,
    OldBoard,
    OldMember,
    OldSite,
    count_of,
    moment_of,
    number_in,
    said_or_nothing,
    title_of,
)
from ..report import Note, Report
from ..voices import Voices
from .rows import BoardRow, FileRow, GroupRow, MemberRow, ThreadRow, WriteRow
from .texts import Texts
from .threads import Answer, Answers, Thread

NAME = "gnuboard5"
_TABLES = re.compile(r"(?:board|group|member|board_file|write_\w+)$")


def is_wanted(table: str) -> bool:
    """Tell whether a table of a dump is read: no visits, no messages, no points."""
    return _TABLES.search(table) is not None


class Gnuboard5(OldSite):
    """A site of gnuboard5; answers (답글) become posts of their own, or comments."""

    name = NAME

    def __init__(
        self,
        database: OldDatabase,
        report: Report,
        own: OwnAddresses,
        *,
        prefix: str = "",
        answers_are_comments: bool = False,
    ) -> None:
        super().__init__(report)
        self.database, self.own = database, own
        self.prefix = prefix or database.prefix_of("board", "bo_table", "bo_subject")
        # Which boards were for some is told by it alone.
        database.must_have(f"{self.prefix}group", "gr_id", "gr_use_access")
        database.must_have(f"{self.prefix}board", "bo_table", "bo_read_level", "bo_list_level")
        self.tables = {name.casefold(): name for name in database.tables}
        self.answers_are_comments = answers_are_comments

    def boards(self) -> list[OldBoard]:
        rows_of = self.database.rows(f"{self.prefix}group", GroupRow)
        groups = {row.gr_id.strip().casefold(): row for row in rows_of}
        rows = sorted(
            self.database.rows(f"{self.prefix}board", BoardRow),
            key=lambda row: (row.bo_order, row.bo_table),
        )
        names = BoardNames([row.bo_table for row in rows], self.report)
        self._rows = {row.bo_table: row for row in rows}
        self._note_tables(rows)
        return [
            OldBoard(
                row.bo_table,
                names.plan(
                    row.bo_subject,
                    row.bo_table,
                    _categories(row),
                    members_only=_is_closed(row, groups.get(row.gr_id.strip().casefold())),
                ),
            )
            for row in rows
        ]

    def other_words(self) -> set[str]:
        return set()

    def count(self) -> int:
        tables = (name for name in self.database.tables if name.startswith(self._write("")))
        return sum(map(self.database.count, tables))

    def _note_tables(self, rows: Sequence[BoardRow]) -> None:
        """Note boards without their table, and tables that no board has."""
        own = {self._write(row.bo_table) for row in rows}
        begin = f"{self.prefix}write_"
        written = {name for name in self.database.tables if name.startswith(begin)}
        self.report.add(Note.NO_TABLE, len(own - self.database.tables))
        self.report.add(Note.NO_BOARD, len(written - own))

    def posts(self, boards: Iterable[OldBoard]) -> Iterator[ArrivedPost]:
        for board in boards:
            row = self._rows[board.key]
            texts = Texts(board.key, self.own, self.report)
            reading = _Board(self, board, row, texts, Moments(self.report))
            yield from reading.posts()

    def members(self) -> Iterator[OldMember]:
        for row in self.database.rows(f"{self.prefix}member", MemberRow, "ORDER BY mb_no"):
            gone = row.mb_leave_date.strip() or row.mb_intercept_date.strip()
            joined = moment_of(row.mb_datetime)
            date = joined.date() if joined else None
            yield OldMember(row.mb_id, row.mb_password, date, f"@{row.mb_id}", not gone)

    def _write(self, board: str) -> str:
        """Return a board's table, whose name a server may have in small letters."""
        name = f"{self.prefix}write_{board}"
        return self.tables.get(name.casefold(), name) if board else name


@dataclass(slots=True)
class _Board:
    """Reads one board's posts with their comments, both by their numbers."""

    site: Gnuboard5
    board: OldBoard
    row: BoardRow
    texts: Texts
    moments: Moments
    answers: Answers = field(default_factory=Answers)
    # Where answers become comments: posts with their comments and files, by what they answer.
    within: dict[int, list[Answer]] = field(default_factory=dict)

    def posts(self) -> Iterator[ArrivedPost]:
        table, database = self.site._write(self.board.key), self.site.database
        if table not in database.tables:
            return
        database.must_have(table, "wr_id", "wr_num", "wr_reply", "wr_parent", "wr_is_comment")
        database.must_have(table, "wr_option", "wr_subject", "wr_content")
        placed = "WHERE wr_is_comment = 0 ORDER BY wr_num, wr_reply, wr_id"
        self.answers = Answers.of(database.rows(table, ThreadRow, placed))
        pins = {int(each) for each in self.row.bo_notice.split(",") if number_in(each.strip())}
        if self.site.answers_are_comments:
            self.within = self._answers_by_root()
        for row, own, files in self._rows(counts_orphans=True):
            if row.is_secret:
                self.site.report.add(Note.SECRET_POSTS)
                self.site.report.add(Note.WITH_SECRETS, len(own))
            elif not self._stands_in_a_thread(row.wr_id):
                yield self._post(row, own, files, is_pinned=row.wr_id in pins)

    def _rows(
        self, *, counts_orphans: bool = False
    ) -> Iterator[tuple[WriteRow, list[WriteRow], list[FileRow]]]:
        """Yield posts with their comments and files; all come by the posts' numbers."""
        table, database = self.site._write(self.board.key), self.site.database
        in_order = "ORDER BY wr_parent, wr_comment, wr_comment_reply, wr_id"
        comments = Grouped(
            database.rows(table, WriteRow, f"WHERE wr_is_comment = 1 {in_order}"),
            lambda row: row.wr_parent,
        )
        rest = "WHERE bo_table = %s ORDER BY wr_id, bf_no"
        files = Grouped(
            database.rows(f"{self.site.prefix}board_file", FileRow, rest, [self.board.key]),
            lambda row: row.wr_id,
        )
        for row in database.rows(table, WriteRow, "WHERE wr_is_comment = 0 ORDER BY wr_id"):
            yield row, comments.of(row.wr_id), files.of(row.wr_id)
        if counts_orphans:
            self.site.report.add(Note.ORPHANS, comments.end())

    def _post(
        self,
        row: WriteRow,
        comments: Sequence[WriteRow],
        files: Sequence[FileRow],
        *,
        is_pinned: bool,
    ) -> ArrivedPost:
        report = self.site.report
        said = self.texts.post(row, files)
        created = self.moments.read(row.wr_datetime)
        thread = Thread(self.texts, report, self.moments, Voices(row.speaker), self.site.owner_of)
        thread.add_comments(comments)
        answers = self.within.get(row.wr_id, [])
        thread.add_answers(row.wr_id, answers, self.answers.parents)
        if row.has_free_fields:
            report.add(Note.FREE_FIELDS)
        category = row.ca_name.strip()
        if len(category) > MAX_CATEGORY_LENGTH:
            report.add(Note.LONG_CATEGORY)
        body, html = said_or_nothing(said.body, said.html)
        answered = self.answers.parents.get(row.wr_id)
        is_led = answered is not None and not self.site.answers_are_comments
        return ArrivedPost(
            id=str(row.wr_id),
            place=self.board.key.casefold(),
            board=self.board.plan.name,
            title=title_of(row.wr_subject, html or body, report),
            body=body,
            html=html,
            category=category if 0 < len(category) <= MAX_CATEGORY_LENGTH else None,
            created=created.isoformat(),
            views=count_of(row.wr_hit),
            recommends=count_of(row.wr_good),
            pinned=is_pinned,
            answers=str(answered) if is_led else None,
            also=[str(answer.row.wr_id) for answer in answers if not answer.row.is_secret],
            aliases=[f"{self.board.key}/{row.wr_seo_title}"] if row.wr_seo_title else [],
            comments=thread.made,
            owner=self.site.owner_of(row.speaker),
            owners=thread.owners,
        )

    def _stands_in_a_thread(self, number: int) -> bool:
        """Tell whether a post became a comment of the one that it answers."""
        return self.site.answers_are_comments and self.answers.roots.get(number) in self.within

    def _answers_by_root(self) -> dict[int, list[Answer]]:
        """Return the answers to each post that all may read; they are all in memory."""
        public: set[int] = set()
        found: dict[int, list[Answer]] = defaultdict(list)
        for row, own, files in self._rows():
            root = self.answers.roots.get(row.wr_id)
            if root is not None:
                found[root].append(Answer(row, own, files))
            elif not row.is_secret:
                public.add(row.wr_id)
        for answers in found.values():
            answers.sort(key=lambda answer: (answer.row.wr_reply, answer.row.wr_id))
        return {root: answers for root, answers in found.items() if root in public}


def _categories(row: BoardRow) -> list[str]:
    return [each.strip() for each in row.bo_category_list.split("|") if each.strip()]


def _is_closed(row: BoardRow, group: GroupRow | None) -> bool:
    """Tell whether not everybody could read a board: those of a level, of a group, of an age."""
    is_of_group = group is None or group.gr_use_access > 0
    is_of_level = max(row.bo_list_level, row.bo_read_level) > 1
    return is_of_group or is_of_level or bool(row.bo_use_cert.strip())
