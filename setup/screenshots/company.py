"""A made-up company after its rehearsal, with a second incident that is open and a desk at work.

    python -m setup.screenshots.company FOLDER

writes it and prints, as JSON, its staff's sessions and the addresses to look at.
"""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.services.programs import clean_environment

from .addresses import Address, all_routes

APPS = "incidents,desk"
PEOPLE = 120
ASKED = [
    "보상은 언제 해 주나요?",
    "배상 얼마나 받을 수 있어요?",
    "위자료 지급하시나요?",
    "보상금 얼마 주는지 알려 주세요",
    "피해 보상 언제 받을 수 있을까요?",
    "배상액이 궁금해요",
    "보상 신청은 어떻게 받나요",
]
# Who looks at what, by the beginning of its address; the first that fits.
WHO = {
    "/work/desk": "agent",
    "/work/care": "agent",
    "/work/firm/": "firm",
    "/work/lead": "lead",
    "/work/groups": "lead",
    "/work/guide/read": "agent",
    "/work/guide": "lead",
    "/work/roles": "operator",
    "/work/people": "operator",
    "/work": "officer",
}
NOTES = {"work_desk": "held"}
# What an open incident shows and a closed one does not.
OPEN_TOO = {"work_incident", "work_facts", "work_tasks", "work_timeline", "work_decisions"}
OPEN_TOO |= {"work_notices", "work_notice", "work_people_of", "work_describe", "work_publish"}


def write_company(folder: Path) -> tuple[dict[str, str], list[Address]]:
    """Write the company into an empty folder; return its sessions and the addresses."""
    program = str(Path(sys.executable).with_name("madang"))
    rehearse = [program, "incident", "rehearse", "--people", str(PEOPLE), "--keep", str(folder)]
    subprocess.run(rehearse, env=clean_environment(), check=True, capture_output=True)  # noqa: S603
    more = [sys.executable, "-m", "setup.screenshots.company", str(folder)]
    settings = {"MADANG_DATA": str(folder), "MADANG_APPS": APPS}
    said = subprocess.run(  # noqa: S603
        more, env=clean_environment(**settings), check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(said.stdout.splitlines()[-1])
    return found["sessions"], [Address(**one) for one in found["addresses"]]


def main() -> None:
    from madang.cli.common import set_up, start_site

    set_up()
    start_site()
    from madang.accounts.operators import make_operator
    from madang.desk.clock import now
    from madang.desk.groups.forming import form_groups
    from madang.desk.inquiries.receiving import Asking, receive
    from madang.desk.models import Urgency
    from madang.incidents.models import NoticeKind
    from madang.incidents.notices.actions import draft
    from madang.operations.rehearsal.browser import session_of
    from madang.operations.rehearsal.desk_day import DeskDay
    from madang.operations.rehearsal.people import staff
    from madang.staff.roles import Role

    day = DeskDay(0, 10, 2, 0, 0, print, lambda _now, _all: None)
    day.employ()
    draft(day.incident, NoticeKind.POSSIBLE, by=day.officer)
    asked = [receive(Asking(text), at=now()) for text in ASKED]
    receive(Asking("환불은 언제 되나요? 대답 좀 하세요!", stake=Urgency.MONEY), at=now())
    form_groups()
    operator = staff("desk-operator", "운영자", Role.APPROVER)
    make_operator("desk-operator")
    people = {
        "officer": day.officer.account,
        "lead": day.lead.account,
        "agent": day.staff[0].account,
        "idle": day.staff[1].account,
        "operator": operator.account,
    }
    asker = {"token": asked[0].token}
    said = {
        "sessions": {who: session_of(account) for who, account in people.items()},
        "addresses": [dataclasses.asdict(one) for one in addresses(day.incident.pk, asker)],
    }
    print(json.dumps(said, ensure_ascii=False))


def addresses(open_incident: int, asker: dict[str, str]) -> list[Address]:
    from madang.desk.models import Inquiry, InquiryGroup
    from madang.incidents.models import Notice

    group = InquiryGroup.objects.first()
    closed = {
        "number": "1",
        "notice_id": str(Notice.objects.filter(incident=1).latest("pk").pk),
        "group_id": str(group.pk if group else 1),
        "prefix": "00000",
        "key": "report_72",
        **asker,
    }
    drafted = Notice.objects.filter(incident=open_incident).latest("pk")
    opened = closed | {"number": str(open_incident), "notice_id": str(drafted.pk)}
    waiting = {"number": str(Inquiry.objects.latest("pk").pk)}
    found = []
    for route in all_routes(lambda route: route.is_of_the_company):
        examples = closed | waiting if route.path.startswith("/work/desk/<") else closed
        path = route.filled(examples)
        found.append(Address(path, route.name, looked_at_by(path), NOTES.get(route.name, "")))
        if route.name in OPEN_TOO:
            found.append(Address(route.filled(opened), route.name, looked_at_by(path)))
    return [*found, Address("/work/desk", "work_desk", "idle", "before")]


def looked_at_by(path: str) -> str:
    return next((who for begin, who in WHO.items() if path.startswith(begin)), "reader")


if __name__ == "__main__":
    os.environ["MADANG_DATA"] = sys.argv[1]
    main()
