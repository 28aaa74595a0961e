"""The door to the site as a whole: what apps add to every page, to the home page and to start.

Templates of lower apps name no template of an upper app: they leave slots, which apps fill with
templates of their own (`slots`). A slot's template sees all that its page sees.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from .extensions import Extension, ExtensionPoint


class Viewed(NamedTuple):
    """What a page that was served showed, such as a post, to whom: an address or a network."""

    kind: str
    id: int
    reader: str


class Event(NamedTuple):
    """Something that happened which other programs may be told of: where to look, never words.

    Its data are numbers, names of boards and addresses that everybody may know, or that are no
    more than whoever is let in there sees first.
    """

    kind: str
    at: datetime
    data: Mapping[str, int | str]


class ConsoleSection(models.TextChoices):
    """What the pages of the console are about."""

    MODERATION = "moderation", _lazy("신고와 제재")
    SITE = "site", _lazy("사이트 꾸미기")
    SYSTEM = "system", _lazy("서버")


class ConsoleEntry(NamedTuple):
    """A page in the menu of the console; the lower its place, the earlier it comes."""

    section: ConsoleSection
    place: int
    key: str
    title: Promise
    url_name: str
    # Moderators of some boards see it too.
    for_moderators: bool = False


class SiteExtension(Extension):
    """What an app adds to the site."""

    # Templates by the slots that they fill.
    slots: Mapping[str, str] = {}

    def template_globals(self) -> dict[str, Any]:
        """Return names that this app gives all templates; asked once."""
        return {}

    def home_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what this app's parts of the home page show."""
        return {}

    def page_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what this app's parts of every page show."""
        return {}

    def member_states(self) -> Mapping[str, Callable[[Any, tuple[Any, ...]], Any]]:
        """Return what tells how an account stands to shared pages, by their kinds.

        Each is called with the account and what a page is about, reads a few rows by their keys,
        and returns a tuple; None where this reader gets a page of its own.
        """
        return {}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        """Return this app's pages of the console."""
        return ()

    def sitemap_parts(self) -> int:
        """Return how many parts of the sitemap this app has."""
        return 0

    def sitemap_part(self, part: int) -> Iterable[tuple[str, datetime | None]]:
        """Yield (path, last changed) of one part of the sitemap."""
        return ()

    def robots_disallow(self) -> Iterable[str]:
        """Return the paths that robots are asked not to read (RFC 9309).

        What ends with neither "/" nor "$" would be the beginning of boards' names too.
        """
        return ()

    def first_run_fields(self) -> dict[str, forms.Field]:
        """Return the fields that the first-run page asks for this app."""
        return {}

    def first_run_clean(self, data: dict[str, Any]) -> None:
        """Read what was filled in, in place; raises ValidationError with the field."""

    def on_first_run(self, data: dict[str, Any]) -> None:
        """Make what a new site begins with; within the first run's transaction."""

    def on_viewed(self, viewed: Viewed) -> None:
        """Count what was shown; must not write to the database."""

    def on_event(self, event: Event) -> None:
        """Follow something that happened; within the transaction of it."""

    def on_stopping(self) -> None:
        """Write down what waits in memory: the server stops."""

    def render_forbidden(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a special page for what may not be seen; None: the plain one."""
        return None

    def instead_of_not_found(self, request: HttpRequest) -> HttpResponse | None:
        """Return what an address leads to at which nothing is any more; None: to nothing."""
        return None

    def instead_of_home(self, request: HttpRequest) -> HttpResponse | None:
        """Return a page instead of the home page, for an address with a query; None: none."""
        return None

    def text_to_keep(self, request: HttpRequest) -> str:
        """Return the text of a form that could not be taken, for its writer to copy."""
        return ""


site_point = ExtensionPoint(SiteExtension)


class Slots:
    """The templates that fill each slot, in the order of the apps."""

    def __init__(self) -> None:
        self._filled: dict[str, list[str]] | None = None

    def __getitem__(self, slot: str) -> list[str]:
        if self._filled is None:
            self._filled = {}
            for one in site_point.extensions:
                for name, template in one.slots.items():
                    self._filled.setdefault(name, []).append(template)
        return self._filled.get(slot, [])


slots = Slots()


def announce(kind: str, **data: int | str) -> None:
    """Say that something happened; belongs in the transaction of it."""
    if hooks := site_point.hooks(SiteExtension.on_event):
        event = Event(kind, timezone.now(), data)
        for hook in hooks:
            hook(event)


def console_sections(
    *, for_operator: bool = True
) -> list[tuple[ConsoleSection, list[ConsoleEntry]]]:
    """Return the pages of the console of all apps by what they are about, in their places.

    Others than operators see those for moderators.
    """
    hooks = site_point.hooks(SiteExtension.console_entries)
    entries = [entry for hook in hooks for entry in hook() if for_operator or entry.for_moderators]
    every = sorted(entries, key=lambda entry: entry.place)
    by_section = [
        (section, [entry for entry in every if entry.section is section])
        for section in ConsoleSection
    ]
    return [(section, entries) for section, entries in by_section if entries]
