"""The Jinja2 environment of the site's pages."""

from datetime import datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from madang.accounts.decorators import current_account
from madang.accounts.providers.providers import offered
from madang.core.community import community
from madang.core.http.shared_pages import page_token
from madang.core.languages import page_language
from madang.core.site import SiteExtension, console_sections, site_point, slots
from madang.core.wording import text as _
from madang.core.wording import text_in_context, text_of_number
from madang.delivery.email.sender import can_send

from . import times
from .inlined_slots import InlinedSlots
from .pager import pager


class Clock:
    """The moment at which one page is made, and how times look from there."""

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.now = datetime.now(self.zone)

    def in_list(self, moment: datetime) -> str:
        return times.list_time(moment.astimezone(self.zone), self.now)

    def in_thread(self, moment: datetime) -> str:
        return times.thread_time(moment.astimezone(self.zone), self.now)

    def full(self, moment: datetime) -> str:
        return times.full_time(moment.astimezone(self.zone))

    def iso(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).isoformat(timespec="seconds")

    def years_since(self, moment: datetime) -> int:
        return times.age_in_years(moment.astimezone(self.zone), self.now)


def environment(**options: Any) -> Environment:
    """Make the environment; Django calls this once."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options.update(auto_reload=False)
    options.update(extensions=[InlinedSlots])
    made = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    made.globals.update(
        _=_,
        ngettext=text_of_number,
        pgettext=text_in_context,
        static=lru_cache(static),
        url=lru_cache(reverse),
        json_script=json_script,
        mail_is_sent=can_send,
        sign_in_providers=offered,
        archive_language=page_language.get,
        pager=pager,
        picture_megabytes=lambda: settings.PICTURE_MEGABYTES,
        day=times.day,
        number=times.count,
        slots=slots,
        console_sections=console_sections,
    )
    for hook in site_point.hooks(SiteExtension.template_globals):
        made.globals.update(hook())
    made.filters["readable"] = unquote
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def _has_notices(request: HttpRequest) -> bool:
    """Tell whether there is anything to say: from the page before, or by this one.

    Reading them clears their cookie, which would make everyone's page one person's.
    """
    return "messages" in request.COOKIES or getattr(get_messages(request), "added_new", False)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every page the site's name, the clock, who asks, and what apps add."""
    context = {
        "site": community(),
        "clock": Clock(),
        "language": page_language.get(),
        "zone": settings.TIME_ZONE,
        "account": current_account(request),
        "csrf_token": SimpleLazyObject(partial(page_token, request)),
        "notices": get_messages(request) if _has_notices(request) else (),
    }
    for hook in site_point.hooks(SiteExtension.page_context):
        context |= hook(request)
    return context
