"""An incident's public page while its facts change every second, against a constant body.

`python -m bench.public_page`; a goal is 0.6 of the same server with a constant body of that size.
"""

import os
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from . import servers
from .load import read

SITE_PORT, CONSTANT_PORT = 8937, 8938
SECONDS, CLIENTS, FACTS = 8, 32, 12


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = servers.environment(Path(folder), MADANG_APPS="incidents")
        os.environ |= {name: value for name, value in env.items() if name.startswith("MADANG_")}
        os.environ["DJANGO_SETTINGS_MODULE"] = env["DJANGO_SETTINGS_MODULE"]
        import django

        django.setup()
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    change, number = _published()
    address = f"http://127.0.0.1:{SITE_PORT}/incidents/{number}"
    stopped = threading.Event()

    def change_facts() -> None:
        while not stopped.wait(1.0):
            change()

    with servers.site(folder, SITE_PORT, shared_seconds=1, MADANG_APPS="incidents"):
        size = len(urllib.request.urlopen(address).read())
        time.sleep(5)
        changing = threading.Thread(target=change_facts)
        changing.start()
        read(address, seconds=1, clients=CLIENTS)
        page = read(address, seconds=SECONDS, clients=CLIENTS)
        stopped.set()
        changing.join()
    with servers.constant(CONSTANT_PORT, size):
        constant = f"http://127.0.0.1:{CONSTANT_PORT}/"
        read(constant, seconds=1, clients=CLIENTS)
        body = read(constant, seconds=SECONDS, clients=CLIENTS)
    print(f"public page      {page.rate:,.0f}/s, p99 {page.p99:.1f} ms ({size:,} bytes)")
    print(f"constant body    {body.rate:,.0f}/s")
    print(f"ratio            {page.rate / body.rate:.2f} (goal 0.6)")


def _published() -> tuple[Callable[[], None], int]:
    from datetime import timedelta

    from django.utils import timezone

    from madang.accounts.models import Account
    from madang.core.community import found_community
    from madang.incidents import actions, facts
    from madang.incidents.facts import Statement
    from madang.incidents.models import FactStatus
    from madang.operations import start
    from madang.staff.members import give_roles
    from madang.staff.roles import Role

    start.make_folders()
    start.make_tables()
    start.ensure_keys()
    found_community("측정", "")
    Account.objects.create_user("officer", "bench-only-4711-x")
    officer = give_roles("officer", name="officer", roles=frozenset({Role.PRIVACY_OFFICER}))
    now = timezone.now()
    incident = actions.open_incident(
        by=officer, name="측정", noticed=now, noticed_how="측정하려고", is_intrusion=True
    )
    actions.publish(incident, by=officer, next_update=now + timedelta(days=1))

    def said(text: str) -> Statement:
        return Statement(FactStatus.CONFIRMED, text, "보안팀", is_released=True)

    made = [facts.state(incident, said(f"사실 {n}"), by=officer) for n in range(FACTS)]
    turn = iter(range(10**6))

    def change() -> None:
        n = next(turn)
        facts.change(made[n % FACTS], said(f"사실 {n}, 새로 확인함"), by=officer)

    return change, incident.pk


if __name__ == "__main__":
    main()
