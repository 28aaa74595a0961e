"""The daily e-mail about unread calls, for anyone who wants one and has an address."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.email.addresses import everybody_with_an_address
from madang.accounts.models import Account
from madang.core.community import community
from madang.core.db.transactions import writing
from madang.core.languages import in_language
from madang.delivery.email.sender import can_send, send_soon
from madang.identity.inboxes import inbox_of

from .preferences import preferences_of, save_preferences
from .queries import unread_by_kind

# The hour of the day, as a cron expression in the site's time zone; later on a day where the server
# was down, but never at night.
SENT_AT = "2 8 * * *"
FIRST_HOUR, LAST_HOUR = 8, 21


def send_digests() -> int:
    """Queue today's e-mails that are due; return how many."""
    if not can_send() or not FIRST_HOUR <= timezone.localtime().hour < LAST_HOUR:
        return 0
    return sum(_send(account, address) for account, address in _wanting())


def _wanting() -> Iterator[tuple[Account, str]]:
    today = timezone.localdate()
    for account, address in everybody_with_an_address():
        preferences = preferences_of(inbox_of(account.pk))
        if preferences.digest and preferences.digested != today:
            yield account, address


def _send(account: Account, address: str) -> bool:
    """Queue one e-mail, with the note that it went: never two on a day."""
    wanted, today = preferences_of(inbox_of(account.pk)).digest, timezone.localdate()
    count = sum(n for kind, n in unread_by_kind(account).items() if kind in wanted)
    if not count:
        return False
    with writing():
        preferences = preferences_of(inbox_of(account.pk))
        if preferences.digested == today:
            return False
        save_preferences(account, replace(preferences, digested=today))
        with in_language(preferences.language):
            subject = _("%(site)s: 읽지 않은 호출 %(count)d개") % {
                "site": community().name,
                "count": count,
            }
            text = _(
                "읽지 않은 호출이 %(count)d개 있어요.\n\n%(link)s\n\n"
                "이 메일은 호출 설정에서 끌 수 있어요. 무엇에 대한 호출인지는 적지 않아요."
            )
            link = settings.SITE_ADDRESS + reverse("calls")
            send_soon(address, subject, text % {"count": count, "link": link})
    return True
