"""The site's name, noun and banner: read by every page, changed by nobody but the operator."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from .db.transactions import writing
from .fresh import Fresh
from .models import Community, FormerRules
from .text.door import tidy_line

# How long another process may show the old name.
FRESH_SECONDS = 2.0


@dataclass(frozen=True)
class CommunityInfo:
    """The site as its pages show it; `is_founded` is false until the first page is filled in."""

    is_founded: bool
    name: str
    tagline: str
    noun: str
    banner: str = ""
    rules: str = ""
    icon: str = ""
    reactions: tuple[str, ...] = ()
    colour: str = ""
    # The one language that all pages are in; empty: each reader's.
    language: str = ""

    @cached_property
    def icon_key(self) -> str:
        """What tells one icon from another in an address, so that a new one is seen at once."""
        drawn_from = f"{self.icon}/{self.name[:1]}{self.colour}"
        return hashlib.blake2b(drawn_from.encode(), digest_size=4).hexdigest()

    @property
    def has_rules(self) -> bool:
        return bool(self.rules)

    @cached_property
    def banner_key(self) -> str:
        """What a browser remembers a banner by that was put away: another text is another one."""
        return hashlib.blake2b(self.banner.encode(), digest_size=6).hexdigest()


def _read() -> CommunityInfo:
    row = Community.objects.first()
    shown = row or Community(name="마당")
    return CommunityInfo(
        is_founded=row is not None,
        name=shown.name,
        tagline=shown.tagline,
        noun=shown.noun,
        banner=shown.banner,
        rules=shown.rules,
        icon=shown.icon,
        reactions=tuple(shown.reactions.split()),
        colour=shown.colour,
        language=shown.language,
    )


# Not kept until the site has a name: the first-run page ends at once, everywhere. One query.
community = Fresh(_read, seconds=FRESH_SECONDS, keep=lambda known: known.is_founded)


def found_community(name: str, tagline: str, noun: str = "익인") -> None:
    """Give the site its name; belongs in the first run's transaction."""
    Community.objects.create(id=1, name=name, tagline=tagline, noun=noun)
    community.forget()


def change_community(**changed: str) -> None:
    """Change what the site is called and shows of itself: columns of `Community` by their names.

    Rules that are changed are kept as they were, for everybody to compare.
    """
    with writing():
        before = Community.objects.values_list("rules", flat=True).first()
        if before and changed.get("rules", before) != before:
            FormerRules.objects.create(text=before, last_day=timezone.localdate())
        Community.objects.update(**changed)
    community.forget()


def former_rules() -> list[FormerRules]:
    """Return the rules as they were, the latest first. One query."""
    return list(FormerRules.objects.order_by("-pk"))


def set_banner(text: str) -> None:
    """Set the line above every page; empty: none."""
    Community.objects.update(banner=tidy_line(text))
    community.forget()
