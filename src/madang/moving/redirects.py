"""Old addresses: where a page is not found here, it may be one of the site that moved in."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .addresses import ADDRESS, found_at, key_of
from .gnuboard5.addresses import addresses_of as of_gnuboard5
from .gnuboard5.site import NAME as GNUBOARD5
from .models import OldAddress
from .rhymix.addresses import addresses_of as of_rhymix
from .rhymix.site import NAME as RHYMIX

_PROGRAMS = ((GNUBOARD5, of_gnuboard5), (RHYMIX, of_rhymix))


def redirect_from_old(request: HttpRequest) -> HttpResponse | None:
    """Lead an old address to what it was; None for what is no old address. Five queries at most."""
    if request.method not in ("GET", "HEAD"):
        return None
    posts, others = [], []
    for name, addresses_of in _PROGRAMS:
        found = addresses_of(request)
        posts += [key_of(name, place, number) for place, number in found.posts]
        others += [key_of(name, ADDRESS, address) for address in found.others]
    leads = found_at(posts, others)
    return HttpResponsePermanentRedirect(leads) if leads else None


def is_old_word(word: str) -> bool:
    """Tell whether a board of a site that moved in was found below this word. One query."""
    keys = [key_of(name, ADDRESS, word) for name, _addresses in _PROGRAMS]
    return OldAddress.objects.filter(key__in=keys).exists()
