"""`madang apps`: which apps are on, and letting go of what apps left that are off."""

from typing import Annotated

import typer
from rich.table import Table

from .common import _, fail, open_site, out, saying_what_is_wrong

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.command("list", help=_("앱이 켜져 있는지, 꺼진 앱의 자료가 남아 있는지 보여 줘요."))
def list_() -> None:
    open_site()
    from django.conf import settings

    from madang.core.apps import APPS
    from madang.operations.switched_off import left_by_apps

    with saying_what_is_wrong():
        left = left_by_apps()
    table = Table(box=None, pad_edge=False)
    for heading in (_("이름"), _("상태"), _("남은 자료")):
        table.add_column(heading)
    for name in APPS:
        state = _("켜짐") if name in settings.APPS_ON else _("꺼짐")
        table.add_row(name, state, f"{left[name]:,}" if name in left else "")
    out.print(table)


@app.command(help=_("꺼진 앱과 그 위의 앱의 표를 모두 지워요. 되돌릴 수 없어요."))
def delete(
    name: Annotated[str, typer.Argument(metavar=_("이름"), help=_("앱의 이름."))],
    yes: Annotated[bool, typer.Option(help=_("묻지 않고 지워요."))] = False,
) -> None:
    open_site()
    from madang.operations.switched_off import (
        AppIsOn,
        delete_tables,
        left_by_apps,
        with_those_above,
    )

    try:
        gone, left = with_those_above(name), left_by_apps()
    except AppIsOn:
        fail(_("%s: 켜져 있는 앱이에요. MADANG_APPS에서 먼저 빼세요.") % name)
    except KeyError:
        fail(_("앱을 찾을 수 없어요: %s") % name)
    count = sum(left.get(one, 0) for one in gone)
    question = _("%(apps)s의 자료 %(count)s줄을 지울까요? 되돌릴 수 없어요.")
    if count and not yes:
        typer.confirm(question % {"apps": ", ".join(gone), "count": f"{count:,}"}, abort=True)
    out.print(_("표 %d개를 지웠어요.") % delete_tables(name))
