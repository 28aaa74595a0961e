"""Link previews: a link alone on its line, as its page describes itself; fetched in the background.

A preview belongs to its address, not to a text: it is fetched once for all, anew after a week, and
is gone when its page is. Its picture is written anew and kept here, so that readers send nothing to
anybody else.
"""

import hashlib
import re
from collections.abc import Collection
from datetime import timedelta
from html import escape, unescape
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from madang.boards.extensions import SavedText, WritingRefused, check_text_allowed
from madang.core.richtext.addresses import ADDRESS_MAX
from madang.core.richtext.films import film_of
from madang.core.richtext.inline import LINK_REL
from madang.core.uploaded_images import NotAPicture
from madang.media.models import Picture
from madang.media.pictures import address_of, keep_picture

from ..models import LinkPreview, PreviewState, PreviewUse
from .fetching import (
    PAGE_BYTES,
    PICTURE_BYTES,
    Fetched,
    NotFetched,
    fetch,
    must_be_outside,
)
from .open_graph import SITE_MAX, PageDescription, describe_page

MAX_LINKS = 10
FRESH_DAYS = 7
MAX_REFRESHED = 200
# A page that could not be read is tried again so often, a day apart.
TRIES = 3
# More than wait for their turn are read at night: letters wait behind no flood of links.
MAX_WAITING = 100
PICTURE_SIDE = 480
_ALONE = re.compile(r'<p><a href="([^"]+)" rel="[^"]*">([^<]*)</a></p>')


def note_links(text: SavedText) -> None:
    """Let the pages of links that stand alone be read; belongs in the text's transaction.

    What no text links to any more is forgotten with the last that did.
    """
    addresses = [one for one in _alone(text.html)[:MAX_LINKS] if _is_outside(one)]
    if not text.is_new:
        _forget_others(text, addresses)
    for address in addresses:
        # Locked: its last text may go at this moment, and it with that.
        preview, made = LinkPreview.objects.select_for_update().get_or_create(
            key=key_of(address), defaults={"address": address}
        )
        PreviewUse.objects.get_or_create(preview=preview, post=text.post, seq=text.seq)
        waiting = LinkPreview.objects.filter(state=PreviewState.WAITING)
        if made and waiting[: MAX_WAITING + 1].count() <= MAX_WAITING:
            fetch_preview.enqueue(preview.pk)


def _forget_others(text: SavedText, addresses: Collection[str]) -> None:
    uses = PreviewUse.objects.filter(post=text.post, seq=text.seq)
    gone = uses.exclude(preview__key__in=[key_of(address) for address in addresses])
    previews = list(gone.values_list("preview", flat=True))
    if previews:
        list(LinkPreview.objects.select_for_update().filter(pk__in=previews).order_by("pk"))
        gone.delete()
        LinkPreview.objects.filter(pk__in=previews, uses=None).delete()


def render(texts: Collection[str]) -> list[str]:
    """Return texts with previews for links that stand alone. One query, none without such links."""
    alone = [address for html in texts for address in _alone(html)]
    previews = _previews(alone, state=PreviewState.READY) if alone else {}
    # A film can be watched also where its page could not be read.
    previews |= {
        a: LinkPreview(address=a, title=a) for a in alone if a not in previews and film_of(a)
    }
    if not previews:
        return list(texts)

    def preview(found: re.Match[str]) -> str:
        one = previews.get(unescape(found[1]))
        return found[0] if one is None else _html(one)

    return [_ALONE.sub(preview, html) for html in texts]


@task(priority=-50)
def fetch_preview(number: int) -> None:
    """Read a page and keep what it says of itself; may run twice."""
    preview = LinkPreview.objects.filter(pk=number).first()
    if preview is None:
        return
    try:
        page = fetch(preview.address, most=PAGE_BYTES, whole=False)
        about = describe_page(page.text, page.address) if page.is_page else None
        if about is not None:
            check_text_allowed(about.title, about.about, about.site)
        picture = _picture(about) if about else None
    except WritingRefused:
        # Words that nobody may write are not shown as another site's either.
        about = picture = None
    except NotFetched as error:
        _note_missing(preview, error)
        return
    except ValueError as error:
        # What its page says of itself cannot be read.
        _note_missing(preview, NotFetched(str(error)))
        return
    preview.fetched, preview.tries = timezone.localdate(), 0
    if about is None or not about.title:
        preview.state, preview.picture = PreviewState.NONE, None
        preview.title = preview.about = preview.site = ""
    else:
        preview.state, preview.picture = PreviewState.READY, picture
        preview.title, preview.about = about.title, about.about
        host = (urlsplit(page.address).hostname or "").removeprefix("www.")
        preview.site = about.site or host[-SITE_MAX:]
    _save(preview)


def refresh_previews() -> None:
    """Read anew what is older than a week; the schedule does so every night, some at a time."""
    old = timezone.localdate() - timedelta(days=FRESH_DAYS)
    due = LinkPreview.objects.filter(fetched__lt=old).exclude(state=PreviewState.NONE)
    never = Q(fetched=None) | Q(fetched__lt=timezone.localdate())
    yesterday = LinkPreview.objects.filter(never, state=PreviewState.WAITING, tries__lt=TRIES)
    for number in (
        (due | yesterday).order_by("fetched").values_list("pk", flat=True)[:MAX_REFRESHED]
    ):
        with transaction.atomic():
            fetch_preview.enqueue(number)


def _note_missing(preview: LinkPreview, error: NotFetched) -> None:
    preview.fetched, preview.tries = timezone.localdate(), preview.tries + 1
    if error.gone or preview.tries >= TRIES:
        preview.state, preview.picture = PreviewState.NONE, None
    _save(preview)


def _save(preview: LinkPreview) -> None:
    """Keep what was read, unless the last text that linked there is gone by now."""
    fields = ("state", "picture", "title", "about", "site", "fetched", "tries")
    values = {name: getattr(preview, name) for name in fields}
    LinkPreview.objects.filter(pk=preview.pk).update(**values)


def _picture(about: PageDescription) -> Picture | None:
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
    # A link with words of its own stays a link.
    return list(dict.fromkeys(h for h, words in found if words in h and len(h) < ADDRESS_MAX))


def _previews(addresses: Collection[str], **only: object) -> dict[str, LinkPreview]:
    keys = [key_of(address) for address in addresses]
    found = LinkPreview.objects.filter(key__in=keys, **only).select_related("picture")
    return {preview.address: preview for preview in found}


def key_of(address: str) -> bytes:
    """Return the key under which the preview of an address is kept."""
    return hashlib.blake2b(address.encode(), digest_size=16).digest()


def _is_outside(address: str) -> bool:
    try:
        must_be_outside(address)
    except NotFetched:
        return False
    return True


def _html(preview: LinkPreview) -> str:
    """Return a preview as HTML; everything in it is others' words."""
    picture = ""
    if preview.picture:
        one = preview.picture
        picture = (
            f'<img src="{address_of(one)}" alt="" width="{one.width}" height="{one.height}" '
            'loading="lazy">'
        )
    film = film_of(preview.address)
    play = (
        f'<button class="button" type="button" data-film="{escape(film)}" hidden>{_("영상 보기")}'
        "</button>"
        if film
        else ""
    )
    about = f"<span>{escape(preview.about)}</span>" if preview.about else ""
    return (
        f'<div class="card"><a href="{escape(preview.address)}" rel="{LINK_REL}">{picture}'
        f"<strong>{escape(preview.title)}</strong>{about}"
        f'<span class="quiet">{escape(preview.site)}</span></a>{play}</div>'
    )
