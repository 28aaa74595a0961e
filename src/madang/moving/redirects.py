"""Old addresses: where a page is not found here, it may be one of the site that moved in."""

from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict

from madang.boards.api import board_directory
from madang.core.reserved_words import reserved_words

from .addresses import address_key, found_at, key_of, known_addresses
from .gnuboard5.addresses import addresses_of as of_gnuboard5
from .gnuboard5.site import NAME as GNUBOARD5
from .models import OldAddress
from .old_site import Addresses
from .rhymix.addresses import addresses_of as of_rhymix
from .rhymix.site import NAME as RHYMIX

_PROGRAMS = ((GNUBOARD5, of_gnuboard5), (RHYMIX, of_rhymix))
# No address of either was longer.
MAX_ADDRESS = 1000


def redirect_from_old(request: HttpRequest) -> HttpResponse | None:
    """Lead an old address to what it was; None for what is no old address. Four queries at most."""
    if request.method not in ("GET", "HEAD") or len(request.get_full_path()) > MAX_ADDRESS:
        return None
    leads = _leads_to(unquote(request.path_info), request.GET)
    return HttpResponsePermanentRedirect(leads) if leads else None


def is_old_word(word: str) -> bool:
    """Tell whether what begins with a word may be of a site that moved in. One query.

    Where one did, a word that no board has here is taken for its: a number behind it means a post
    of that site, or of a folder in which it stood.
    """
    return word not in board_directory().by_slug and OldAddress.objects.exists()


def _leads_to(path: str, given: QueryDict) -> str | None:
    parts = [part for part in path.split("/") if part]
    ways = [parts]
    if len(parts) > 1 and not _is_ours(parts[0]):
        # The site may have stood in a folder of its server: /xe/…, /g5/….
        ways.append(parts[1:])
    meant = [(name, of(way, given)) for way in ways for name, of in _PROGRAMS]
    wanted = [key for name, found in meant for key in (*_keys(name, found), _below(name, found))]
    known = known_addresses(filter(None, wanted))
    keys = [
        key
        for name, found in meant
        if not found.below or _below(name, found) in known
        for key in _keys(name, found)
    ]
    return found_at(keys, known)


def _is_ours(word: str) -> bool:
    return word in board_directory().by_slug or word in reserved_words()


def _keys(name: str, found: Addresses) -> list[bytes]:
    posts = [key_of(name, *found.post)] if found.post else []
    return [*posts, *(address_key(name, address) for address in found.others)]


def _below(name: str, found: Addresses) -> bytes:
    return address_key(name, found.below) if found.below else b""
