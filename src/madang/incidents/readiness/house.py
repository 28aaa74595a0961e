"""Whether people, keys and words are in their places."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.identity.key_stores import TextStore
from madang.staff.members import all_staff
from madang.staff.reviews import due
from madang.staff.roles import May

from ..models import NoticeKind, NoticeTemplate
from .answers import Answer, State
from .trials import last_tests

TESTED_WITHIN = timedelta(days=90)


def answers() -> Iterator[Answer]:
    """Look at what the organisation itself has to see to."""
    yield from _people()
    yield _keys()
    yield _address()
    yield from _templates()
    yield from _tests()
    yield _records()


def _people() -> Iterator[Answer]:
    staff = all_staff()
    writers = {one.account for one in staff if one.may(May.WRITE_NOTICES)}
    approvers = {one.account for one in staff if one.may(May.APPROVE_NOTICES)}
    if not writers:
        said = _("아무도 없어요. madang operators와 업무의 “사람”에서 정하세요.")
        yield Answer(_("개인정보 보호책임자"), State.MISSING, said)
    else:
        yield Answer(_("개인정보 보호책임자"), State.READY, _("%d명") % len(writers))
    two = len(writers | approvers) > 1 and bool(approvers)
    said = "" if two else _("1,000명이 넘게 알리려면 다른 사람의 승인이 있어야 해요.")
    yield Answer(_("승인할 두 번째 사람"), State.READY if two else State.MISSING, said)
    known = set(Authenticator.objects.values_list("user_id", flat=True))
    lacking = Account.objects.filter(pk__in=(writers | approvers) - known).count()
    said = _("%d명이 아직 등록하지 않았어요.") % lacking if lacking else ""
    yield Answer(_("2단계 인증"), State.MISSING if lacking else State.READY, said)


def _keys() -> Answer:
    if isinstance(settings.KEY_STORE, TextStore):
        said = _("환경 변수로 준 열쇠에는 사고의 열쇠를 더할 수 없어요. 파일이나 명령을 쓰세요.")
        return Answer(_("열쇠"), State.MISSING, said)
    return Answer(_("열쇠"), State.READY, settings.KEY_STORE.name)


def _address() -> Answer:
    if not settings.SITE_URL.startswith("https://"):
        said = _("MADANG_URL에 https 주소를 정하세요. 통지의 링크가 이 주소로 나가요.")
        return Answer(_("사이트 주소"), State.MISSING, said)
    return Answer(_("사이트 주소"), State.READY, settings.SITE_URL)


def _templates() -> Iterator[Answer]:
    written = set(NoticeTemplate.objects.values_list("kind", flat=True))
    for kind in NoticeKind:
        ready = kind.value in written
        said = "" if ready else _("미리 써 두면 첫 시간을 아껴요.")
        yield Answer(_("통지 초안: %s") % kind.label, State.READY if ready else State.WEAK, said)


def _tests() -> Iterator[Answer]:
    done = last_tests()
    for channel, what in (("email", _("시험 이메일")), ("sms", _("시험 문자"))):
        day = done.get(channel)
        if day is None or timezone.localdate() - day > TESTED_WITHIN:
            yield Answer(what, State.WEAK, _("최근 3개월 동안 보내 본 적이 없어요."))
        else:
            yield Answer(what, State.READY, str(day))


def _records() -> Answer:
    if month := due(timezone.localdate()):
        said = _("%s 열람 기록을 아직 살펴보지 않았어요. 업무의 “기록”에서 살펴보세요.") % month.key
        return Answer(_("열람 기록"), State.WEAK, said)
    return Answer(_("열람 기록"), State.READY)
