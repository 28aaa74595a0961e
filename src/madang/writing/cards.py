"""Link cards: a link alone on its line, as its page describes itself; fetched in the background.

A card belongs to its address, not to a text: it is fetched once for all, anew after a week, and is
gone when its page is. Its picture is written anew and kept here, so that readers send nothing to
anybody else.
"""

import hashlib
import re
from collections.abc import Collection
from datetime import timedelta
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from madang.boards.events import TextKept, WritingRefused, must_be_sayable
from madang.boards.text.inline import ADDRESS_MAX, LINK_REL
from madang.images import NotAPicture

from .fetching import (
    PAGE_BYTES,
    PICTURE_BYTES,
    Fetched,
    NotFetched,
    fetch,
    must_be_outside,
    text_of,
)
from .models import CardState, CardUse, LinkCard, Picture
from .pages import About, about_page
from .pictures import address_of, keep_picture

MOST = 10
FRESH_DAYS = 7
REFRESHED = 200
# A page that could not be read is tried again so often, a day apart.
TRIES = 3
# More than wait for their turn are read at night: letters wait behind no flood of links.
WAITING_MOST = 100
PICTURE_SIDE = 480
_ALONE = re.compile(r'<p><a href="([^"]+)" rel="[^"]*">([^<]*)</a></p>')


def note_links(text: TextKept) -> None:
    """Let the pages of links that stand alone be read; belongs in the text's transaction.

    What no text links to any more is forgotten with the last that did.
    """
    addresses = [one for one in _alone(text.html)[:MOST] if _is_outside(one)]
    if not text.is_new:
        _forget_others(text, addresses)
    for address in addresses:
        # Locked: its last text may go at this moment, and it with that.
        card, made = LinkCard.objects.select_for_update().get_or_create(
            key=_key(address), defaults={"address": address}
        )
        CardUse.objects.get_or_create(card=card, post=text.post, seq=text.seq)
        waiting = LinkCard.objects.filter(state=CardState.WAITING)
        if made and waiting[: WAITING_MOST + 1].count() <= WAITING_MOST:
            fetch_card.enqueue(card.pk)


def _forget_others(text: TextKept, addresses: Collection[str]) -> None:
    uses = CardUse.objects.filter(post=text.post, seq=text.seq)
    gone = uses.exclude(card__key__in=[_key(address) for address in addresses])
    cards = list(gone.values_list("card", flat=True))
    if cards:
        list(LinkCard.objects.select_for_update().filter(pk__in=cards).order_by("pk"))
        gone.delete()
        LinkCard.objects.filter(pk__in=cards, uses=None).delete()


def dressed(texts: Collection[str]) -> list[str]:
    """Return texts with cards for links that stand alone. One query, none without such links."""
    alone = [address for html in texts for address in _alone(html)]
    cards = _cards(alone, state=CardState.READY) if alone else {}
    # A film can be watched also where its page could not be read.
    cards |= {a: LinkCard(address=a, title=a) for a in alone if a not in cards and film_of(a)}
    if not cards:
        return list(texts)

    def card(found: re.Match[str]) -> str:
        one = cards.get(unescape(found[1]))
        return found[0] if one is None else _html(one)

    return [_ALONE.sub(card, html) for html in texts]


@task(priority=-50)
def fetch_card(number: int) -> None:
    """Read a page and keep what it says of itself; may run twice."""
    card = LinkCard.objects.filter(pk=number).first()
    if card is None:
        return
    try:
        page = fetch(card.address, most=PAGE_BYTES, whole=False)
        about = about_page(text_of(page), page.address) if "html" in page.kind else None
        if about is not None:
            must_be_sayable(about.title, about.about, about.site)
        picture = _picture(about) if about else None
    except WritingRefused:
        # Words that nobody may write are not shown as another site's either.
        about = picture = None
    except NotFetched as error:
        _note_missing(card, error)
        return
    except ValueError as error:
        # What its page says of itself cannot be read.
        _note_missing(card, NotFetched(str(error)))
        return
    card.fetched, card.tries = timezone.localdate(), 0
    if about is None or not about.title:
        card.state, card.picture = CardState.NONE, None
        card.title = card.about = card.site = ""
    else:
        card.state, card.picture = CardState.READY, picture
        card.title, card.about = about.title, about.about
        card.site = about.site or (urlsplit(page.address).hostname or "").removeprefix("www.")
    _save(card)


def refresh_cards() -> None:
    """Read anew what is older than a week; the schedule does so every night, some at a time."""
    old = timezone.localdate() - timedelta(days=FRESH_DAYS)
    due = LinkCard.objects.filter(fetched__lt=old).exclude(state=CardState.NONE)
    never = Q(fetched=None) | Q(fetched__lt=timezone.localdate())
    yesterday = LinkCard.objects.filter(never, state=CardState.WAITING, tries__lt=TRIES)
    for number in (due | yesterday).order_by("fetched").values_list("pk", flat=True)[:REFRESHED]:
        with transaction.atomic():
            fetch_card.enqueue(number)


def _note_missing(card: LinkCard, error: NotFetched) -> None:
    card.fetched, card.tries = timezone.localdate(), card.tries + 1
    if error.gone or card.tries >= TRIES:
        card.state, card.picture = CardState.NONE, None
    _save(card)


def _save(card: LinkCard) -> None:
    """Keep what was read, unless the last text that linked there is gone by now."""
    fields = ("state", "picture", "title", "about", "site", "fetched", "tries")
    values = {name: getattr(card, name) for name in fields}
    LinkCard.objects.filter(pk=card.pk).update(**values)


def _picture(about: About) -> Picture | None:
    if not about.picture:
        return None
    try:
        found: Fetched = fetch(about.picture, most=PICTURE_BYTES, whole=True)
        return keep_picture(found.body, PICTURE_SIDE, PICTURE_SIDE)
    except (NotFetched, NotAPicture):
        return None


def _alone(html: str) -> list[str]:
    """Return the addresses that stand alone on their lines."""
    if "<p><a " not in html:
        return []
    found = [(unescape(href), unescape(words)) for href, words in _ALONE.findall(html)]
    # What one has given words of one's own stays a link.
    return list(dict.fromkeys(h for h, words in found if words in h and len(h) < ADDRESS_MAX))


def _cards(addresses: Collection[str], **only: object) -> dict[str, LinkCard]:
    keys = [_key(address) for address in addresses]
    found = LinkCard.objects.filter(key__in=keys, **only).select_related("picture")
    return {card.address: card for card in found}


def _key(address: str) -> bytes:
    return hashlib.blake2b(address.encode(), digest_size=16).digest()


def _is_outside(address: str) -> bool:
    try:
        must_be_outside(address)
    except NotFetched:
        return False
    return True


def _html(card: LinkCard) -> str:
    """Return a card as HTML; everything in it is others' words."""
    picture = ""
    if card.picture:
        one = card.picture
        picture = (
            f'<img src="{address_of(one)}" alt="" width="{one.width}" height="{one.height}" '
            'loading="lazy">'
        )
    film = film_of(card.address)
    play = (
        f'<button class="button" type="button" data-film="{escape(film)}" hidden>{_("영상 보기")}'
        "</button>"
        if film
        else ""
    )
    about = f"<span>{escape(card.about)}</span>" if card.about else ""
    return (
        f'<div class="card"><a href="{escape(card.address)}" rel="{LINK_REL}">{picture}'
        f"<strong>{escape(card.title)}</strong>{about}"
        f'<span class="quiet">{escape(card.site)}</span></a>{play}</div>'
    )


def film_of(address: str) -> str:
    """Return where a film can be watched within a page, for the sites that allow it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host, path = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path
    if host in ("youtube.com", "youtube-nocookie.com"):
        shown = parse_qs(parts.query).get("v", [""])[0] if path == "/watch" else path.split("/")[-1]
        return (
            _youtube(shown) if path == "/watch" or path.startswith(("/shorts/", "/live/")) else ""
        )
    if host == "youtu.be":
        return _youtube(path.removeprefix("/"))
    if host == "vimeo.com" and (found := re.fullmatch(r"/(\d{1,12})", path)):
        return f"https://player.vimeo.com/video/{found[1]}?dnt=1"
    return ""


def _youtube(film: str) -> str:
    whole = re.fullmatch(r"[\w-]{11}", film)
    return f"https://www.youtube-nocookie.com/embed/{film}" if whole else ""
