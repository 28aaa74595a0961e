"""Where things of other sites are now: keyed by hashes of their old addresses, found at a 404."""

import hashlib
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.db.models import Exists, OuterRef

from madang.boards.api import board_directory
from madang.boards.models import Category, ImportedPost, Post, State
from madang.core.db.many import insert_rows
from madang.media.models import Picture
from madang.media.pictures import address_of

from .models import OldAddress, Where

__all__ = ["Where", "address_key", "found_at", "key_of", "known_post", "note_addresses"]

# What is no post's number, such as a board's name or the path of a file.
ADDRESS = "address"


def key_of(collection: str, place: str, number: str) -> bytes:
    """Return what stands for something of a collection: a post by its place and number there."""
    named = "\0".join((collection, place, number)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(named, digest_size=16).digest()


def address_key(collection: str, address: str) -> bytes:
    """Return what stands for an address; servers took small letters and large ones for one."""
    return key_of(collection, ADDRESS, address.casefold())


def note_addresses(collection: str, addresses: Iterable[tuple[str, Where, int]]) -> None:
    """Note what is here of things by their old addresses; one that is known stays as it is."""
    rows = [(address_key(collection, a), kind.value, number) for a, kind, number in addresses]
    insert_rows(OldAddress, ("key", "kind", "number"), rows, or_ignore=True)


def note_posts(collection: str, posts: Iterable[tuple[str, str, int]]) -> None:
    """Note in which posts others stand now, by their places and numbers."""
    rows = [(key_of(collection, p, n), Where.POST.value, post) for p, n, post in posts]
    insert_rows(OldAddress, ("key", "kind", "number"), rows, or_ignore=True)


def known_post(key: bytes) -> int | None:
    """Return the number here of a post that came in. One query."""
    return ImportedPost.objects.filter(key=key).values_list("post", flat=True).first()


def known_addresses(keys: Iterable[bytes]) -> dict[bytes, OldAddress]:
    """Return what is known of some addresses. One query."""
    return {bytes(row.key): row for row in OldAddress.objects.filter(key__in=list(keys))}


def found_at(keys: Sequence[bytes], known: dict[bytes, OldAddress]) -> str | None:
    """Return where the first is that is here of some keys. Two queries at most."""
    rows = ImportedPost.objects.filter(key__in=keys).values_list("key", "post")
    posts = {bytes(key): post for key, post in rows}
    for key in keys:
        if key in posts:
            return f"/p/{posts[key]}"
        if key in known and (leads := _address(known[key])):
            return leads
    return None


def forget_gone() -> None:
    """Delete the addresses of posts and pictures that were deleted; the schedule does so at night.

    An address may have words of a title in it: its hash would tell who guesses them.
    """
    live = Post.objects.filter(pk=OuterRef("number")).exclude(state=State.DELETED)
    of_posts = OldAddress.objects.filter(~Exists(live), kind=Where.POST)
    kept = Picture.objects.filter(pk=OuterRef("number"))
    of_pictures = OldAddress.objects.filter(~Exists(kept), kind=Where.PICTURE)
    for gone in (of_posts, of_pictures):
        gone.delete()


def _address(row: OldAddress) -> str | None:
    """Return where something is; None where it has gone, or never was for everybody."""
    if row.kind == Where.POST:
        return f"/p/{row.number}"
    if row.kind == Where.PICTURE:
        picture = Picture.objects.filter(pk=row.number).first()
        return address_of(picture) if picture else None
    if row.kind == Where.CATEGORY:
        category = Category.objects.filter(pk=row.number).first()
        board = board_directory().by_id.get(category.board_id) if category else None
        return f"{board.path}?category={quote(category.name)}" if category and board else None
    board = board_directory().by_id.get(row.number)
    return board.path if board and row.kind == Where.BOARD else None
