"""`madang check`: what a site can prove of itself."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from .backups import saying_why_not
from .common import _, fail, open_site, out, set_up, start_site

app = typer.Typer(invoke_without_command=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def everything(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    set_up()
    from madang.operations.health.conditions import Level, conditions, worst

    found = conditions()
    words = {Level.FINE: _("좋음"), Level.LOOK: _("살펴보기"), Level.BAD: _("나쁨")}
    table = Table(box=None, pad_edge=False)
    for heading in (_("살핀 것"), _("상태"), _("결과")):
        table.add_column(heading, overflow="fold")
    for each in found:
        table.add_row(each.name, words[each.level], each.said)
    out.print(table)
    # As a monitor reads it: 0 fine, 1 to be looked at, 2 bad.
    raise typer.Exit(int(worst(found)))


@app.command(help=_("열쇠 없이 데이터베이스와 사진을 훔친 사람이 무엇을 알 수 있는지 살펴요."))
def leaks(
    json: Annotated[bool, typer.Option("--json", help=_("결과를 JSON으로 보여 줘요."))] = False,
    with_keys: Annotated[
        bool,
        typer.Option(
            "--with-keys",
            help=_("사이트의 열쇠로 안에서도 살펴요: 글쓴이에 따라 달라지는 것이 숨어 있는지."),
        ),
    ] = False,
    before: Annotated[
        list[Path] | None,
        typer.Option(
            metavar=_("백업"),
            help=_("이전 백업과 비교해요. 차례대로 여러 번 쓸 수 있어요."),
        ),
    ] = None,
    kept: Annotated[
        bool,
        typer.Option(
            "--kept", help=_("간직한 백업을 차례대로 서로, 그리고 지금의 사이트와 비교해요.")
        ),
    ] = False,
    backup: Annotated[
        Path | None,
        typer.Option(
            metavar=_("백업"),
            help=_("열린 사이트 대신 백업을 살펴요: SQLite, pg_dump -Fc, 폴더, tar, zip."),
        ),
    ] = None,
) -> None:
    open_site()
    from madang.operations.leaks import run
    from madang.operations.leaks.backups import check_backup
    from madang.operations.leaks.copies import check_chain, check_kept_backups

    compares = bool(before) or kept
    more = [*(["with keys"] if with_keys else []), *(["copies"] if compares else [])]
    try:
        found = check_backup(backup) if backup else run.check_site()
        if with_keys:
            found += run.check_from_inside()
        if before:
            found += check_chain(before, backup, run.live())
    except (OSError, ValueError) as error:
        fail(_("열 수 없어요: %s") % error)
    if kept:
        with saying_why_not():
            found += check_kept_backups(run.live())
    if json:
        print(run.as_json(found, *more))
    else:
        table = Table(box=None, pad_edge=False)
        for heading in (_("살핀 것"), _("결과")):
            table.add_column(heading, overflow="fold")
        for name in run.names(*more):
            here = [finding for finding in found if finding.check == name]
            said = "\n".join(f"{finding.where}: {finding.what}" for finding in here)
            table.add_row(name, said or _("깨끗함"))
        out.print(table)
    if found:
        raise typer.Exit(1)


@app.command(help=_("마지막 백업이 너무 오래되지 않았는지 살펴요."))
def backups() -> None:
    start_site()
    from madang.operations.health.conditions import Level, backup

    with saying_why_not():
        level, said = backup()
    out.print(said)
    if level is not Level.FINE:
        raise typer.Exit(1)
