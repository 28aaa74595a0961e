"""Moving in from another program: its database is opened, read into the spool, and loaded."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from madang.boards.api import BoardPlan, board_directory, name_key, open_first_boards
from madang.boards.models import Board, Category
from madang.core.db.transactions import writing
from madang.core.scratch import scratch

from . import members
from .addresses import Where, note_addresses
from .arrived_pictures import ArrivedPictures
from .databases.charsets import Mender
from .databases.errors import CannotLoad
from .databases.server import load_dump, throwaway_server
from .databases.tables import OldDatabase, how_to_connect
from .foreign_html import OwnAddresses
from .gnuboard5 import site as gnuboard5
from .lines import Refused, checked
from .load import Loaded, load
from .old_site import OldBoard, OldSite
from .report import Note, Report
from .rhymix import site as rhymix
from .spool import Reading, Spool

PROGRAMS = (gnuboard5.NAME, rhymix.NAME)
# Where the programs keep what was sent to them, below the folder of the site.
# Below which a site's pages stood, for its relative links.
_BASES = {gnuboard5.NAME: "/bbs/", rhymix.NAME: "/"}
_FOLDERS = {gnuboard5.NAME: ("data/",), rhymix.NAME: ("files/",)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be moved, and how.

    `source` is a dump or an address of a database; `files` the other site's folder, `address`
    where it was on the web.
    """

    program: str
    source: str
    files: Path | None = None
    address: str = ""
    prefix: str = ""
    answers_are_comments: bool = False
    with_members: bool = False
    # Whether what members wrote becomes theirs here.
    ties: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What came in, and what there is to tell of it."""

    reading: Reading
    loaded: Loaded
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told how far it is: rows read of about so many, then rows written."""

    read: Callable[[int, int], None]
    written: Callable[[int, int], None]


def move_in(wanted: Wanted, watching: Watching) -> Moved:
    """Bring in what another program's site has that everybody may read; go on where it ended.

    Raises CannotLoad, and Busy while another import goes on.
    """
    report, mender = Report(), Mender()
    with _opened(wanted, report, mender) as site, Spool(wanted.program) as spool:
        boards = site.boards()
        if not boards:
            raise CannotLoad(_("이 프로그램의 게시판이 들어 있지 않아요."))
        plans = _plans(boards)
        if wanted.with_members:
            owners = members.bring_in(site.members(), report, ties=wanted.ties)
            site.owners = owners if wanted.ties else {}
        _read(site, boards, spool, watching)
        pictures = ArrivedPictures(wanted.files, wanted.program)
        rows = spool.reading.posts + spool.reading.comments
        with writing():
            # In their order, also those on which nothing stands.
            open_first_boards(list(plans.values()))
        loaded = load(
            spool, lambda done: watching.written(done, rows), plans=plans, pictures=pictures
        )
        _note_boards(wanted.program, boards, site.other_words())
    report.add(Note.TIED, loaded.tied)
    _note_mended(report, mender, pictures)
    return Moved(spool.reading, loaded, report.lines())


@contextmanager
def _opened(wanted: Wanted, report: Report, mender: Mender) -> Iterator[OldSite]:
    """Open a dump in a server of its own, or a database that runs."""
    program = gnuboard5 if wanted.program == gnuboard5.NAME else rhymix
    if "://" in wanted.source:
        yield _site(wanted, OldDatabase(how_to_connect(wanted.source), mender), report)
        return
    with scratch("import-database") as folder, throwaway_server(folder) as socket:
        try:
            errors = load_dump(Path(wanted.source), socket, program.is_wanted, mender)
        except (OSError, EOFError, zlib.error) as error:
            raise CannotLoad(_("덤프 파일을 끝까지 읽을 수 없어요: %s") % error) from None
        if errors:
            raise CannotLoad("\n".join([_("덤프 파일의 일부가 들어가지 않았어요:"), *errors]))
        how = {"unix_socket": str(socket), "user": "root", "database": "old"}
        yield _site(wanted, OldDatabase(how, mender), report)


def _site(wanted: Wanted, database: OldDatabase, report: Report) -> OldSite:
    host = (urlsplit(wanted.address).hostname or "").removeprefix("www.")
    hosts = frozenset(filter(None, [host]))
    own = OwnAddresses(hosts, _FOLDERS[wanted.program], _BASES[wanted.program])
    site: OldSite
    if wanted.program == gnuboard5.NAME:
        site = gnuboard5.Gnuboard5(
            database,
            report,
            own,
            prefix=wanted.prefix,
            answers_are_comments=wanted.answers_are_comments,
        )
    else:
        site = rhymix.Rhymix(database, report, own, prefix=wanted.prefix)
    return site


def _plans(boards: list[OldBoard]) -> dict[str, BoardPlan]:
    """Return the boards' plans by their names. Raises CannotLoad where one would become public."""
    closed = {name_key(b.name): b.members_only for b in Board.objects.all()}
    for board in boards:
        is_closed = closed.get(name_key(board.plan.name))
        if board.plan.members_only and is_closed is False:
            raise CannotLoad(
                _("%s: 멤버만 읽던 게시판인데, 같은 이름의 게시판이 모두에게 열려 있어요.")
                % board.plan.name
            )
    return {board.plan.name: board.plan for board in boards}


def _read(site: OldSite, boards: list[OldBoard], spool: Spool, watching: Watching) -> None:
    total = site.count()
    for post in site.posts(boards):
        where = f"{post.place} {post.id}"
        try:
            spool.take(checked(post), where, 0)
        except Refused as refusal:
            spool.reading.refuse(where, 0, str(refusal))
        watching.read(1 + len(post.comments), total)


def _note_boards(program: str, boards: list[OldBoard], others: set[str]) -> None:
    """Note where boards and categories are now, by their old names and numbers.

    `others` are words below which something else was found there: a number behind them means
    nothing here.
    """
    board_directory.forget()
    here = {name_key(board.name): board for board in board_directory().boards}
    noted: list[tuple[str, Where, int]] = []
    for board in boards:
        found = here.get(name_key(board.plan.name))
        if found is None:
            continue
        noted.append((board.key, Where.BOARD, found.id))
        own = {each.name: each.pk for each in Category.objects.filter(board=found.id)}
        noted += [
            (f"{board.key}/category/{number}", Where.CATEGORY, own[name])
            for number, name in board.categories.items()
            if name in own
        ]
    known = {board.key.casefold() for board in boards}
    noted += [(word, Where.NOWHERE, 0) for word in others if word.casefold() not in known]
    with writing():
        note_addresses(program, noted)


def _note_mended(report: Report, mender: Mender, pictures: ArrivedPictures) -> None:
    names = {"cp949": Note.CP949, "mojibake": Note.MOJIBAKE, "cut": Note.CUT}
    for name, note in names.items():
        report.add(note, mender.counts[name])
    notes = {"kept": Note.PICTURES, "missing": Note.PICTURES_MISSING}
    notes["refused"] = Note.PICTURES_REFUSED
    for name, note in notes.items():
        report.add(note, pictures.counts[name])
