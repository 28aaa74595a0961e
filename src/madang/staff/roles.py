"""Roles: who may do what, as one table. The page and a test read it too."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _lazy


class Role(models.TextChoices):
    """What somebody is at work. One person may be several."""

    OPERATOR = "operator", _lazy("운영자")
    PRIVACY_OFFICER = "privacy officer", _lazy("개인정보 보호책임자")
    APPROVER = "approver", _lazy("승인자")
    LEAD = "lead", _lazy("상담 팀장")
    AGENT = "agent", _lazy("상담원")
    FIRM_LEAD = "firm's lead", _lazy("위탁사 팀장")
    FIRM_AGENT = "firm's agent", _lazy("위탁사 상담원")


OF_FIRMS = frozenset({Role.FIRM_LEAD, Role.FIRM_AGENT})
# An operator's role comes with the account, on the command line.
GIVEN_HERE = tuple(role for role in Role if role is not Role.OPERATOR)


class May(models.TextChoices):
    """Something that a role may do."""

    MANAGE_STAFF = "manage staff", _lazy("직원의 역할을 정해요")
    SEE_FIRM = "see firm", _lazy("같은 위탁사에서 함께 일하는 사람을 봐요")
    SEE_RECORDS = "see records", _lazy("업무 기록을 봐요")
    SEE_READINESS = "see readiness", _lazy("준비 상태를 보고 시험 메시지를 보내요")
    READ_FACTS = "read facts", _lazy("공개한 사실과 안내를 봐요")
    SEE_INCIDENTS = "see incidents", _lazy("사고와 시한, 경과를 봐요")
    WORK_ON_INCIDENTS = "work on incidents", _lazy("경과와 사실, 할 일을 적어요")
    OPEN_INCIDENTS = "open incidents", _lazy("사고를 등록하고 마쳐요")
    RELEASE_FACTS = "release facts", _lazy("사실을 확정하고 공개해요")
    DECIDE_REPORTS = "decide reports", _lazy("신고와 통지를 결정하고 근거를 남겨요")
    KEEP_AFFECTED = "keep affected", _lazy("대상자 명단을 등록하고 파기해요")
    LOOK_UP_PERSON = "look up person", _lazy("이유를 적고 대상자 한 사람을 봐요")
    WRITE_NOTICES = "write notices", _lazy("통지를 쓰고 보내고 멈춰요")
    WRITE_GUIDE = "write guide", _lazy("가이드의 답을 써요")
    REVIEW_GUIDE = "review guide", _lazy("다른 사람이 쓴 답을 확인해요")
    ANSWER_INQUIRIES = "answer inquiries", _lazy("문의에 답해요")
    ANSWER_TOGETHER = "answer together", _lazy("같은 질문을 모아 한 번에 답해요")
    LEAD_DESK = "lead desk", _lazy("창구의 숫자를 보고 사람을 배치해요")
    APPROVE_NOTICES = "approve notices", _lazy("다른 사람이 쓴 통지를 승인해요")


_READS = {May.READ_FACTS}
_ANSWERS = _READS | {May.ANSWER_INQUIRIES}
_FOLLOWS = _READS | {May.SEE_INCIDENTS}

TABLE: Mapping[Role, frozenset[May]] = {
    Role.OPERATOR: frozenset(_FOLLOWS | {May.MANAGE_STAFF, May.SEE_READINESS, May.OPEN_INCIDENTS}),
    Role.PRIVACY_OFFICER: frozenset(set(May) - {May.MANAGE_STAFF, May.SEE_FIRM}),
    Role.APPROVER: frozenset(_FOLLOWS | {May.RELEASE_FACTS, May.APPROVE_NOTICES, May.REVIEW_GUIDE}),
    Role.LEAD: frozenset(
        _FOLLOWS
        | {
            May.WORK_ON_INCIDENTS,
            May.WRITE_GUIDE,
            May.REVIEW_GUIDE,
            May.ANSWER_INQUIRIES,
            May.ANSWER_TOGETHER,
            May.LEAD_DESK,
        }
    ),
    Role.AGENT: frozenset(_ANSWERS | {May.ANSWER_TOGETHER}),
    Role.FIRM_LEAD: frozenset(_ANSWERS | {May.SEE_FIRM}),
    Role.FIRM_AGENT: frozenset(_ANSWERS),
}


def allowed_to(roles: frozenset[Role]) -> frozenset[May]:
    """Return all that somebody of some roles may do."""
    return frozenset(may for role in roles for may in TABLE[role])
