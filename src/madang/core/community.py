"""The site's name, noun and banner: read by every page, changed by nobody but the operator."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from .fresh import Fresh
from .models import Community
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

    @cached_property
    def banner_key(self) -> str:
        """What a browser remembers a banner by that was put away: another text is another one."""
        return hashlib.blake2b(self.banner.encode(), digest_size=6).hexdigest()


def _read() -> CommunityInfo:
    row = Community.objects.first()
    shown = row or Community(name="마당")
    return CommunityInfo(row is not None, shown.name, shown.tagline, shown.noun, shown.banner)


# Not kept until the site has a name: the first-run page ends at once, everywhere. One query.
community = Fresh(_read, seconds=FRESH_SECONDS, keep=lambda known: known.is_founded)


def found_community(name: str, tagline: str, noun: str = "익인") -> None:
    """Give the site its name; belongs in the first run's transaction."""
    Community.objects.create(id=1, name=name, tagline=tagline, noun=noun)
    community.forget()


def set_banner(text: str) -> None:
    """Set the line above every page; empty: none."""
    Community.objects.update(banner=tidy_line(text))
    community.forget()
