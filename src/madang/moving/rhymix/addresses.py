"""What addresses of Rhymix and XE lead to: `/123`, `/board/123`, `/board/entry/…`, files."""

from collections.abc import Sequence

from django.http import QueryDict

from ..old_site import Addresses, number_in
from .site import PLACE


def addresses_of(parts: Sequence[str], given: QueryDict) -> Addresses:
    """Return what the parts of a path with a query may mean, by how Rhymix wrote its own."""
    if parts and parts[0] == "index.php":
        parts = parts[1:]
    if "files" in parts:
        return _of_file(parts[parts.index("files") :])
    found = _of_query(given)
    return found if found != Addresses() or not parts else _of_path(parts)


def _of_query(given: QueryDict) -> Addresses:
    board, entry = given.get("mid", ""), given.get("entry", "")
    if number := number_in(given.get("document_srl", "")):
        return Addresses(post=(PLACE, number))
    others = [f"{board}/entry/{entry}"] if board and entry else []
    if file := number_in(given.get("file_srl", "")):
        others.append(f"file/{file}")
    category = number_in(given.get("category", ""))
    others += [f"{board}/category/{category}"] if board and category else []
    return Addresses(others=(*others, *([board] if board else [])))


def _of_path(parts: Sequence[str]) -> Addresses:
    if len(parts) == 1 and (number := number_in(parts[0])):
        return Addresses(post=(PLACE, number))
    board, rest = parts[0], parts[1:]
    if not rest:
        return Addresses(others=(board,))
    if number := number_in(rest[0]):
        # Any first word would do there; one that is no page of its is this site's own.
        return Addresses(post=(PLACE, number), below=board)
    if rest[0] in ("entry", "category") and len(rest) > 1:
        return Addresses(others=("/".join((board, *rest)),))
    return Addresses(others=(board,))


def _of_file(parts: Sequence[str]) -> Addresses:
    """Return what a file is: a picture by its path, what is downloaded by its number."""
    path = "/".join(parts)
    if len(parts) > 2 and parts[1] == "download" and (number := number_in(parts[2])):
        return Addresses(others=(path, f"file/{number}"))
    return Addresses(others=(path,))
