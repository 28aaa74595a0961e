"""A site of Rhymix or XE, as the importer reads it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from typing import TypeVar

from madang.boards.models import MAX_CATEGORY_LENGTH
from madang.core.text.door import tidy_name

from ..attached import attached_file, attached_picture, is_picture
from ..databases.tables import OldDatabase
from ..foreign_html import OwnAddresses, readable
from ..lines import ArrivedPost, CommentLine, PollLine
from ..old_site import (
    BoardNames,
    Grouped,
    Moments,
    OldBoard,
    OldMember,
    OldSite,
    count_of,
    moment_of,
    said_or_nothing,
    tags_of,
    title_of,
)
from ..report import Note, Report
from ..voices import Voices
from .polls import polls_of
from .rows import (
    AliasRow,
    CategoryRow,
    CommentRow,
    DocumentRow,
    FileRow,
    GrantRow,
    MemberRow,
    ModuleRow,
    PlaceRow,
    SettingRow,
    names_of_many,
    speaker_of,
)

NAME = "rhymix"
# All documents are numbered together.
PLACE = "document"
_TABLES = re.compile(
    r"(?:modules|module_grants|module_extra_vars|documents|document_categories|document_aliases"
    r"|document_extra_vars|comments|comments_list|files|member|poll|poll_title|poll_item)$"
)
# What a reader may be kept from by a board's grants.
_READING = ("access", "list", "view")
_EVERYBODY = 0

Row = TypeVar("Row")


def is_wanted(table: str) -> bool:
    """Tell whether a table of a dump is read: no sessions, no messages, no points."""
    return _TABLES.search(table) is not None


class Rhymix(OldSite):
    """A site of Rhymix or XE."""

    name = NAME

    def __init__(
        self, database: OldDatabase, report: Report, own: OwnAddresses, *, prefix: str = ""
    ) -> None:
        super().__init__(report)
        self.database, self.own = database, own
        self.prefix = prefix or database.prefix_of("documents", "document_srl", "module_srl")
        # Which boards were for some, or for nobody else, is told by these alone.
        database.must_have(f"{self.prefix}modules", "module_srl", "module", "mid")
        database.must_have(f"{self.prefix}module_grants", "module_srl", "name", "group_srl")
        database.must_have(f"{self.prefix}module_extra_vars", "module_srl", "name", "value")
        documents = f"{self.prefix}documents"
        if not database.has(documents, "is_secret"):
            database.must_have(documents, "status")

    def boards(self) -> list[OldBoard]:
        rows = list(self._rows("modules", ModuleRow, "WHERE module = 'board' ORDER BY module_srl"))
        mids = [row.mid for row in self._rows("modules", ModuleRow)]
        names, found = BoardNames(mids, self.report), []
        self._boards = {row.module_srl for row in rows}
        closed, settings = self._closed(), self._settings()
        categories = self._categories()
        self._by_module: dict[int, OldBoard] = {}
        self._consulting = {srl for srl, name in settings if name == "consultation"}
        for row in rows:
            if row.module_srl in self._consulting:
                continue
            own = categories[row.module_srl]
            title = "" if "$user_lang" in row.browser_title else row.browser_title
            plan = names.plan(title, row.mid, own.values(), members_only=row.module_srl in closed)
            board = OldBoard(row.mid, plan, own)
            self._by_module[row.module_srl] = board
            found.append(board)
        return found

    def other_words(self) -> set[str]:
        """Return the addresses of pages, of boards that are left out, and of whatever else."""
        return {row.mid for row in self._rows("modules", ModuleRow)}

    def count(self) -> int:
        return sum(
            self.database.count(f"{self.prefix}{name}") for name in ("documents", "comments")
        )

    def posts(self, boards: Iterable[OldBoard]) -> Iterator[ArrivedPost]:
        reading = _Documents(self, self._by_module)
        yield from reading.posts()
        documents = f"{self.prefix}documents"
        for number in self._consulting:
            asked = self.database.count(documents, f"module_srl = {number}")
            self.report.add(Note.SECRET_POSTS, asked)

    def members(self) -> Iterator[OldMember]:
        for row in self._rows("member", MemberRow, "ORDER BY member_srl"):
            joined = moment_of(row.regdate)
            may_sign_in = row.denied.upper() != "Y" and row.status.upper() in ("APPROVED", "")
            date = joined.date() if joined else None
            speaker = f"@{row.member_srl}"
            yield OldMember(row.user_id, row.password, date, speaker, may_sign_in)

    def _rows(self, table: str, kind: type[Row], rest: str = "") -> Iterator[Row]:
        return self.database.rows(f"{self.prefix}{table}", kind, rest)

    def _closed(self) -> set[int]:
        """Return the modules that not everybody may read."""
        groups: dict[tuple[int, str], set[int]] = defaultdict(set)
        for row in self._rows("module_grants", GrantRow):
            if row.name in _READING:
                groups[row.module_srl, row.name].add(row.group_srl)
        return {srl for (srl, _), granted in groups.items() if _EVERYBODY not in granted}

    def _settings(self) -> set[tuple[int, str]]:
        """Return which modules have which settings on."""
        rows = self._rows("module_extra_vars", SettingRow, "WHERE value = 'Y'")
        return {(row.module_srl, row.name) for row in rows}

    def _telling_apart(self) -> set[int]:
        """Return the modules whose anonymous names have a number of the writer's (`$NUM`)."""
        named = "WHERE name = 'anonymous_name' AND value LIKE '%%$%%'"
        return {row.module_srl for row in self._rows("module_extra_vars", SettingRow, named)}

    def _categories(self) -> dict[int, dict[str, str]]:
        """Return the names of each board's categories by their numbers."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for row in self._rows("document_categories", CategoryRow, "ORDER BY list_order"):
            found[row.module_srl][str(row.category_srl)] = tidy_name(unescape(row.title))
        return found


@dataclass(slots=True)
class _Documents:
    """Reads all documents of boards, with what belongs to them, by their numbers."""

    site: Rhymix
    boards: dict[int, OldBoard]
    moments: Moments = field(init=False)
    polls: dict[int, PollLine] = field(init=False)
    # Of comments, by their numbers: few have any.
    files: dict[int, list[FileRow]] = field(init=False)
    # Names in the thread that is read that more than one anonymous person had.
    one_of_many: frozenset[str] = frozenset()
    # Boards on which anonymous people could be told apart.
    telling_apart: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.moments = Moments(self.site.report)
        self.polls = polls_of(self.site.database, self.site.prefix, self.site.report)
        self.telling_apart = self.site._telling_apart()
        self.files = defaultdict(list)
        of_comments = "WHERE upload_target_type = 'com' ORDER BY file_srl"
        if self.site.database.has(f"{self.site.prefix}files", "upload_target_type"):
            for file in self.site._rows("files", FileRow, of_comments):
                self.files[file.upload_target_srl].append(file)
        extra = self.site.database.count(f"{self.site.prefix}document_extra_vars")
        self.site.report.add(Note.FREE_FIELDS, extra)

    def posts(self) -> Iterator[ArrivedPost]:
        rows, report = self.site._rows, self.site.report
        comments = Grouped(
            rows("comments", CommentRow, "ORDER BY document_srl, comment_srl"),
            lambda row: row.document_srl,
        )
        places = Grouped(
            rows("comments_list", PlaceRow, "ORDER BY document_srl, head, arrange"),
            lambda row: row.document_srl,
        )
        files = Grouped(
            rows("files", FileRow, "ORDER BY upload_target_srl, file_srl"),
            lambda row: row.upload_target_srl,
        )
        aliases = Grouped(
            rows("document_aliases", AliasRow, "ORDER BY document_srl"),
            lambda row: row.document_srl,
        )
        for row in rows("documents", DocumentRow, "ORDER BY document_srl"):
            number = row.document_srl
            own, order = comments.of(number), places.of(number)
            attached, named = files.of(number), aliases.of(number)
            if row.module_srl not in self.boards:
                is_page = row.module_srl not in self.site._boards and row.is_public
                report.add(Note.OTHER_PAGES, is_page)
                continue
            if not row.is_public:
                report.add(Note.SECRET_POSTS)
                report.add(Note.WITH_SECRETS, len(own))
                continue
            yield self._post(row, _in_order(own, order), attached, named)
        report.add(Note.ORPHANS, comments.end())

    def _post(
        self,
        row: DocumentRow,
        comments: Sequence[CommentRow],
        files: Sequence[FileRow],
        aliases: Sequence[AliasRow],
    ) -> ArrivedPost:
        report, board = self.site.report, self.boards[row.module_srl]
        html = readable(row.content, self.site.own) + self._attached(row.content, files)
        body, html = said_or_nothing("", html)
        created = self.moments.read(row.regdate)
        category = board.categories.get(str(row.category_srl), "")
        if len(category) > MAX_CATEGORY_LENGTH:
            report.add(Note.LONG_CATEGORY)
            category = ""
        made, owners = self._comments(row, comments)
        return ArrivedPost(
            id=str(row.document_srl),
            place=PLACE,
            board=board.plan.name,
            title=title_of(row.title, html or body, report),
            body=body,
            html=html,
            category=category or None,
            created=created.isoformat(),
            views=count_of(row.readed_count),
            recommends=count_of(row.voted_count),
            pinned=row.is_notice.upper() in ("Y", "A"),
            tags=tags_of(row.tags.split(","), report),
            poll=self.polls.get(row.document_srl),
            aliases=[
                *(f"{board.key}/entry/{alias.alias_title}" for alias in aliases),
                *(f"file/{file.file_srl}" for file in files),
            ],
            comments=made,
            owner=self.site.owner_of(_member(row)),
            owners=owners,
        )

    def _comments(
        self, row: DocumentRow, comments: Sequence[CommentRow]
    ) -> tuple[list[CommentLine], list[str]]:
        """Return the comments that all may read, and whose they are.

        What answers another one stays below the next above it.
        """
        self.one_of_many = names_of_many([row, *comments])
        if row.module_srl not in self.telling_apart:
            said: list[DocumentRow | CommentRow] = [row, *comments]
            self.one_of_many |= {one.nick_name for one in said if one.member_srl < 0}
        voices, made = Voices(speaker_of(row, self.one_of_many)), list[CommentLine]()
        parents = {comment.comment_srl: comment.parent_srl for comment in comments}
        answered = {comment.parent_srl for comment in comments}
        here: dict[int, int] = {}
        owners: list[str] = []
        for comment in comments:
            is_place = comment.is_deleted and comment.comment_srl in answered
            if not (comment.is_public or is_place):
                self.site.report.add(Note.SECRET_COMMENTS, not comment.is_deleted)
                continue
            line = self._comment(comment, voices)
            line.reply_to = _above(comment.parent_srl, parents, here)
            made.append(line)
            owners.append("" if line.deleted else self.site.owner_of(_member(comment)))
            here[comment.comment_srl] = len(made)
        return made, owners

    def _comment(self, row: CommentRow, voices: Voices) -> CommentLine:
        created = self.moments.read(row.regdate, self.moments.last).isoformat()
        if not row.is_public:
            return CommentLine(created=created, deleted=True)
        files = self.files.get(row.comment_srl, [])
        html = readable(row.content, self.site.own) + self._attached(row.content, files)
        body, html = said_or_nothing("", html)
        return CommentLine(
            body=body,
            html=html,
            voice=voices.of(speaker_of(row, self.one_of_many)),
            created=created,
            likes=count_of(row.voted_count),
        )

    def _attached(self, content: str, files: Sequence[FileRow]) -> str:
        """Return what was attached and does not stand in the text: pictures, and other names."""
        made = []
        for file in files:
            name = PurePosixPath(file.uploaded_filename).name
            if file.isvalid.upper() != "Y" or not name or name in content:
                continue
            if is_picture(file.source_filename):
                path = file.uploaded_filename.removeprefix("./").lstrip("/")
                made.append(attached_picture(path))
            else:
                self.site.report.add(Note.OTHER_FILES)
                made.append(attached_file(file.source_filename))
        return "".join(made)


def _member(row: DocumentRow | CommentRow) -> str | None:
    """Return what stands for the member who wrote something under their name; None: nobody."""
    return f"@{row.member_srl}" if row.member_srl > 0 else None


def _in_order(comments: Sequence[CommentRow], places: Sequence[PlaceRow]) -> list[CommentRow]:
    """Return comments as they stood on the page; those without a place come last."""
    at = {place.comment_srl: number for number, place in enumerate(places)}
    return sorted(comments, key=lambda row: (at.get(row.comment_srl, len(at)), row.comment_srl))


def _above(parent: int, parents: dict[int, int], here: dict[int, int]) -> int | None:
    """Return the number here of the next comment above that came in."""
    seen: set[int] = set()
    while parent and parent not in seen:
        if parent in here:
            return here[parent]
        seen.add(parent)
        parent = parents.get(parent, 0)
    return None
