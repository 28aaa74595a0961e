"""An account's e-mail address: of its own choice, for recovery and digests, and sealed.

A row stands under a keyed hash of the account, is found by a keyed hash of the address, and holds
both in a box: the database tells neither the address nor whose it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from madang.core.db.transactions import writing
from madang.core.languages import in_language, page_language
from madang.delivery.email.sender import send_soon
from madang.identity.boxed_rows import Boxed, BoxedRows
from madang.identity.tags import lookup_tag

from ..models import Account, SealedEmail

CONFIRM_DAYS = 2


class Taken(Exception):
    """The address belongs to another account."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address, and whose it is."""

    account: int
    address: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation link says: the address that an account wants, and its last day."""

    wanted: EmailAddress
    until: date


@dataclass(frozen=True, slots=True)
class ResetRequest:
    """Somebody who knows an address asks for a new password, on a page in some language."""

    address: str
    site: str
    root: str
    language: str


@dataclass(frozen=True, slots=True)
class ResetLink:
    """What a link to a new password says."""

    account: int
    token: str


ADDRESSES = BoxedRows(SealedEmail, EmailAddress, "email")
CONFIRMATION = Boxed(Confirmation, "email confirmation")
RESET_REQUEST = Boxed(ResetRequest, "password reset request")
RESET_LINK = Boxed(ResetLink, "password reset")


def address_of(account: Account) -> str | None:
    """Return an account's address, None if it has none. One query."""
    found = ADDRESSES.find(ADDRESSES.key_of(account.pk))
    return found.address if found else None


def addresses_of(accounts: Iterable[Account]) -> list[str]:
    """Return the addresses of those accounts that have one. A query for each."""
    return [address for account in accounts if (address := address_of(account))]


def ask_to_confirm(account: Account, address: str, site: str, root: str) -> None:
    """Send a link to an address; opening it makes the address the account's."""
    until = timezone.localdate() + timedelta(days=CONFIRM_DAYS)
    key = CONFIRMATION.encrypt(Confirmation(EmailAddress(account.pk, address), until))
    text = _(
        "%(site)s에서 이 주소를 쓰려면 아래 링크를 눌러 주세요. 링크는 "
        "%(days)d일 동안 쓸 수 있어요.\n\n%(link)s\n\n요청하지 않았다면 "
        "무시하세요. 아무 일도 일어나지 않아요."
    )
    link = root + reverse("email_confirm", args=[key])
    subject = _("%(site)s: 이메일 확인") % {"site": site}
    send_soon(address, subject, text % {"site": site, "days": CONFIRM_DAYS, "link": link})


def read_confirmation(key: str) -> EmailAddress | None:
    """Return what a confirmation link says; None if it is none or too old."""
    found = CONFIRMATION.decrypt(key)
    return found.wanted if found and found.until >= timezone.localdate() else None


def confirm(own: EmailAddress) -> None:
    """Make the address the account's, in place of an older one; raises Taken."""
    try:
        with writing():
            if Account.objects.filter(pk=own.account).exists():
                key = ADDRESSES.key_of(own.account)
                ADDRESSES.save(key, own, found_by=_found_by(own.address))
    except IntegrityError:
        raise Taken from None


def everybody_with_an_address() -> Iterator[tuple[Account, str]]:
    """Yield every account in use that has an address, with it."""
    for own in ADDRESSES.all():
        account = Account.objects.filter(pk=own.account, is_active=True).first()
        if account is not None:
            yield account, own.address


def forget(account_id: int) -> None:
    """Drop an account's address, if it has one."""
    ADDRESSES.delete(ADDRESSES.key_of(account_id))


def ask_to_reset(address: str, site: str, root: str) -> None:
    """Queue a link to a new password, for the account with this address.

    Whether somebody has it is looked up later: what is answered, and when, is the same for all.
    """
    asked = ResetRequest(address, site, root, page_language.get())
    _send_reset.enqueue(RESET_REQUEST.encrypt(asked))


def read_reset(key: str) -> Account | None:
    """Return whose password a link may change; None if it is none, too old, or was used."""
    link = RESET_LINK.decrypt(key)
    account = Account.objects.filter(pk=link.account, is_active=True).first() if link else None
    valid = account and link and default_token_generator.check_token(account, link.token)
    return account if valid else None


@task()
def _send_reset(box: str) -> None:
    asked = RESET_REQUEST.decrypt(box)
    account = _account_with(asked.address) if asked else None
    if asked is None or account is None:
        return
    made = ResetLink(account.pk, default_token_generator.make_token(account))
    link = asked.root + reverse("password_reset", args=[RESET_LINK.encrypt(made)])
    with in_language(asked.language):
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        text = _(
            "%(site)s의 새 비밀번호를 정하려면 아래 링크를 눌러 주세요. 링크는 "
            "%(hours)d시간 동안 한 번 쓸 수 있어요.\n\n%(link)s\n\n요청하지 "
            "않았다면 무시하세요. 아무 일도 일어나지 않아요."
        ) % {"site": asked.site, "hours": hours, "link": link}
        subject = _("%(site)s: 새 비밀번호") % {"site": asked.site}
    send_soon(asked.address, subject, text)


def _found_by(address: str) -> str:
    # Servers that tell capitals apart in the part before the @ are not met any more.
    return lookup_tag(ADDRESSES.purpose, address.strip().lower())


def _account_with(address: str) -> Account | None:
    row = SealedEmail.objects.filter(found_by=_found_by(address)).first()
    own = ADDRESSES.decrypt(row.box) if row else None
    return Account.objects.filter(pk=own.account, is_active=True).first() if own else None
