"""The Jinja2 environment of the site's pages."""

from datetime import datetime
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from madang.boards import structure
from madang.boards.models import State

from . import times
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
    options.update(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    made.globals.update(
        static=static, url=reverse, State=State, pager=pager, number=times.count, Markup=Markup
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every page the site's name and boards, the clock, and who asks."""
    return {
        "site": structure.site(),
        "clock": Clock(),
        "language": translation.get_language(),
        # Only a request with a session asks the database who it is.
        "account": getattr(request, "user", None) if "sessionid" in request.COOKIES else None,
        # Reading them clears their cookie, which would make everyone's page one person's.
        "notices": get_messages(request) if "messages" in request.COOKIES else (),
    }
