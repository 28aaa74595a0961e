"""What the desk's tables tell a thief: who asks, who answers and what is said stand nowhere."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from madang.desk.groups.forming import form_groups
from madang.desk.inquiries import files
from madang.desk.models import Inquiry, MessageKind
from madang.desk.queue import acting
from madang.desk.queue.taking import take
from madang.operations.leaks.run import check_site
from madang.staff.members import StaffMember

from .asking import MORNING, asked, works
from .test_groups import COMPENSATION, DOOR


@pytest.fixture
def worked(agent: StaffMember, lead: StaffMember) -> None:
    """Let a day pass at the desk."""
    for n, text in enumerate([*COMPENSATION, *DOOR]):
        made = asked(text, minutes=n, address=f"person{n}@example.org", name=f"김가을{n}").inquiry
        message = made.messages.get(kind=MessageKind.ASKED)
        files.keep(made, message, "note.txt", "text/plain", BytesIO(b"secret words").read())
    form_groups()
    at = MORNING + timedelta(minutes=30)
    for by in (agent, lead):
        works(by, at=at)
    for n in range(5):
        at += timedelta(minutes=2)
        for by in (agent, lead):
            inquiry = take(by, at=at).inquiry
            assert inquiry is not None
            acting.answer(inquiry.pk, f"답 {n}", by=by, at=at)


@pytest.mark.usefixtures("worked")
def test_the_leak_check_finds_nothing(community: Any) -> None:
    assert [(found.where, found.what) for found in check_site()] == []


@pytest.mark.usefixtures("worked")
def test_no_contact_is_found_without_the_key() -> None:
    rows = list(Inquiry.objects.values_list("contact", "link"))
    numbers = {number for row in rows for number in row}
    assert len(numbers) == 2 * len(rows)
    assert all(number > 2**40 for number in numbers)
