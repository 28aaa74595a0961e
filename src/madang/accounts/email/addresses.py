"""An account's e-mail address: of its own choice, for recovery and digests, and sealed.

A row stands under a keyed hash of the account, is found by a keyed hash of the address, and holds
both in a box: the database tells neither the address nor whose it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

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
from madang.identity.boxes import decrypt_values, encrypt_values
from madang.identity.tags import keyed, lookup_tag

from ..models import Account, SealedEmail

PURPOSE, CONFIRMING, RESETTING = "email", "email confirmation", "password reset"
CONFIRM_DAYS = 2


class Taken(Exception):
    """The address belongs to another account."""


class Confirmation(NamedTuple):
    """What a confirmation link says: this account wants this address."""

    account: int
    address: str


def address_of(account: Account) -> str | None:
    """Return an account's address, None if it has none. One query."""
    row = SealedEmail.objects.filter(pk=keyed(PURPOSE, account.pk)).first()
    return _open(row)[1] if row else None


def ask_to_confirm(account: Account, address: str, site: str, root: str) -> None:
    """Send a link to an address; whoever opens it makes it the account's."""
    until = timezone.localdate() + timedelta(days=CONFIRM_DAYS)
    values = {"account": account.pk, "address": address, "until": until.isoformat()}
    key = encrypt_values(values, purpose=CONFIRMING)
    text = _(
        "%(site)s에서 이 주소를 쓰려면 아래를 누르세요. %(days)d일 동안 쓸 수 있어요."
        "\n\n%(link)s\n\n모르는 일이면 그냥 두세요. 아무 일도 일어나지 않아요."
    )
    link = root + reverse("email_confirm", args=[key])
    subject = _("%(site)s: 이메일 확인") % {"site": site}
    send_soon(address, subject, text % {"site": site, "days": CONFIRM_DAYS, "link": link})


def read_confirmation(key: str) -> Confirmation | None:
    """Return what a confirmation link says; None if it is none or too old."""
    values = decrypt_values(key, purpose=CONFIRMING)
    if not values or date.fromisoformat(values["until"]) < timezone.localdate():
        return None
    return Confirmation(values["account"], values["address"])


def confirm(confirmation: Confirmation) -> None:
    """Make the address the account's, in place of an older one; raises Taken."""
    account, address = confirmation
    box = encrypt_values({"account": account, "address": address}, purpose=PURPOSE)
    new = {"box": box, "found_by": _found_by(address)}
    try:
        with writing():
            if Account.objects.filter(pk=account).exists():
                SealedEmail.objects.update_or_create(pk=keyed(PURPOSE, account), defaults=new)
    except IntegrityError:
        raise Taken from None


def everybody_with_an_address() -> Iterator[tuple[Account, str]]:
    """Yield every account in use that has an address, with it."""
    for row in SealedEmail.objects.all().iterator():
        owner, address = _open(row)
        account = Account.objects.filter(pk=owner, is_active=True).first()
        if account is not None:
            yield account, address


def forget(account_id: int) -> None:
    """Drop an account's address, if it has one."""
    SealedEmail.objects.filter(pk=keyed(PURPOSE, account_id)).delete()


def ask_to_reset(address: str, site: str, root: str) -> None:
    """Queue a link to a new password, for whoever has this address.

    Whether somebody has it is looked up later: what is answered, and when, is the same for all.
    """
    values = {"address": address, "site": site, "root": root, "language": page_language.get()}
    _send_reset.enqueue(encrypt_values(values, purpose=RESETTING))


def read_reset(key: str) -> Account | None:
    """Return whose password a link may change; None if it is none, too old, or was used."""
    values = decrypt_values(key, purpose=RESETTING)
    account = Account.objects.filter(pk=values.get("account", 0), is_active=True).first()
    valid = account and default_token_generator.check_token(account, values.get("token"))
    return account if valid else None


@task()
def _send_reset(box: str) -> None:
    values = decrypt_values(box, purpose=RESETTING)
    row = SealedEmail.objects.filter(found_by=_found_by(values.get("address", ""))).first()
    account = Account.objects.filter(pk=_open(row)[0], is_active=True).first() if row else None
    if account is None:
        return
    made = {"account": account.pk, "token": default_token_generator.make_token(account)}
    link = values["root"] + reverse(
        "password_reset", args=[encrypt_values(made, purpose=RESETTING)]
    )
    with in_language(values["language"]):
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        text = _(
            "%(site)s의 새 비밀번호를 정하려면 아래를 누르세요. "
            "%(hours)d시간 동안 한 번 쓸 수 있어요.\n\n%(link)s\n\n"
            "모르는 일이면 그냥 두세요. 아무 일도 일어나지 않아요."
        ) % {"site": values["site"], "hours": hours, "link": link}
        subject = _("%(site)s: 새 비밀번호") % {"site": values["site"]}
    send_soon(values["address"], subject, text)


def _found_by(address: str) -> str:
    # Servers that tell capitals apart in the part before the @ are not met any more.
    return lookup_tag(PURPOSE, address.strip().lower())


def _open(row: SealedEmail) -> tuple[int, str]:
    values = decrypt_values(row.box, purpose=PURPOSE)
    return values.get("account", 0), values.get("address", "")
