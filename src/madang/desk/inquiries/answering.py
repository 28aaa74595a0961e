"""Sending what was answered, by the way that somebody left, with the address of their page.

What goes out is general, with a link: what is personal stands on the person's own page alone.
"""

import re
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.core.db.transactions import writing
from madang.core.http import rate_limits
from madang.delivery.email import sender
from madang.delivery.mailings.adding import add, begin, complete
from madang.delivery.mailings.letters import Content, MailingKeys, Recipient
from madang.delivery.mailings.single import can_text
from madang.incidents.affected.contacts import ContactKind

from ..models import Inquiry
from .keys import About, keys_of

RECEIPTS = "1/hour"
_BRACES = re.compile(r"\{[^{}\n]{0,40}\}")
# What stands in answers to many for each person's own facts.
PERSONAL = re.compile(r"\{(이름|내 정보|언제부터)\}")
# What programs and we write before a subject.
_NUMBERED = re.compile(
    r"^(?:\s*(?:re|fw|fwd|회신|답장|전달)\s*:|\s*\[\d{4}-?\d{4}\])+\s*", re.IGNORECASE
)


def send(inquiry: Inquiry, text: str, *, kind: str = "answer") -> int | None:
    """Queue a letter that says the answer, once, whatever dies meanwhile; return its number.

    Belongs in the transaction in which it was answered. Nobody is written to who left no contact:
    their page has it.
    """
    keys = keys_of(inquiry)
    about = keys.about(inquiry)
    recipient = _recipient(inquiry, about, text)
    if recipient is None:
        return None
    count = inquiry.messages.count()
    headers = {"From": "#{주소}", "In-Reply-To": "#{메일}", "References": "#{메일}"}
    content = {recipient.channel: Content("#{답}", "#{제목}", headers=headers)}
    mailing = begin(f"{kind}:{inquiry.pk}:{count}", content, key_name=keys.name)
    add(mailing, [recipient], cursor=0)
    complete(mailing)
    return MailingKeys(mailing).number(recipient)


def general(text: str) -> str:
    """Return an answer as it goes out: in place of what is personal, where that is to be seen."""
    return PERSONAL.sub(lambda _found: "○○○", text)


def unknown_in(text: str) -> str:
    """Return what stands in braces and nobody can fill in; empty: nothing."""
    left = _BRACES.search(PERSONAL.sub("", text))
    return left[0] if left else ""


def personal(text: str, values: Mapping[str, str]) -> str:
    """Return an answer with somebody's own facts in it, for whoever proved who they are."""
    return PERSONAL.sub(lambda found: values.get(found[1], "-"), text)


def send_receipt(inquiry: Inquiry) -> None:
    """Write to whoever left an address that it came, and where it is followed: once an hour each.

    The code is not in it: their page sends it, or they saw it.
    """
    about = keys_of(inquiry).about(inquiry)
    if not about.contact or not rate_limits.allow("inquiry receipt", about.contact, limit=RECEIPTS):
        return
    with translation.override(about.language), writing():
        said = _("문의를 받았어요. 번호는 %(number)s이고, 여기에서 볼 수 있어요.")
        letter = send(inquiry, said % {"number": readable(inquiry.pk)}, kind="receipt")
        # An answer to the receipt comes back to this thread.
        newest = inquiry.messages.order_by("-pk").values("pk")[:1]
        inquiry.messages.filter(pk__in=newest).update(letter=letter)


def readable(number: int) -> str:
    """Return an inquiry's number as people read it out: 1234-5678."""
    return f"{number // 10_000}-{number % 10_000:04}"


def page_address(about: About) -> str:
    """Return where whoever has the code too reads an inquiry."""
    return f"{settings.SITE_ADDRESS}{reverse('inquiry', args=(about.token,))}"


def _recipient(inquiry: Inquiry, about: About, text: str) -> Recipient | None:
    kind, _colon, value = about.contact.partition(":")
    if kind == ContactKind.EMAIL and sender.can_send():
        with translation.override(about.language):
            title = about.title or _("문의에 대한 답")
            subject = f"[{readable(inquiry.pk)}] {_NUMBERED.sub('', title)}"[:120]
            body = f"{text}\n\n{_('문의 페이지')}: {page_address(about)}\n{_site()}"
        variables = {"답": body, "제목": subject, "주소": about.address, "메일": about.mail_id}
        return Recipient("email", value, variables=variables)
    if kind == ContactKind.PHONE and can_text():
        with translation.override(about.language):
            said = _("[%(site)s] 문의 %(number)s에 답했어요. %(where)s")
            values = {"site": _site(), "number": readable(inquiry.pk), "where": page_address(about)}
        return Recipient("sms", value, variables={"답": said % values, "제목": ""})
    return None


def _site() -> str:
    return community().name
