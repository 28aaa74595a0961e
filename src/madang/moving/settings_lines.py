"""Lines of a site and of its boards: what they are called and what they ask for, and nobody."""

from typing import Literal, cast

import msgspec
from django.utils.translation import gettext as _

from madang.boards.api import (
    BoardPlan,
    BoardPlanError,
    board_directory,
    check_plan,
    has_board_called,
    open_board,
)
from madang.boards.models import Board, Category, Thumbnails
from madang.core.community import change_community, community, set_banner
from madang.core.db.transactions import writing

from .lines import Refused

# Columns of a board that its line has by the same names.
_SETTINGS = (
    "operators_write",
    "needs_category",
    "min_length",
    "max_posts_per_day",
    "min_account_age_days",
    "template",
    "is_closed",
)

Language = Literal["", "ko", "en"]


class SiteLine(msgspec.Struct, forbid_unknown_fields=True, tag="site"):
    """What a site is called and says of itself."""

    name: str
    tagline: str = ""
    rules: str = ""
    banner: str = ""
    reactions: list[str] = []
    noun: str = "익인"
    colour: str = ""
    language: Language = ""


class BoardLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, tag="board"):
    """A board with its categories and what its operator asks of posts."""

    name: str
    slug: str = ""
    categories: list[str] = []
    has_nicknames: bool = False
    thumbnails: Literal["NONE", "SMALL", "CARDS"] = "NONE"
    operators_write: bool = False
    needs_category: bool = False
    min_length: int = 0
    max_posts_per_day: int = 0
    min_account_age_days: int = 0
    template: str = ""
    is_closed: bool = False


_decoder = msgspec.json.Decoder(SiteLine | BoardLine)


def is_settings(line: bytes) -> bool:
    """Tell whether a line is not a post's: those say first what they are."""
    return b'"type"' in line[:20]


def take(line: bytes) -> None:
    """Open the board of a line, or take over what a site says of itself. Raises Refused."""
    try:
        given = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(str(error)) from None
    if isinstance(given, SiteLine):
        _take_site(given)
    else:
        _take_board(given)


def _take_site(line: SiteLine) -> None:
    if not community().is_founded:
        raise Refused(_("사이트의 이름과 소개는 처음 여는 페이지를 마친 다음에 가져와요."))
    reactions = " ".join(line.reactions)
    with writing():
        change_community(
            name=line.name,
            tagline=line.tagline,
            rules=line.rules,
            reactions=reactions,
            noun=line.noun,
            colour=line.colour,
            language=line.language,
        )
        set_banner(line.banner)


def _take_board(line: BoardLine) -> None:
    """Open a board as its line says; one of that name that is here stays as it is."""
    plan = BoardPlan(
        line.name, tuple(line.categories), slug=line.slug, has_nicknames=line.has_nicknames
    )
    try:
        check_plan(plan)
    except BoardPlanError as error:
        raise Refused(str(error)) from None
    with writing():
        if has_board_called(plan.name):
            return
        board = open_board(plan)
        settings = {name: getattr(line, name) for name in _SETTINGS}
        thumbnails = Thumbnails[line.thumbnails].value
        Board.objects.filter(pk=board.pk).update(thumbnails=thumbnails, **settings)
    board_directory.forget()


def site_line() -> bytes:
    """Return what the site says of itself, as a line."""
    known = community()
    return msgspec.json.encode(
        SiteLine(
            known.name,
            known.tagline,
            known.rules,
            known.banner,
            list(known.reactions),
            known.noun,
            known.colour,
            cast(Language, known.language),
        )
    )


def board_line(board: Board) -> bytes:
    """Return a board as a line."""
    names = Category.objects.filter(board=board).values_list("name", flat=True)
    return msgspec.json.encode(
        BoardLine(
            board.name,
            board.slug,
            list(names),
            board.has_nicknames,
            Thumbnails(board.thumbnails).name,  # type: ignore[arg-type]
            **{name: getattr(board, name) for name in _SETTINGS},
        )
    )
