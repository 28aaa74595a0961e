"""Opening boards: the first ones of a new site, and further ones."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.reserved_words import reserved_words
from madang.core.text.door import can_be_seen, is_of_word, tidy, tidy_name

from ..models import MAX_CATEGORY_LENGTH, MAX_NAME_LENGTH, Board, Category
from . import directory


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """A board to be opened; its names are tidied, wherever they come from."""

    name: str
    categories: tuple[str, ...] = ()
    slug: str = ""
    has_nicknames: bool = False
    members_only: bool = False
    domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        tidied = filter(can_be_seen, map(tidy_name, self.categories))
        object.__setattr__(self, "name", tidy_name(self.name))
        object.__setattr__(self, "categories", tuple(dict.fromkeys(tidied)))


class NotAnOperator(Exception):
    """Only operators open boards."""


class BoardPlanError(Exception):
    """A line does not describe a board; the message says why."""


def read_plans(text: str) -> list[BoardPlan]:
    """Read boards, one a line, as `이름: 분류, 분류`; raise BoardPlanError with the line."""
    plans: list[BoardPlan] = []
    for line in filter(can_be_seen, tidy(text).split("\n")):
        name, _colon, rest = line.partition(":")
        plan = BoardPlan(name, tuple(rest.split(",")))
        check_plan(plan, line.strip(), frozenset(name_key(known.name) for known in plans))
        plans.append(plan)
    if not plans:
        raise BoardPlanError(_("게시판이 하나는 있어야 해요."))
    return plans


def check_plan(plan: BoardPlan, line: str = "", taken: frozenset[str] = frozenset()) -> None:
    """Raise BoardPlanError, with the line it came from, if there can be no such board.

    `taken` are the names of others, as `name_key` returns them.
    """
    line = line or plan.name
    if not can_be_seen(plan.name):
        raise BoardPlanError(_("게시판 이름이 없는 줄이에요: %(line)s") % {"line": line})
    if not slug_of(plan):
        said = _("이름에는 글자나 숫자가 하나는 있어야 해요: %(line)s")
        raise BoardPlanError(said % {"line": line})
    if max(len(plan.name), len(slug_of(plan))) > MAX_NAME_LENGTH or any(
        len(name) > MAX_CATEGORY_LENGTH for name in plan.categories
    ):
        raise BoardPlanError(_("이름이 너무 길어요: %(line)s") % {"line": line})
    if name_key(plan.name) in taken:
        raise BoardPlanError(_("이름이 같은 게시판이 둘 있어요: %(line)s") % {"line": line})
    if slug_of(plan) in reserved_words():
        raise BoardPlanError(_("게시판 이름으로 쓸 수 없어요: %(line)s") % {"line": line})


def name_key(name: str) -> str:
    """Return a name as names of boards are told apart: C++ is not C#, nor is Résumé Resume."""
    return tidy_name(name).casefold()


def slug_of(plan: BoardPlan) -> str:
    """Return a board's part of its address: its name, with a hyphen for what an address lacks.

    Two names may come to the same; the board that is opened second gets another.
    """
    named = tidy_name(plan.slug or plan.name).lower()
    kept = "".join(letter if is_of_word(letter) else "-" for letter in named)
    return "-".join(filter(None, kept.split("-")))


def open_first_boards(plans: list[BoardPlan]) -> None:
    """Make the first boards of a new site; belongs in the first run's transaction.

    A board that an import has made already stays as it is.
    """
    known = set(map(name_key, Board.objects.values_list("name", flat=True)))
    for plan in plans:
        if name_key(plan.name) not in known:
            open_board(plan)


def open_planned_board(plan: BoardPlan, *, by: Account | None = None) -> Board:
    """Open a further board, for operators (None: on the command line).

    Raises NotAnOperator, and BoardPlanError if it cannot be, or there is one of that name.
    """
    if by is not None and not by.is_operator:
        raise NotAnOperator
    with writing():
        check_plan(plan)
        if has_board_called(plan.name):
            raise BoardPlanError(_("이미 있는 게시판이에요: %(name)s") % {"name": plan.name})
        return open_board(plan)


def has_board_called(name: str) -> bool:
    """Tell whether there is a board of that name. One query."""
    return name_key(name) in map(name_key, Board.objects.values_list("name", flat=True))


def open_board(plan: BoardPlan) -> Board:
    """Make a board with its categories, after those that there are."""
    board = Board.objects.create(
        slug=_free_slug(plan),
        name=plan.name,
        place=Board.objects.count() + 1,
        has_nicknames=plan.has_nicknames,
        members_only=plan.members_only,
        domains=" ".join(plan.domains),
    )
    for place, name in enumerate(plan.categories, start=1):
        Category.objects.create(board=board, name=name, place=place)
    directory.board_directory.forget()
    return board


def _free_slug(plan: BoardPlan) -> str:
    """Return an address that no board has: `c`, and where that is C++'s already, `c-2`."""
    slug, taken = slug_of(plan), set(Board.objects.values_list("slug", flat=True))
    others = (f"{slug[: MAX_NAME_LENGTH - 4]}-{number}" for number in range(2, 1000))
    return next(each for each in (slug, *others) if each not in taken)
