"""`madang operators`: who keeps the site."""

from typing import Annotated

import typer

from madang.core.text.door import tidy_line

from .common import _, fail, out, start_site

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
Name = Annotated[
    str, typer.Argument(metavar=_("아이디"), help=_("가입되어 있는 계정."), parser=tidy_line)
]


@app.command("list", help=_("운영자의 아이디를 보여 줘요."))
def list_() -> None:
    start_site()
    from madang.accounts.operators import operators

    for name in operators():
        out.print(name, markup=False)


@app.command(help=_("가입한 사람을 운영자로 지정해요."))
def add(name: Name) -> None:
    start_site()
    from madang.accounts.operators import NoSuchAccount, make_operator

    try:
        make_operator(name)
    except NoSuchAccount:
        fail(_("계정을 찾을 수 없어요: %s") % name)
    out.print(_("운영자가 되었어요: %s") % name, markup=False)


@app.command(help=_("운영자 권한을 해제해요. 계정은 남아요."))
def remove(name: Name) -> None:
    start_site()
    from madang.accounts.operators import LastOperator, NoSuchAccount, make_member

    try:
        make_member(name)
    except NoSuchAccount:
        fail(_("운영자를 찾을 수 없어요: %s") % name)
    except LastOperator:
        fail(_("운영자가 한 명뿐이라 그만둘 수 없어요."))
    out.print(_("이제 운영자가 아니에요: %s") % name, markup=False)
