"""`madang boards`: opening boards, and letting people in to those that are for members."""

from typing import Annotated

import typer
from rich.table import Table

from madang.core.text.door import tidy_line

from .common import _, fail, out, start_site

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar=_("이름"), help=_("게시판의 이름."), parser=tidy_line)]


@app.command("list", help=_("게시판을 보여 줘요."))
def list_() -> None:
    start_site()
    from madang.boards.api import board_directory
    from madang.core.community import community

    table = Table(box=None, pad_edge=False)
    for heading in (_("이름"), _("분류"), _("표시 이름"), _("누가 읽나요")):
        table.add_column(heading, overflow="fold")
    for board in board_directory().boards:
        categories = ", ".join(category.name for category in board.categories)
        called = _("별명") if board.has_nicknames else community().noun
        readers = _("멤버만") if board.members_only else _("누구나")
        table.add_row(board.name, categories, called, readers)
    out.print(table)


@app.command(help=_("게시판을 하나 열어요."))
def add(
    name: Name,
    category: Annotated[list[str] | None, typer.Option(help=_("분류. 여러 번 써도 돼요."))] = None,
    nicknames: Annotated[bool, typer.Option(help=_("익인 번호 대신 별명을 써요."))] = False,
    members_only: Annotated[bool, typer.Option(help=_("멤버만 읽고 써요."))] = False,
    domain: Annotated[
        list[str] | None, typer.Option(help=_("초대 코드를 보낼 이메일의 도메인."))
    ] = None,
) -> None:
    start_site()
    from madang.boards.api import BoardPlan, BoardPlanError, open_planned_board

    plan = BoardPlan(
        name=name,
        categories=tuple(category or ()),
        has_nicknames=nicknames,
        members_only=members_only,
        domains=tuple(part.lower() for part in domain or ()),
    )
    try:
        open_planned_board(plan)
    except BoardPlanError as error:
        fail(str(error))
    out.print(_("게시판을 열었어요: %s") % name, markup=False)


@app.command(help=_("멤버만 쓰는 게시판의 초대 코드를 만들어요. 지금만 보여요."))
def codes(
    name: Name,
    count: Annotated[int, typer.Option(min=1, max=500, help=_("개수."))] = 20,
    days: Annotated[int, typer.Option(min=1, max=365, help=_("며칠 동안 쓸 수 있는지."))] = 30,
) -> None:
    start_site()
    from madang.boards.api import board_directory
    from madang.membership.entry import make_codes

    board = next(
        (board for board in board_directory().boards if name in (board.name, board.slug)), None
    )
    if board is None or not board.members_only:
        fail(_("멤버만 쓰는 게시판이 아니에요: %s") % name)
    for code in make_codes(board.id, count, days):
        print(code)
