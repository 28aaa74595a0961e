"""Notices to many: import, sending while things are killed, the gateway's own ledger afterwards.

`python -m bench.notices --people 1000000 --kills 20`, with `--postgres` on PostgreSQL, whose server
is killed too. Prints a table and writes bench/results/notices.json.
"""

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from madang.core.background.steps import BACKGROUND_NAME

from . import servers

RESULTS = Path(__file__).parent / "results"
SITE_PORT, GATEWAY_PORT = 8927, 8928
POSTS = 2000
SENDER = "0215881588"
STEPS = [(step, when) for step in ("open", "add", "send") for when in ("before", "after")]
COMMENTS_SECONDS, LONGEST_SECONDS = 8, 3600


class Killer:
    """Kills the worker when the gateway says that a step came in; each kind of step in turn."""

    def __init__(self, wanted: int, groups: int) -> None:
        self.server: subprocess.Popen[bytes] | None = None
        self.left = [STEPS[n % len(STEPS)] for n in range(wanted)]
        # Kills are spread over the groups, of which each has six moments.
        self.every = max(1, groups // (wanted + 1))
        self.groups = 0
        self.kills: list[str] = []

    def look(self, step: str, when: str) -> None:
        """Kill, if it is time and this is the kind of step whose turn it is."""
        self.groups += (step, when) == ("open", "before")
        if not self.left or self.groups < self.every * (len(self.kills) + 1):
            return
        if (step, when) != self.left[0] or self.server is None:
            return
        if pid := worker_of(self.server.pid):
            os.kill(pid, signal.SIGKILL)
            self.kills.append(f"{step} {when}")
            self.left.pop(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.notices", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="madang-notices-")))
        database = _postgres(opened) if given.postgres else None
        _prepare(folder, database)
        result = _measure(folder, given.people, given.kills, database, opened)
    RESULTS.mkdir(exist_ok=True)
    name = "notices-postgres.json" if given.postgres else "notices.json"
    (RESULTS / name).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    for key, value in result.items():
        print(f"{key:32} {value}")


def _measure(
    folder: Path, people: int, kills: int, database: Any, opened: ExitStack
) -> dict[str, Any]:
    from madang.delivery.mailings.adding import BATCH_LETTERS
    from madang.operations.rehearsal.company import customers

    incident, officer, approver = _incident()
    rate = _imported(folder, incident, people, database)
    ledger = folder / "ledger"
    ledger.touch()
    expected = {
        one.phone
        for one in customers(people)
        if one.phone and not one.is_wrong and not one.phone.endswith("41")
    }
    killer = Killer(kills, len(expected) // BATCH_LETTERS)
    gateway = opened.enter_context(_gateway(folder, ledger, killer))
    settings = _settings(database)
    with servers.site(folder, SITE_PORT, shared_seconds=1, **settings) as server:
        killer.server = server
        time.sleep(5)
        quiet = _comments(folder)
        notice = _released(incident, officer, approver)
        begun = time.monotonic()
        busy: list[float] = []
        others: list[str] = []
        peaks: list[int] = []
        while time.monotonic() - begun < LONGEST_SECONDS:
            time.sleep(2)
            done = _lines(ledger)
            peaks.append(_resident(worker_of(server.pid)))
            if len(busy) < 3 and done > len(expected) * (len(busy) + 1) / 5:
                busy.append(_comments(folder))
            if len(others) < 3 and done > len(expected) * (len(others) + 1) / 4:
                others.append(_kill_another(server, database))
            if _is_settled(notice):
                break
        seconds = time.monotonic() - begun
        left = _reported(gateway)
    got: dict[str, int] = {}
    with ledger.open() as file:
        for line in file:
            number = line.partition("\t")[0]
            got[number] = got.get(number, 0) + 1
    progress = _progress(notice)
    used, memory = _ended(gateway)
    return {
        "people": people,
        "database": "PostgreSQL" if database else "SQLite",
        "rows imported a second": round(rate),
        "messages": len(expected),
        "doubled": sum(count - 1 for count in got.values() if count > 1),
        "missed": len(expected - got.keys()),
        "to nobody of the list": len(got.keys() - expected),
        "kills of the worker": len(killer.kills),
        "at steps": sorted(set(killer.kills)),
        "other kills": others,
        "seconds": round(seconds),
        "messages a minute": round(len(expected) / seconds * 60),
        "comment, quiet (ms)": round(quiet, 2),
        "comment, meanwhile (ms)": [round(one, 2) for one in busy],
        "comment, times as long": round(statistics.median(busy) / quiet, 2) if busy else None,
        "worker's memory (MB)": [round(one / 1024) for one in _spread(peaks)],
        "reports left": left,
        "delivered by our counters": progress.delivered,
        "gateway's processor seconds": used,
        "gateway's memory (MB)": memory,
    }


def _prepare(folder: Path, database: Any) -> None:
    settings = _settings(database)
    env = servers.environment(folder, **settings)
    subprocess.run([sys.executable, "-m", "bench.fill", str(POSTS)], env=env, check=True)
    for name in [name for name in os.environ if name.startswith("MADANG_")]:
        del os.environ[name]
    os.environ.update({name: env[name] for name in env if name.startswith("MADANG_")})
    os.environ["DJANGO_SETTINGS_MODULE"] = "madang.config.settings"
    if "DATABASE_URL" in settings:
        os.environ["DATABASE_URL"] = settings["DATABASE_URL"]
    import django

    django.setup()


def _settings(database: Any) -> dict[str, str]:
    found = {
        "MADANG_SOLAPI": f"key:secret:{SENDER}",
        "MADANG_SOLAPI_URL": f"http://127.0.0.1:{GATEWAY_PORT}",
    }
    return found | ({"DATABASE_URL": database.url} if database else {})


def _postgres(opened: ExitStack) -> Any:
    from tests.services.postgres import postgres_server

    return opened.enter_context(postgres_server())


def _incident() -> tuple[Any, Any, Any]:
    from django.utils import timezone

    from madang.accounts.models import Account
    from madang.incidents import actions
    from madang.operations.rehearsal.company import ITEMS
    from madang.staff.members import give_roles
    from madang.staff.roles import Role

    staff = []
    for name, role in (("officer", Role.PRIVACY_OFFICER), ("approver", Role.APPROVER)):
        Account.objects.create_user(name, "bench-only-4711-x")
        staff.append(give_roles(name, name=name, roles=frozenset({role})))
    incident = actions.open_incident(
        by=staff[0],
        name="측정",
        noticed=timezone.now(),
        noticed_how="측정하려고 열었어요.",
        is_intrusion=True,
    )
    actions.set_items(incident, ITEMS, by=staff[0])
    tomorrow = timezone.now() + timedelta(days=1)
    actions.publish(incident, by=staff[0], next_update=tomorrow)
    return incident, *staff


def _imported(folder: Path, incident: Any, people: int, database: Any) -> float:
    from madang.operations.rehearsal.company import as_csv

    file = folder / "list.csv"
    with file.open("wb") as opened:
        opened.writelines(as_csv(people))
    command = [
        sys.executable,
        "-m",
        "madang.cli",
        "incident",
        "import",
        str(incident.pk),
        str(file),
    ]
    begun = time.monotonic()
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True)
    seconds = time.monotonic() - begun
    print(done.stdout.strip(), flush=True)
    file.unlink()
    return people / seconds


def _released(incident: Any, officer: Any, approver: Any) -> Any:
    from madang.incidents.models import NoticeKind
    from madang.incidents.notices import actions
    from madang.incidents.notices.rendering import parts_of
    from madang.operations.rehearsal.story import CONTACT, RESPONSE, WHAT_TO_DO

    notice = actions.draft(incident, NoticeKind.CONFIRMED, by=officer)
    parts = {**parts_of(notice), "response": RESPONSE, "contact": CONTACT}
    parts |= {"what to do": WHAT_TO_DO, "course": "2026년 6월 24일부터 나갔어요."}
    actions.write(
        notice,
        parts,
        by=officer,
        channels=["sms"],
        lawyer_agreed=True,
        sends_unknown_again=False,
    )
    actions.approve(notice, by=approver)
    actions.release(notice, by=officer)
    return notice


@contextmanager
def _gateway(folder: Path, ledger: Path, killer: Killer) -> Iterator[Any]:
    from madang.delivery.solapi.reports import token

    hook = f"http://127.0.0.1:{SITE_PORT}/hooks/solapi/{token()}"
    command = [sys.executable, "-m", "bench.notices_gateway", str(GATEWAY_PORT), str(ledger), hook]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdout and process.stdin
        assert process.stdout.readline().strip() == "ready"
        said: list[str] = []
        process.said = said  # type: ignore[attr-defined]

        def follow() -> None:
            for line in process.stdout or ():
                kind, *rest = line.split()
                if kind == "step":
                    killer.look(*rest)
                    print("go", file=process.stdin, flush=True)
                else:
                    said.append(line.strip())

        threading.Thread(target=follow, daemon=True).start()
        yield process
        process.kill()


def _asked(gateway: Any, question: str, kind: str) -> str:
    print(question, file=gateway.stdin, flush=True)
    for _ in range(600):
        for line in gateway.said:
            if line.startswith(kind):
                gateway.said.clear()
                return str(line)
        time.sleep(0.05)
    return kind


def _reported(gateway: Any) -> int:
    """Wait until the gateway has told everything; return what is left."""
    left = 0
    for _ in range(600):
        left = int((_asked(gateway, "events", "left").split() + ["0"])[1])
        if not left:
            time.sleep(2)
            return 0
        time.sleep(1)
    return left


def _ended(gateway: Any) -> tuple[float, int]:
    words = _asked(gateway, "end", "used").split()
    return (float(words[1]), int(words[2])) if len(words) > 2 else (0.0, 0)


def _is_settled(notice: Any) -> bool:
    """Tell whether all was handed over; the database may be away just now."""
    from django.db import OperationalError, connections

    from madang.delivery.mailings.progress import progress_of
    from madang.delivery.models import Mailing

    try:
        return progress_of(Mailing.objects.get(about=notice.about)).is_settled
    except OperationalError:
        connections.close_all()
        return False


def _progress(notice: Any) -> Any:
    from madang.delivery.mailings.progress import progress_of
    from madang.delivery.models import Mailing

    return progress_of(Mailing.objects.get(about=notice.about))


def _comments(folder: Path) -> float:
    """Return the median milliseconds of a comment, one after the other."""
    from .load import LoadFailed, write

    sessions = (folder / "sessions").read_text().split()
    address = f"http://127.0.0.1:{SITE_PORT}/%EC%9E%90%EC%9C%A0/{POSTS}/comments"
    try:
        return write(address, sessions, seconds=COMMENTS_SECONDS, clients=1).p50
    except LoadFailed as error:
        print(error, file=sys.stderr)
        return float("nan")


def _kill_another(server: "subprocess.Popen[bytes]", database: Any) -> str:
    if database is not None:
        database.kill()
        return "the database's server"
    pids = [pid for pid in servers._children(server.pid) if pid != worker_of(server.pid)]
    os.kill(random.choice(pids), signal.SIGKILL)
    return "a web worker"


def worker_of(server: int) -> int:
    """Return the background process of a server; 0: there is none just now."""
    for pid in servers._children(server):
        try:
            if Path(f"/proc/{pid}/comm").read_text().strip() == BACKGROUND_NAME:
                return int(pid)
        except OSError:
            continue
    return 0


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0


def _spread(values: list[int]) -> list[int]:
    known = [value for value in values if value]
    return [known[len(known) * n // 5] for n in range(5)] if len(known) > 5 else known


def _lines(ledger: Path) -> int:
    return ledger.stat().st_size // 32


if __name__ == "__main__":
    if shutil.which("wrk") is None:
        print("wrk is missing: comments are sent by Python", file=sys.stderr)
    main()
