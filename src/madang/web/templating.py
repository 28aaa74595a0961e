"""The Jinja2 environment of the site's pages."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined
from markupsafe import escape

from madang.accounts.mail import can_send
from madang.accounts.providers import offered
from madang.accounts.signed_in import signed_in
from madang.boards import structure
from madang.boards.models import State
from madang.boards.text import excerpt
from madang.languages import page_language

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
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options.update(auto_reload=False)
    made = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    made.globals.update(
        _=_,
        ngettext=text_of_number,
        pgettext=text_in_context,
        static=lru_cache(static),
        url=lru_cache(reverse),
        json_script=json_script,
        State=State,
        mail_is_sent=can_send,
        sign_in_providers=offered,
        archive_language=page_language.get,
        pager=pager,
        picture_megabytes=lambda: settings.PICTURE_MEGABYTES,
        excerpt=excerpt,
        day=times.day,
        number=times.count,
        thread_words=thread_words,
        voice_name=voice_name,
    )
    made.filters["readable"] = unquote
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def text(message: str, **values: object) -> str:
    """Return a text in the page's language, with its values filled in."""
    translated = _translated(page_language.get(), message)
    return translated % values if values else translated


_ = text


@lru_cache(maxsize=64)
def _translated_in(language: str, context: str, message: str) -> str:
    with translation.override(language):
        return translation.pgettext(context, message)


def text_in_context(context: str, message: str) -> str:
    """Return a text in the page's language that means different things in different places."""
    return _translated_in(page_language.get(), context, message)


def text_of_number(one: str, many: str, num: int) -> str:
    """Return a text that depends on a number, which it may name as %(num)d."""
    return translation.ngettext(one, many, num) % {"num": num}


def voice_name(voice: int | None, noun: str) -> str:
    """Return what a voice is called: 글쓴이, 익인3, or 익인 where it was not told apart."""
    if voice == 0:
        return _("글쓴이")
    return noun if voice is None else f"{noun}{voice}"


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """The words around every comment of a page, looked up once; already HTML."""

    author: str
    noun: str
    edited: str
    news: str
    like: str
    reply: str
    edit: str
    delete: str
    removed: str
    hidden: str
    folded: str
    more: str
    answers_earlier: str


def thread_words(noun: str) -> ThreadWords:
    return ThreadWords(
        author=_("글쓴이"),
        noun=str(escape(noun)),
        edited=_("고침"),
        news=_("새 소식"),
        like=_("좋아요"),
        reply=_("답글"),
        edit=_("고치기"),
        delete=_("지우기"),
        removed=_("지워진 댓글이에요."),
        hidden=_("운영자가 숨긴 댓글이에요."),
        folded=_("걸러진 댓글"),
        more=_("더보기"),
        answers_earlier=_("앞 댓글에"),
    )


@lru_cache(maxsize=2048)
def _translated(language: str, message: str) -> str:
    # A catalog's own look-up costs as much as a table row; a page makes dozens.
    with translation.override(language):
        return translation.gettext(message)


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every page the site's name and boards, the clock, and who asks."""
    return {
        "site": structure.site(),
        "clock": Clock(),
        "language": page_language.get(),
        "zone": settings.TIME_ZONE,
        "account": signed_in(request),
        # Reading them clears their cookie, which would make everyone's page one person's.
        "notices": get_messages(request) if "messages" in request.COOKIES else (),
    }
