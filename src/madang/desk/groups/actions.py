"""What one does with a group: confirm, split, merge, undo, and answer all of it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.utils.translation import gettext as _
from django_tasks import task

from madang.core.db.transactions import writing
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..care.folding import folded, is_abusive
from ..clock import now
from ..guide.entries import edition
from ..inquiries import answering
from ..inquiries.keys import Words, keys_of
from ..inquiries.receiving import add_message
from ..models import GroupMove, Inquiry, InquiryGroup, InquiryMessage, InquiryState, MessageKind
from .boxes import Moved, info_in, moved_in, seal_info, seal_moved
from .forming import OPEN, find_centre, may_be_grouped

# To more than so many another person lets it go, who has read some of them.
ALONE, SAMPLE = 20, 5
AT_ONCE = 50


class GroupRefused(Exception):
    """It cannot be done; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Member:
    """One inquiry of a group, as a list shows it."""

    inquiry: Inquiry
    # Without what sounds abusive: nobody reads that who did not decide to.
    text: str


def members(group: InquiryGroup, *, most: int = 100) -> list[Member]:
    """Return who waits in a group, the earliest first. Two queries."""
    rows = list(Inquiry.objects.filter(group=group, state__in=OPEN).order_by("arrived")[:most])
    texts: dict[int, str] = {}
    asked = InquiryMessage.objects.filter(inquiry__in=rows, kind=MessageKind.ASKED).order_by("pk")
    keys = {row.pk: keys_of(row) for row in rows}
    for number, box in asked.values_list("inquiry", "box"):
        texts.setdefault(number, _gist(keys[number].words(number, box)))
    return [Member(row, texts.get(row.pk, "")) for row in rows]


def _gist(words: Words) -> str:
    return folded(words.text).gist if is_abusive(words.abuse) else words.text


def look(group: InquiryGroup, *, by: StaffMember) -> None:
    """Write down that somebody looked at what stands in a group, before they do."""
    must(by, May.ANSWER_TOGETHER)
    with writing():
        note("look at group", group.about, by)


def confirm(group: InquiryGroup, numbers: Sequence[int], *, by: StaffMember) -> int:
    """Say that inquiries are where they belong; return how many."""
    must(by, May.ANSWER_TOGETHER)
    with writing():
        rows = Inquiry.objects.filter(group=group, pk__in=numbers)
        return rows.update(is_confirmed=True)


def move(
    source: InquiryGroup,
    numbers: Sequence[int],
    target: InquiryGroup | None,
    *,
    by: StaffMember,
    at: datetime,
) -> GroupMove:
    """Move inquiries to another group, or to none, for good; all of them to merge two groups."""
    must(by, May.ANSWER_TOGETHER)
    if target is not None and target.pk == source.pk:
        raise GroupRefused(_("다른 묶음을 골라 주세요."))
    with writing():
        rows = Inquiry.objects.filter(group=source, pk__in=numbers)
        found = tuple(rows.order_by("pk").values_list("pk", flat=True))
        if not found:
            raise GroupRefused(_("옮길 문의를 골라 주세요."))
        rows.update(group=target, is_confirmed=target is not None, is_ungrouped=target is None)
        _find_centres(source, target)
        box = seal_moved(source.year, Moved(found, by.account, by.name))
        return GroupMove.objects.create(at=at, source=source, target=target, box=box)


def undo(moved: GroupMove, *, by: StaffMember, at: datetime) -> None:
    """Put back what was moved, as far as it is still there."""
    must(by, May.ANSWER_TOGETHER)
    with writing():
        moved = GroupMove.objects.select_for_update(of=("self",)).get(pk=moved.pk)
        if moved.undone is not None:
            raise GroupRefused(_("이미 되돌렸어요."))
        assert moved.source is not None
        numbers = moved_in(moved.source.year, moved.box).inquiries
        rows = Inquiry.objects.filter(pk__in=numbers, group=moved.target)
        rows.update(group=moved.source, is_confirmed=False, is_ungrouped=False)
        _find_centres(moved.source, moved.target)
        moved.undone = at
        moved.save(update_fields=["undone"])


@task()
def _find_centre(group: int) -> None:
    find_centre(group)


def _find_centres(*groups: InquiryGroup | None) -> None:
    """Let those who come next join where they belong now; in the background, which knows where."""
    for group in groups:
        if group is not None:
            _find_centre.enqueue(group.pk)


def write_answer(group: InquiryGroup, text: str, *, late: bool, by: StaffMember) -> None:
    """Write what is to be answered to all of a group; it goes out when it is let go."""
    must(by, May.ANSWER_TOGETHER)
    if not text:
        raise GroupRefused(_("답을 적어 주세요."))
    if unknown := answering.unknown_in(text):
        raise GroupRefused(_("채울 수 없는 자리예요: %s") % unknown)
    with writing():
        held = InquiryGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
        info = info_in(held.year, held.box)
        info = msgspec.structs.replace(
            info, answer=text, writer=by.account, writer_name=by.name, sender=0
        )
        held.box, held.sends_late = seal_info(held.year, info), late
        held.answered = held.edition = None
        held.save(update_fields=["box", "sends_late", "answered", "edition"])


def let_go(group: InquiryGroup, *, seen: Sequence[int], by: StaffMember, at: datetime) -> None:
    """Send a group's answer to all who wait in it; raises GroupRefused.

    To many another person than its writer does, who has read some of them (`seen`).
    """
    must(by, May.ANSWER_TOGETHER)
    with writing():
        held = InquiryGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
        info = info_in(held.year, held.box)
        if not info.answer or held.answered is not None:
            raise GroupRefused(_("보낼 답이 없어요."))
        waiting = Inquiry.objects.filter(may_be_grouped(), group=held)
        count = waiting.count()
        if info.writer == by.account and (count > ALONE or held.sends_late):
            raise GroupRefused(
                _("받는 사람이 많거나 나중에도 보낼 답이라서 다른 사람이 보내야 해요.")
            )
        if not count:
            raise GroupRefused(_("기다리는 사람이 없어요."))
        if waiting.filter(pk__in=seen).count() < min(SAMPLE, count):
            raise GroupRefused(_("보내기 전에 몇 건을 읽어 주세요."))
        held.box = seal_info(held.year, msgspec.structs.replace(info, sender=by.account))
        held.answered, held.edition = at, edition()
        held.save(update_fields=["box", "answered", "edition"])
        note("answer group", held.about, by, reason=f"{count}")
        _answer_some.enqueue(held.pk)


def answer_late_comers() -> None:
    """Answer who came to a group after its answer, where it was chosen so; the schedule does."""
    late = InquiryGroup.objects.exclude(answered=None).filter(sends_late=True)
    for number in late.values_list("pk", flat=True):
        if answer_some(number):
            _answer_some.enqueue(number)


@task()
def _answer_some(group: int) -> None:
    if answer_some(group):
        _answer_some.enqueue(group)


def answer_some(number: int) -> bool:
    """Answer some who wait in a group, each in a transaction of its own; tell whether more wait.

    Whoever dies meanwhile, nobody is answered twice: who is answered waits no longer.
    """
    rows = Inquiry.objects.filter(may_be_grouped(), group=number).order_by("arrived")
    numbers = list(rows.values_list("pk", flat=True)[: AT_ONCE + 1])
    answered = [_answer(one, number) for one in numbers[:AT_ONCE]]
    return any(answered) and len(numbers) > AT_ONCE


def _answer(number: int, of: int) -> bool:
    """Answer one who still waits in a group, with what was let go; tell whether they were."""
    at = now()
    with writing():
        group = InquiryGroup.objects.select_for_update(of=("self",)).get(pk=of)
        rows = Inquiry.objects.select_for_update(of=("self",)).filter(may_be_grouped())
        inquiry = rows.filter(pk=number, group=group).first()
        if inquiry is None or group.answered is None:
            # Whoever writes another answer stops the one that is going out.
            return False
        info = info_in(group.year, group.box)
        letter = answering.send(inquiry, answering.general(info.answer))
        words = Words(text=info.answer, by=info.sender, name=info.writer_name)
        add_message(
            inquiry,
            MessageKind.ANSWERED,
            words,
            at=at,
            edition=group.edition,
            letter=letter,
        )
        inquiry.state, inquiry.answered, inquiry.due = InquiryState.ANSWERED, at, None
        inquiry.save(update_fields=["state", "answered", "due"])
    return True
