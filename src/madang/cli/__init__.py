"""The command line: `madang serve`, `madang demo`, `madang import`, `madang settings`."""

import sys
from contextlib import suppress
from typing import Annotated

import typer
from rich.table import Table

from madang import __version__
from madang.config.environment import Environment

from . import backups, importing, upgrades
from .apps import app as apps
from .boards import app as boards
from .check import app as check
from .common import LANGUAGE, _, checked_environment, out, saying_what_is_wrong, set_up, start_site
from .desk import app as desk
from .identity import app as identity
from .importing import progress
from .incident import app as incident
from .keys import app as keys
from .operators import app as operators
from .records import app as records
from .search import app as search

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=_("마당: 새어 나갈 것이 없는 익명 커뮤니티."),
)
app.add_typer(apps, name="apps", help=_("어떤 앱이 켜져 있는지 보고, 꺼진 앱의 자료를 지워요."))
app.add_typer(boards, name="boards", help=_("게시판을 열고, 멤버를 초대해요."))
app.add_typer(check, name="check", help=_("사이트가 약속을 지키는지 살펴요."))
app.add_typer(desk, name="desk", help=_("문의 창구의 하루를 연습해요."))
app.add_typer(
    identity,
    name="identity",
    help=_("법적 의무가 있을 때 글 하나를 누가 썼는지 두 사람이 확인해요."),
)
app.add_typer(incident, name="incident", help=_("유출 사고에 대비하고, 대응하고, 연습해요."))
app.add_typer(keys, name="keys", help=_("열쇠를 보고, 바꾸고, 없애고, 백업해요."))
app.add_typer(operators, name="operators", help=_("사이트 운영자를 정해요."))
app.add_typer(records, name="records", help=_("암호화된 접속 기록을 서버 밖에서 읽어요."))
app.add_typer(search, name="search", help=_("검색 색인을 살피고 새로 만들어요."))

app.command("backup", help=_("데이터를 암호로 잠가 백업하고, 되돌려지는지 살펴요. 열쇠는 빠져요."))(
    backups.backup
)
app.command(
    "import",
    help=_(
        "글과 댓글을 가져와요: JSON Lines 파일, 그누보드5, 라이믹스. 끊겨도 다시 하면 이어져요."
    ),
)(importing.import_)
app.command("service", help=_("systemd와 프록시의 설정 파일을 써요."))(upgrades.service)
app.command("migrate", help=_("표를 이 버전에 맞춰요. 사이트를 열 때도 저절로 해요."))(
    upgrades.migrate
)
app.command("upgrade", help=_("새 버전을 설치하고, 끊김 없이 그 버전으로 바꿔요."))(
    upgrades.upgrade
)
app.command("rollback", help=_("바로 앞 버전으로 끊김 없이 돌아가요."))(upgrades.rollback)
app.command("export", help=_("누구나 읽을 수 있는 모든 것을 JSON Lines로 써요."))(importing.export)
app.command("backups", help=_("어떤 백업이 있는지 보여 줘요."))(backups.backups)
app.command("restore", help=_("백업을 빈 곳에 되돌려요. 열쇠를 먼저 되돌려 두세요."))(
    backups.restore
)


@app.command(help=_("사이트를 열어요. 처음이면 운영자 계정을 만드는 페이지로 안내해요."))
def serve(
    beside: Annotated[
        bool,
        typer.Option(
            "--beside",
            help=_("같은 포트에 열린 다른 버전 옆에서 열어요. 그쪽을 닫는 동안 끊기지 않아요."),
        ),
    ] = False,
    background: Annotated[
        bool, typer.Option(help=_("예약된 작업도 함께 해요. 빼면 madang work를 따로 실행하세요."))
    ] = True,
) -> None:
    environment = _start_serving(beside=beside)
    from madang.core.community import community

    _introduce(environment)
    if not community().is_founded:
        from madang.site.first_run import first_run_code

        out.print(_("처음 여는 사이트예요. 위 주소에서 이 숫자를 입력하세요:"), first_run_code())
    _serve(environment, background=background)


@app.command(help=_("예시 글이 담긴 사이트를 열어요. 다시 열면 하던 대로 이어져요."))
def demo() -> None:
    environment = _start_serving()
    from madang.core.community import community
    from madang.operations.demo.write import SIGN_INS, write_demo

    if not community().is_founded:
        with progress(_("예시 글 쓰는 중")) as shown:
            task = shown.add_task("", total=None)
            write_demo(lambda done, total: shown.update(task, completed=done, total=total))
    _introduce(environment)
    for role, (name, password) in SIGN_INS.items():
        out.print(f"  {_role(role)}: {name} / {password}")
    _serve(environment)


@app.command(help=_("예약된 작업을 제때 실행해요. 사이트를 열면 함께 실행돼요."))
def work() -> None:
    start_site()
    from madang.core.background.worker import work

    with suppress(KeyboardInterrupt):
        work(until=lambda: False)


@app.command(help=_("설정을 모두 보여 줘요: 이름, 현재 값, 뜻."))
def settings() -> None:
    environment = checked_environment()
    from madang.config.explained import explained

    for group, settings in explained(environment, LANGUAGE).items():
        table = Table(box=None, pad_edge=False, title=_(group), title_justify="left")
        for heading in (_("이름"), _("현재 값"), _("뜻")):
            table.add_column(heading, overflow="fold")
        for one in settings:
            table.add_row(one.name, one.value, one.meaning)
        out.print(table)


@app.command(help=_("버전을 보여 줘요."))
def version() -> None:
    out.print(f"madang {__version__}")


def main() -> None:
    app()


def _start_serving(*, beside: bool = False) -> Environment:
    environment = set_up()
    from madang.operations import start

    with saying_what_is_wrong():
        if not beside:
            start.must_be_free(environment.host, environment.port)
        start_site()
        start.collect_static()
    return environment


def _introduce(environment: Environment) -> None:
    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    address = environment.url or f"http://{host}:{environment.port}"
    out.print(_("마당이 열렸어요: %s  (Ctrl+C로 닫아요)") % f"{address}/")


def _serve(environment: Environment, *, background: bool = True) -> None:
    from django.db import connections

    from madang.serving.run import run_server

    connections.close_all()
    sys.stdout.flush()
    run_server(
        host=environment.host,
        port=environment.port,
        workers=environment.workers,
        background=background,
    )


def _role(role: str) -> str:
    return {"operator": _("운영자"), "member": _("회원")}[role]
