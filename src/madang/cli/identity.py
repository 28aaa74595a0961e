"""`madang identity`: opening the seal of one post, where the law compels the operator."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .common import _, fail, out, start_site

if TYPE_CHECKING:
    from madang.accounts.models import Account

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
Number = Annotated[int, typer.Argument(metavar=_("번호"), help=_("open이 준 번호."))]


@app.command(
    "open",
    help=_("글이나 댓글 하나를 누가 썼는지 확인을 요청해요. 다른 운영자가 승인해야 볼 수 있어요."),
)
def open_(
    post: Annotated[int, typer.Argument(metavar=_("글"), help=_("글의 번호."))],
    ground: Annotated[str, typer.Option(help="warrant, request, danger, other")],
    reason: Annotated[str, typer.Option(help=_("이유: 어느 기관의 어느 문서인지."))],
    comment: Annotated[int | None, typer.Option(help=_("그 글의 댓글 번호."))] = None,
) -> None:
    start_site()
    from django.conf import settings

    from madang.moderation.models import Ground
    from madang.moderation.openings import ask

    if ground not in Ground.values:
        fail(_("근거는 이 가운데 하나예요: %s") % ", ".join(Ground.values))
    with _saying_why():
        operator = _operator()
        opening = ask(by=operator, post=post, comment=comment, ground=Ground(ground), reason=reason)
    out.print(
        _(
            "%d번으로 등록했어요. %d시간 안에 다른 운영자가 madang identity "
            "approve %d 를 실행해야 해요."
        )
        % (opening.pk, settings.OPENING_HOURS, opening.pk)
    )


@app.command(help=_("다른 운영자의 요청을 읽고 승인해요."))
def approve(number: Number) -> None:
    start_site()
    from madang.moderation.models import SealOpening
    from madang.moderation.openings import approve

    asked = SealOpening.objects.filter(pk=number).first()
    if asked is not None:
        what = f"{asked.post}" + (f" · c{asked.comment}" if asked.comment else "")
        out.print(_("글: %s  근거: %s") % (what, asked.get_ground_display()))
        out.print(_("이유: %s") % asked.reason, markup=False)
    with _saying_why():
        approve(number, by=_operator())
    out.print(_("승인했어요. 요청한 사람이 madang identity answer %d 로 볼 수 있어요.") % number)


@app.command(help=_("승인된 요청의 답을 한 번 보여 줘요: 쓴 사람의 아이디."))
def answer(number: Number) -> None:
    start_site()
    from madang.moderation.openings import answer

    with _saying_why():
        name = answer(number, by=_operator())
    out.print(name, markup=False)


@app.command("list", help=_("이제까지의 요청을 보여 줘요."))
def list_() -> None:
    start_site()
    from madang.moderation.queries import register

    table = Table(box=None, pad_edge=False)
    for heading in (_("번호"), _("요청일"), _("근거"), _("결과")):
        table.add_column(heading)
    for entry in register():
        outcome = str(entry.outcome.label)
        table.add_row(str(entry.number), str(entry.day), str(entry.ground), outcome)
    out.print(table)


def _operator() -> "Account":
    from madang.moderation.openings import operator_called

    name = typer.prompt(_("아이디"))
    return operator_called(name, typer.prompt(_("비밀번호"), hide_input=True))


@contextmanager
def _saying_why() -> Iterator[None]:
    from madang.moderation.openings import OpeningRefused

    try:
        yield
    except OpeningRefused as refused:
        fail(str(refused.why.label))
