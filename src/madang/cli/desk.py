"""`madang desk`: rehearsing a day at the inquiry desk."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .common import _, err, out
from .rehearsals import rehearsal_folder, start_rehearsal

if TYPE_CHECKING:
    from madang.operations.rehearsal.desk_day import DeskDay

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def desk() -> None:
    """`madang desk` has commands of its own."""


@app.command(help=_("창구의 하루를 몇 분 안에 겪어 봐요. 이 사이트는 건드리지 않아요."))
def rehearse(
    inquiries: Annotated[int, typer.Option(min=10, help=_("문의의 수."))] = 20_000,
    minutes: Annotated[float, typer.Option(min=0.6, help=_("하루를 몇 분으로 줄일지."))] = 10.0,
    agents: Annotated[int, typer.Option(min=1, help=_("답하는 사람의 수."))] = 30,
    watchers: Annotated[int, typer.Option(min=0, help=_("열어 둔 가이드의 수."))] = 200,
    keep: Annotated[
        Path | None, typer.Option(metavar=_("폴더"), help=_("연습한 사이트를 남길 폴더."))
    ] = None,
) -> None:
    with rehearsal_folder(keep) as folder:
        _rehearse(folder, inquiries, minutes, agents, watchers)


def _rehearse(folder: Path, inquiries: int, minutes: float, agents: int, watchers: int) -> None:
    # Before the settings are read: the rehearsal is a site of its own.
    from madang.operations.rehearsal.processes import free_port, site_server

    port = free_port()
    start_rehearsal(
        folder,
        port,
        APPS="incidents,desk",
        PROXIES="1",
        DESK_REHEARSAL=f"{9 * 60 / minutes:.3f}@{datetime.now(UTC).isoformat()}",
    )
    from madang.operations.rehearsal.desk_day import DeskDay, figures

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task(_("문의"), total=inquiries)
        day = DeskDay(
            inquiries,
            minutes,
            agents,
            watchers,
            port,
            tell=lambda said: bar.console.print(said, markup=False),
            advance=lambda done, total: bar.update(task, completed=done, total=total),
        )
        day.found()
        begun = time.monotonic()
        with site_server(port):
            day.run()
    found = figures(day)
    for name in found.__slots__:
        value = getattr(found, name)
        out.print(f"{name:24} {value:,.1f}" if isinstance(value, float) else f"{name:24} {value:,}")
    _show_times(day, time.monotonic() - begun)
    if found.lost or found.answered_twice or found.refused:
        raise typer.Exit(1)


def _show_times(day: "DeskDay", seconds: float) -> None:
    for what, times in sorted(day.page_times.items()):
        ordered = sorted(times)
        p99 = ordered[int(len(ordered) * 0.99)]
        median = statistics.median(times)
        out.print(f"{what:24} {len(times):,} x, median {median:.0f} ms, p99 {p99:.0f} ms")
    if day.watchers:
        latest = max(day.fact_seen, default=float("nan"))
        seen = f"{len(day.fact_seen)} of {day.watchers} open pages"
        out.print(f"fact on {seen}, the last after {latest:.2f} s")
    out.print(f"groups answered          {day.groups_answered}")
    out.print(_("모두 %.0f초 걸렸어요.") % seconds)
