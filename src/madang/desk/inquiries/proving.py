"""Proving who one is, before an answer shows what is personal: by a code to a contact in the list.

It is the check of oneself (`incidents.affected.self_check`) for the contact that was left. A From
line or a caller's word proves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.incidents.affected import codes, self_check
from madang.incidents.affected.contacts import Contact, contact_of
from madang.incidents.models import Incident

from ..models import Inquiry
from .keys import keys_of


class ProofRefused(Exception):
    """It was not proved; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How far somebody has come: what the next page holds, or at last what is theirs."""

    asked: str = ""
    proved: str = ""
    facts: Mapping[str, str] | None = None


def prove(inquiry: Inquiry, given: Mapping[str, Any], *, network: str) -> Proof:
    """Go one step: send a code, look at the code, then at the name. Raises ProofRefused."""
    incident = inquiry.incident
    if incident is None or incident.list_destroyed is not None:
        raise ProofRefused(_("명단을 파기해서 이제 확인할 수 없어요."))
    try:
        if given.get("proved"):
            return _named(incident, str(given["proved"]), str(given.get("said", "")))
        if given.get("asked"):
            return _code(incident, str(given["asked"]), str(given.get("code", "")))
        return Proof(asked=_ask(incident, _contact(inquiry), network))
    except self_check.CheckRefused as refused:
        raise ProofRefused(str(refused)) from refused


def _contact(inquiry: Inquiry) -> Contact:
    found = contact_of(keys_of(inquiry).about(inquiry).contact[2:])
    if found is None or not codes.can_send(found.kind):
        raise ProofRefused(_("남긴 연락처가 없거나 지금은 보낼 수 없어요."))
    return found


def _ask(incident: Incident, contact: Contact, network: str) -> str:
    budget = settings.CHECK_CODES_A_DAY
    held, digits = self_check.ask(incident, contact, network=network, budget=budget)
    codes.send(contact, digits, incident.name)
    return held


def _code(incident: Incident, asked: str, digits: str) -> Proof:
    proved = self_check.prove(incident, asked, digits)
    if proved is None:
        raise ProofRefused(
            _("코드가 맞지 않거나 시간이 지났어요. 다섯 번 틀리면 새로 받아야 해요.")
        )
    return Proof(proved=proved)


def _named(incident: Incident, proved: str, said: str) -> Proof:
    contact = self_check.proved_contact(incident, proved)
    found = self_check.found_for(incident, contact, said) if contact and said else None
    if not found:
        raise ProofRefused(_("명단에 있는 이름이나 생년월일과 달라요."))
    items = list(dict.fromkeys(item for one in found for item in one.items))
    since = next((one.since for one in found if one.since), "")
    return Proof(facts={"이름": said, "내 정보": ", ".join(items), "언제부터": since})
