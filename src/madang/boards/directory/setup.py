"""Opening boards: the first ones of a new site, and further ones."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.reserved_words import reserved_words

from ..models import MAX_CATEGORY_LENGTH, MAX_NAME_LENGTH, Board, Category
from . import directory


@dataclass(frozen=True, slots=True)
class BoardPlan:
    name: str
    categories: tuple[str, ...] = ()
    slug: str = ""
    has_nicknames: bool = False
    members_only: bool = False
    domains: tuple[str, ...] = ()


class NotAnOperator(Exception):
    """Only operators open boards."""


class BoardPlanError(Exception):
    """A line does not describe a board; the message says why."""


def read_plans(text: str) -> list[BoardPlan]:
    """Read boards, one a line, as `이름: 분류, 분류`; raise BoardPlanError with the line."""
    plans: list[BoardPlan] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, _colon, rest = line.partition(":")
        categories = [part.strip() for part in rest.split(",") if part.strip()]
        plan = BoardPlan(name.strip(), tuple(dict.fromkeys(categories)))
        check_plan(plan, line, frozenset(map(slug_of, plans)))
        plans.append(plan)
    if not plans:
        raise BoardPlanError(_("게시판이 하나는 있어야 해요."))
    return plans


def check_plan(plan: BoardPlan, line: str = "", taken: frozenset[str] = frozenset()) -> None:
    """Raise BoardPlanError, with the line it came from, if there can be no such board."""
    line = line or plan.name
    if not plan.name or not slug_of(plan):
        raise BoardPlanError(_("게시판 이름이 없는 줄이에요: %(line)s") % {"line": line})
    if max(len(plan.name), len(slug_of(plan))) > MAX_NAME_LENGTH or any(
        len(name) > MAX_CATEGORY_LENGTH for name in plan.categories
    ):
        raise BoardPlanError(_("이름이 너무 길어요: %(line)s") % {"line": line})
    if slug_of(plan) in taken:
        raise BoardPlanError(_("이름이 같은 게시판이 둘 있어요: %(line)s") % {"line": line})
    if slug_of(plan) in reserved_words():
        raise BoardPlanError(_("게시판 이름으로 쓸 수 없는 말이에요: %(line)s") % {"line": line})


def slug_of(plan: BoardPlan) -> str:
    """Return a board's part of its address: its name, with a hyphen for what an address lacks."""
    kept = "".join(ch if ch.isalnum() else "-" for ch in (plan.slug or plan.name).lower())
    return "-".join(filter(None, kept.split("-")))


def open_first_boards(plans: list[BoardPlan]) -> None:
    """Make the first boards of a new site; belongs in the first run's transaction.

    A board that an import has made already stays as it is.
    """
    known = set(Board.objects.values_list("slug", flat=True))
    for plan in plans:
        if slug_of(plan) not in known:
            open_board(plan)


def open_planned_board(plan: BoardPlan, *, by: Account | None = None) -> Board:
    """Open a further board, for operators (None: on the command line).

    Raises NotAnOperator, and BoardPlanError if it cannot be, or there is one of that name.
    """
    if by is not None and not by.is_operator:
        raise NotAnOperator
    with writing():
        if Board.objects.filter(slug=slug_of(plan)).exists():
            raise BoardPlanError(_("이미 있는 게시판이에요: %(name)s") % {"name": plan.name})
        check_plan(plan)
        return open_board(plan)


def open_board(plan: BoardPlan) -> Board:
    """Make a board with its categories, after those that there are."""
    board = Board.objects.create(
        slug=slug_of(plan),
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
