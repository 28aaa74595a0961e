"""That a call is read is written nowhere beside it: two that were read together are not tied."""

from typing import Any

import pytest

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.calls.actions import Upto, mark_read, open_call
from madang.calls.models import CallsRead
from madang.calls.queries import my_calls, unread
from madang.identity.models import InboxMark, JournalEntry

from ..factories import write_comment, write_post
from .test_calls import make_all_committed


@pytest.fixture
def calls(board: Board, member: Account, another: Account) -> list[Any]:
    for number in range(4):
        write_comment(write_post(board, member, title=f"글 {number}"), another)
    make_all_committed()
    page = my_calls(member, 1)
    assert page is not None
    return page.rows


def test_reading_writes_no_line_again_and_none_of_the_account(
    calls: list[Any], member: Account
) -> None:
    lines = dict(JournalEntry.objects.values_list("key", "box"))
    for row in calls[:2]:
        assert open_call(member, epoch=row.line.epoch, number=row.line.number)
        open_call(member, epoch=row.line.epoch, number=row.line.number)
    assert dict(JournalEntry.objects.values_list("key", "box")) == lines
    marks = set(InboxMark.objects.values_list("pk", flat=True))
    assert len(marks) == 2 and not marks & lines.keys()
    assert unread(member) == 2


def test_marking_all_as_read_writes_one_row_anew(calls: list[Any], member: Account) -> None:
    rows: dict[int, str] = {}
    for _ in range(3):
        mark_read(member, Upto.now(member))
        now = dict(CallsRead.objects.values_list("pk", "box"))
        assert rows.items() <= now.items() and len(now) == len(rows) + 1
        rows = now
    assert unread(member) == 0 and not InboxMark.objects.exists()


def test_whoever_leaves_takes_along_what_they_read(calls: list[Any], member: Account) -> None:
    from madang.identity.inboxes import forget_calls

    for row in calls:
        open_call(member, epoch=row.line.epoch, number=row.line.number)
    forget_calls(member.pk)
    assert not InboxMark.objects.exists()
