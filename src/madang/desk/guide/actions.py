"""Writing the guide: one person writes an answer, another reviews it, and then it is told."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.incidents.models import Fact, FactStatus, FactVersion, Incident
from madang.incidents.people import account_in, boxed
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import GuideEntry, GuideVersion
from .emptiness import says_nothing
from .entries import edition, present, rests_of
from .news import forget_lately


class GuideRefused(Exception):
    """An answer cannot be written or reviewed; `field` is what is wrong, the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says: `questions` one a line, `facts` those that the answer rests on."""

    questions: str
    answer: str
    pass_on_when: str
    pass_on_to: str
    may_promise: str = ""
    may_not: str = ""
    tone: str = ""
    facts: tuple[int, ...] = ()


def write(
    said: Said,
    *,
    by: StaffMember,
    incident: Incident | None = None,
    entry: GuideEntry | None = None,
) -> GuideVersion:
    """Write an answer, new or for an entry; raises GuideRefused, PermissionDenied.

    It is told once another person has reviewed it.
    """
    must(by, May.WRITE_GUIDE)
    of = entry.incident if entry else incident
    _check(said, of)
    with writing():
        entry = entry or GuideEntry.objects.create(incident=incident)
        last = entry.versions.aggregate(last=Max("number"))["last"] or 0
        return GuideVersion.objects.create(
            entry=entry,
            number=last + 1,
            questions=said.questions,
            answer=said.answer,
            may_promise=said.may_promise,
            may_not=said.may_not,
            pass_on_when=said.pass_on_when,
            pass_on_to=said.pass_on_to,
            tone=said.tone,
            rests_on=msgspec.json.encode(present(said.facts)).decode(),
            by=boxed(by),
        )


def review(version: GuideVersion, *, by: StaffMember) -> None:
    """Let an answer be told that another person wrote; raises GuideRefused, PermissionDenied."""
    must(by, May.REVIEW_GUIDE)
    if account_in(version.by) == by.account:
        raise GuideRefused("", _("쓴 사람은 스스로 확인할 수 없어요. 다른 사람이 해야 해요."))
    with writing():
        version = GuideVersion.objects.select_for_update().get(pk=version.pk)
        entry = GuideEntry.objects.select_for_update().get(pk=version.entry_id)
        _check_is_last(version, entry)
        rests = rests_of(version)
        if present(one for one, _then in rests) != rests:
            raise GuideRefused("", _("그사이에 사실이 바뀌었어요. 답을 수정해 주세요."))
        version.reviewed, version.reviewer = timezone.now(), boxed(by)
        version.edition = edition() + 1
        version.save(update_fields=["reviewed", "reviewer", "edition"])
        note("review answer", f"guide:{entry.pk}", by, reason=str(version.number))
    forget_lately()


def retire(entry: GuideEntry, *, by: StaffMember) -> None:
    """Tell an answer no more; it stays in the guide as it stood."""
    must(by, May.REVIEW_GUIDE)
    with writing():
        GuideEntry.objects.filter(pk=entry.pk, retired=None).update(retired=timezone.now())
        note("retire answer", f"guide:{entry.pk}", by)
    forget_lately()


def _check(said: Said, incident: Incident | None) -> None:
    if not said.pass_on_when or not said.pass_on_to:
        field = "pass_on_to" if said.pass_on_when else "pass_on_when"
        raise GuideRefused(
            field, _("언제 누구에게 넘기는지 적어 주세요. 막다른 답은 쓸 수 없어요.")
        )
    known = set(Fact.objects.filter(incident=incident).values_list("pk", flat=True))
    if not known.issuperset(said.facts):
        raise GuideRefused("facts", _("이 사고의 사실만 고를 수 있어요."))
    if says_nothing(said.answer) and not _is_unknown(said.facts):
        raise GuideRefused(
            "answer",
            _(
                "조사 중이라고만 답하려면 조사 중인 사실을 골라 주세요. 그 사실에 "
                "담당자와 다음 소식 시각이 있어요."
            ),
        )


def _is_unknown(facts: Iterable[int]) -> bool:
    newest = dict(present(facts))
    versions = FactVersion.objects.filter(fact__in=newest, status=FactStatus.INVESTIGATING)
    return any(newest[one.fact_id] == one.number for one in versions)


def _check_is_last(version: GuideVersion, entry: GuideEntry) -> None:
    if version.reviewed is not None:
        raise GuideRefused("", _("이미 확인한 답이에요."))
    if entry.retired is not None:
        raise GuideRefused("", _("더는 쓰지 않는 답이에요."))
    if entry.versions.filter(number__gt=version.number).exists():
        raise GuideRefused("", _("더 새로 쓴 답이 있어요. 그것을 확인해 주세요."))
