"""`madang incident`: lists of people, the public page as files, and rehearsing all of it."""

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .common import _, err, fail, out, start_site
from .rehearsals import rehearsal_folder, start_rehearsal

if TYPE_CHECKING:
    from madang.operations.rehearsal.story import Rehearsal

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
SENDER = "0215881588"
JSON_LINES = (".jsonl", ".ndjson", ".json")
Number = Annotated[int, typer.Argument(metavar=_("사고"), help=_("사고의 번호."), min=1)]


@app.command("list", help=_("사고와 진행 중인 시한을 보여 줘요."))
def list_() -> None:
    start_site()
    from madang.incidents.clocks import open_clocks
    from madang.incidents.models import Incident

    table = Table(box=None, pad_edge=False)
    for heading in (_("번호"), _("이름"), _("알게 된 때"), _("상태")):
        table.add_column(heading, overflow="fold")
    for one in Incident.objects.order_by("pk"):
        state = _("마침") if one.closed else _("열림")
        table.add_row(str(one.pk), one.name, f"{one.noticed:%Y.%m.%d %H:%M}", state)
    out.print(table)
    for clock in open_clocks():
        late = _("지남") if clock.is_late else _("남음")
        hours = abs(clock.left.total_seconds()) / 3600
        out.print(f"{clock.incident}: {clock.rule.name} {hours:.1f}h {late}", markup=False)


@app.command(help=_("사고에 대비되어 있는지 살펴요: 사람, 열쇠, 메일 도메인, 게이트웨이, 초안."))
def ready() -> None:
    start_site()
    from madang.incidents.readiness.look import look

    names = (_("준비됨"), _("알 수 없음"), _("약함"), _("없음"))
    answers = look()
    table = Table(box=None, pad_edge=False)
    for heading in (_("상태"), _("내용"), ""):
        table.add_column(heading, overflow="fold")
    for answer in answers:
        table.add_row(names[answer.state], answer.what, answer.said)
    out.print(table)
    if any(answer.is_urgent for answer in answers):
        raise typer.Exit(1)


@app.command("import", help=_("대상자 명단(CSV, JSON Lines)을 암호화해서 등록해요."))
def import_(
    incident: Number,
    file: Annotated[Path, typer.Argument(metavar=_("파일"), help=_("명단."))],
    refused: Annotated[
        Path | None,
        typer.Option(metavar=_("파일"), help=_("등록하지 못한 줄과 이유를 저장할 파일.")),
    ] = None,
) -> None:
    start_site()
    from madang.identity.keys import KeyDestroyed
    from madang.incidents.affected.importing import Progress as Read
    from madang.incidents.affected.importing import import_list
    from madang.incidents.affected.imports import note_done
    from madang.incidents.affected.reading import ListRefused
    from madang.incidents.models import Incident

    found = Incident.objects.filter(pk=incident).first()
    if found is None:
        fail(_("사고를 찾을 수 없어요: %d") % incident)
    if not file.is_file():
        fail(_("파일을 찾을 수 없어요: %s") % file)
    begun = time.monotonic()
    with (
        ExitStack() as opened,
        Progress(
            TextColumn("{task.description}"), TextColumn("{task.completed}"), console=err
        ) as bar,
    ):
        task = bar.add_task(_("읽는 중"), total=None)
        read = Read(tell=lambda now: bar.update(task, completed=now.rows))
        where = refused or Path(os.devnull)
        try:
            import_list(
                found,
                opened.enter_context(file.open("rb")),
                is_csv=not file.name.endswith(JSON_LINES),
                refused=opened.enter_context(where.open("wb")),
                progress=read,
            )
        except ListRefused as error:
            fail(_(str(error)))
        except KeyDestroyed:
            fail(_("명단의 열쇠가 없어졌어요."))
    note_done(found, read, is_csv=not file.name.endswith(JSON_LINES))
    seconds = max(time.monotonic() - begun, 0.001)
    said = _("%(taken)s명을 등록하고 %(refused)s줄은 등록하지 못했어요 (1초에 %(rate)s줄).")
    values = {"taken": f"{read.taken:,}", "refused": f"{read.refused:,}"}
    out.print(said % {**values, "rate": f"{read.rows / seconds:,.0f}"})
    if read.refused:
        raise typer.Exit(1)


@app.command(help=_("공개 페이지를 파일로 저장해요. 어떤 CDN에든 올릴 수 있어요."))
def export(
    folder: Annotated[Path, typer.Argument(metavar=_("폴더"), help=_("파일을 저장할 폴더."))],
) -> None:
    start_site()
    from madang.incidents.public.export import export
    from madang.operations.start import collect_static

    if folder.exists() and not folder.is_dir():
        fail(_("폴더가 아니에요: %s") % folder)
    collect_static()
    try:
        written = export(folder)
    except OSError as error:
        fail(_("쓸 수 없어요: %s") % error)
    out.print(_("파일 %d개를 저장했어요.") % written)


@app.command(help=_("연습용 회사의 사고를 처음부터 끝까지 겪어 봐요. 이 사이트는 건드리지 않아요."))
def rehearse(
    people: Annotated[int, typer.Option(min=100, help=_("고객의 수."))] = 20_000,
    keep: Annotated[
        Path | None, typer.Option(metavar=_("폴더"), help=_("연습한 사이트를 남길 폴더."))
    ] = None,
) -> None:
    with rehearsal_folder(keep) as folder, ExitStack() as opened:
        _rehearse(folder, people, opened)


def _rehearse(folder: Path, people: int, opened: ExitStack) -> None:
    # Before the settings are read: the rehearsal is a site of its own.
    from madang.delivery.local_gateways.smtp import SmtpSink
    from madang.delivery.local_gateways.solapi import SolapiGateway
    from madang.operations.rehearsal.processes import free_port, kill_worker, site_server

    gateway, mail, port = SolapiGateway().start(), SmtpSink().start(), free_port()
    opened.callback(gateway.stop)
    opened.callback(mail.stop)
    start_rehearsal(
        folder,
        port,
        APPS="incidents",
        SOLAPI=f"key:secret:{SENDER}",
        SOLAPI_URL=gateway.address,
        MAIL_URL=f"smtp://127.0.0.1:{mail.port}",
        MAIL_FROM="privacy@rehearsal.example",
    )
    from madang.delivery.solapi.reports import token
    from madang.operations.rehearsal.story import Rehearsal

    gateway.hook = f"http://127.0.0.1:{port}/hooks/solapi/{token()}"
    begun = time.monotonic()
    server = opened.enter_context(site_server(port))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        rehearsal = Rehearsal(
            people,
            gateway,
            mail,
            crash=lambda: kill_worker(server),
            tell=lambda said: bar.console.print(said, markup=False),
            advance=advance,
        )
        rehearsal.run()
        _wait_for_reports(gateway)
    _show(rehearsal, time.monotonic() - begun)


def _wait_for_reports(gateway: object) -> None:
    until = time.monotonic() + 120
    while getattr(gateway, "events", None) and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1)


def _show(rehearsal: "Rehearsal", seconds: float) -> None:
    from django.utils import timezone

    from madang.incidents.clocks import clocks_of
    from madang.incidents.models import NoticeKind
    from madang.operations.rehearsal.story import ledger_of, progresses

    out.print(_("== 경과"))
    for entry in rehearsal.incident.timeline.order_by("happened", "pk"):
        when = timezone.localtime(entry.happened)
        out.print(f"{when:%m.%d %H:%M:%S}  {entry.text.splitlines()[0][:100]}", markup=False)
    out.print(_("== 시한"))
    for clock in clocks_of([rehearsal.incident]):
        state = _("늦음") if clock.is_late else _("제때")
        stopped = f"{timezone.localtime(clock.stopped):%m.%d %H:%M:%S}" if clock.stopped else "-"
        name = f"{clock.rule.name} ({clock.rule.hours}h)"
        out.print(f"{stopped}  {state}  {name}  {clock.fact_text[:40]}", markup=False)
    out.print(_("== 통지"))
    table = Table(box=None, pad_edge=False)
    for heading in (
        _("통지"),
        _("채널"),
        _("건수"),
        _("받음"),
        _("실패"),
        _("알 수 없음"),
        _("사람"),
    ):
        table.add_column(heading)
    for notice, progress in zip(rehearsal.sent, progresses(rehearsal), strict=True):
        for one in progress.channels:
            counts = (one.letters, one.delivered or one.accepted, one.failed, one.unknown)
            told = f"{one.told_people:,}"
            label = str(NoticeKind(notice.kind).label)
            table.add_row(label, one.channel, *(f"{count:,}" for count in counts), told)
    out.print(table)
    ledger = ledger_of(rehearsal)
    said = _(
        "문자 게이트웨이의 장부: %(got)s건, 두 번 간 것 %(twice)d, 빠진 것 %(missed)d; "
        "죽인 횟수 %(kills)d"
    )
    values = {"got": f"{ledger.got:,}", "twice": ledger.doubled, "missed": ledger.missed}
    out.print(said % {**values, "kills": rehearsal.crashes}, markup=False)
    out.print(_("모두 %.0f초 걸렸어요.") % seconds)
    if ledger.doubled or ledger.missed:
        raise typer.Exit(1)
