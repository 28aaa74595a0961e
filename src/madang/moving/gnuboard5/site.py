"""A site of gnuboard5, as the importer reads it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ..databases.tables import OldDatabase
from ..foreign_html import OwnPath
from ..lines import ArrivedPost
from ..old_site import (
    BoardNames,
    Moments,
    OldBoard,
    OldMember,
    OldSite,
    Voices,
    moment_of,
    title_of,
)
from ..report import Note, Report
from .rows import BoardRow, FileRow, GroupRow, MemberRow, ThreadRow, WriteRow
from .texts import Texts
from .threads import Answers, Thread, by_parent

NAME = "gnuboard5"
_TABLES = re.compile(r"(?:board|group|member|board_file|write_\w+)$")
MAX_CATEGORY = 30


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
        own_path: OwnPath,
        *,
        prefix: str = "",
        answers_are_comments: bool = False,
    ) -> None:
        super().__init__(report)
        self.database, self.own_path = database, own_path
        self.prefix = prefix or _prefix_of(database)
        self.answers_are_comments = answers_are_comments

    def boards(self) -> list[OldBoard]:
        groups = {row.gr_id: row for row in self.database.rows(f"{self.prefix}group", GroupRow)}
        rows = sorted(
            self.database.rows(f"{self.prefix}board", BoardRow),
            key=lambda row: (row.bo_order, row.bo_table),
        )
        names = BoardNames([row.bo_table for row in rows], self.report)
        self._rows = {row.bo_table: row for row in rows}
        return [
            OldBoard(
                row.bo_table,
                names.plan(
                    row.bo_subject,
                    row.bo_table,
                    _categories(row),
                    members_only=_is_closed(row, groups.get(row.gr_id)),
                ),
            )
            for row in rows
        ]

    def count(self) -> int:
        tables = (name for name in self.database.tables if name.startswith(self._write("")))
        return sum(map(self.database.count, tables))

    def posts(self, boards: Iterable[OldBoard]) -> Iterator[ArrivedPost]:
        for board in boards:
            row = self._rows[board.key]
            texts = Texts(board.key, self.own_path, self.report)
            reading = _Board(self, board, row, texts, Moments(self.report))
            yield from reading.posts()

    def members(self) -> Iterator[OldMember]:
        for row in self.database.rows(f"{self.prefix}member", MemberRow, "ORDER BY mb_no"):
            gone = row.mb_leave_date.strip() or row.mb_intercept_date.strip()
            joined = moment_of(row.mb_datetime)
            yield OldMember(row.mb_id, row.mb_password, joined.date() if joined else None, not gone)

    def _write(self, board: str) -> str:
        return f"{self.prefix}write_{board}"


@dataclass(slots=True)
class _Board:
    """Reads one board's posts with their comments, both by their numbers."""

    site: Gnuboard5
    board: OldBoard
    row: BoardRow
    texts: Texts
    moments: Moments
    answers: Answers = field(default_factory=Answers)
    secret: set[int] = field(default_factory=set)

    def posts(self) -> Iterator[ArrivedPost]:
        table, database = self.site._write(self.board.key), self.site.database
        is_post, is_comment = "wr_is_comment = 0", "wr_is_comment = 1"
        placed = f"WHERE {is_post} ORDER BY wr_num, wr_reply, wr_id"
        self.answers = Answers.of(database.rows(table, ThreadRow, placed))
        in_order = "ORDER BY wr_parent, wr_comment, wr_comment_reply, wr_id"
        comments = by_parent(database.rows(table, WriteRow, f"WHERE {is_comment} {in_order}"))
        rows = database.rows(table, WriteRow, f"WHERE {is_post} ORDER BY wr_id")
        files = _Files(self.site, self.board.key)
        pins = {int(each) for each in self.row.bo_notice.split(",") if each.strip().isdigit()}
        for row, own in self._together(rows, comments):
            if row.is_secret:
                self.site.report.add(Note.SECRET_POSTS)
                self.site.report.add(Note.WITH_SECRETS, len(own))
                continue
            if self.site.answers_are_comments and self._stands_in_a_thread(row.wr_id):
                continue
            yield self._post(row, own, files.of(row.wr_id), is_pinned=row.wr_id in pins)

    def _together(
        self, posts: Iterable[WriteRow], comments: Iterator[tuple[int, list[WriteRow]]]
    ) -> Iterator[tuple[WriteRow, list[WriteRow]]]:
        """Yield posts with their comments; both come by the posts' numbers."""
        number, group = next(comments, (None, []))
        for row in posts:
            while number is not None and number < row.wr_id:
                self.site.report.add(Note.ORPHANS, len(group))
                number, group = next(comments, (None, []))
            if number == row.wr_id:
                yield row, group
                number, group = next(comments, (None, []))
            else:
                yield row, []
        rest = group if number is not None else []
        self.site.report.add(Note.ORPHANS, len(rest) + sum(len(more) for _, more in comments))

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
        thread = Thread(self.texts, report, self.moments, Voices(row.speaker))
        thread.add_comments(comments)
        if self.site.answers_are_comments:
            self._add_answers(row.wr_id, thread)
        if row.has_free_fields:
            report.add(Note.FREE_FIELDS)
        category = row.ca_name.strip()
        if len(category) > MAX_CATEGORY:
            report.add(Note.LONG_CATEGORY)
        answered = self.answers.parents.get(row.wr_id)
        is_led = answered is not None and not self.site.answers_are_comments
        return ArrivedPost(
            id=str(row.wr_id),
            place=self.board.key,
            board=self.board.plan.name,
            title=title_of(row.wr_subject, said.html or said.body, report),
            body=said.body or ("" if said.html else "(내용 없음)"),
            html=said.html,
            category=category if 0 < len(category) <= MAX_CATEGORY else None,
            created=created.isoformat(),
            views=max(0, row.wr_hit),
            recommends=max(0, row.wr_good),
            pinned=is_pinned,
            answers=str(answered) if is_led else None,
            aliases=[f"{self.board.key}/{row.wr_seo_title}"] if row.wr_seo_title else [],
            comments=thread.made,
        )

    def _stands_in_a_thread(self, number: int) -> bool:
        """Tell whether an answer's first post is shown, so that it can be its comment."""
        root = self.answers.roots.get(number)
        return root is not None and root not in self._secret_roots()

    def _secret_roots(self) -> set[int]:
        if not self.secret and self.answers.roots:
            table = self.site._write(self.board.key)
            where = "WHERE wr_is_comment = 0 AND FIND_IN_SET('secret', wr_option)"
            rows = self.site.database.rows(table, ThreadRow, where)
            self.secret = {row.wr_id for row in rows} or {0}
        return self.secret

    def _add_answers(self, root: int, thread: Thread) -> None:
        numbers = [number for number, its in self.answers.roots.items() if its == root]
        if not numbers:
            return
        table, database = self.site._write(self.board.key), self.site.database
        within = "WHERE wr_is_comment = 0 AND wr_id IN %s ORDER BY wr_reply, wr_id"
        answers = list(database.rows(table, WriteRow, within, [numbers]))
        theirs = (
            "WHERE wr_is_comment = 1 AND wr_parent IN %s"
            " ORDER BY wr_parent, wr_comment, wr_comment_reply, wr_id"
        )
        comments = dict(by_parent(database.rows(table, WriteRow, theirs, [numbers])))
        thread.add_answers(root, answers, self.answers.parents, comments)


class _Files:
    """The files of one board, by the posts they were attached to, which are asked for in order."""

    def __init__(self, site: Gnuboard5, board: str) -> None:
        rest = "WHERE bo_table = %s ORDER BY wr_id, bf_no"
        table = f"{site.prefix}board_file"
        self.rows = chain(site.database.rows(table, FileRow, rest, [board]))
        self.next = next(self.rows, None)

    def of(self, number: int) -> list[FileRow]:
        """Return what was attached to a post."""
        found = []
        while self.next is not None and self.next.wr_id <= number:
            if self.next.wr_id == number:
                found.append(self.next)
            self.next = next(self.rows, None)
        return found


def _prefix_of(database: OldDatabase) -> str:
    """Return what the names of the tables begin with: `g5_` where nothing else was chosen."""
    for table in sorted(database.tables):
        if table.endswith("board") and database.has(table, "bo_table", "bo_subject"):
            return table.removesuffix("board")
    return "g5_"


def _categories(row: BoardRow) -> list[str]:
    return [each.strip() for each in row.bo_category_list.split("|") if each.strip()]


def _is_closed(row: BoardRow, group: GroupRow | None) -> bool:
    """Tell whether not everybody could read a board: those of a level, of a group, of an age."""
    is_of_group = group is not None and group.gr_use_access > 0
    is_of_level = max(row.bo_list_level, row.bo_read_level) > 1
    return is_of_group or is_of_level or bool(row.bo_use_cert.strip())
