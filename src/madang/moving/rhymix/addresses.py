"""What addresses of Rhymix and XE lead to: `/123`, `/board/123`, `/board/entry/…`, files."""

from urllib.parse import unquote

from django.http import HttpRequest

from ..old_site import Addresses
from .site import PLACE


def addresses_of(request: HttpRequest) -> Addresses:
    """Return what an address may mean, by how Rhymix wrote its own, with `index.php` or without."""
    parts = [part for part in unquote(request.path_info).split("/") if part]
    if parts and parts[0] == "index.php":
        parts = parts[1:]
    if "files" in parts:
        return _of_file(parts[parts.index("files") :])
    found = _of_query(request)
    return found if found != Addresses() or not parts else _of_path(parts)


def _of_query(request: HttpRequest) -> Addresses:
    given = request.GET
    board, entry = given.get("mid", ""), given.get("entry", "")
    file = given.get("file_srl", "")
    document = given.get("document_srl", "")
    others = [f"{board}/entry/{entry}"] if board and entry else []
    others += [f"file/{file}"] if file.isdigit() else []
    category = given.get("category", "")
    others += [f"{board}/category/{category}"] if board and category.isdigit() else []
    if document.isdigit():
        return Addresses(posts=((PLACE, str(int(document))),))
    return Addresses(others=(*others, *([board] if board else [])))


def _of_path(parts: list[str]) -> Addresses:
    if parts[0].isdigit():
        return Addresses(posts=((PLACE, str(int(parts[0]))),))
    board, rest = parts[0], parts[1:]
    if not rest:
        return Addresses(others=(board,))
    if rest[0].isdigit():
        return Addresses(posts=((PLACE, str(int(rest[0]))),))
    if rest[0] in ("entry", "category") and len(rest) > 1:
        return Addresses(others=(f"{board}/{rest[0]}/{'/'.join(rest[1:])}",))
    return Addresses(others=(board,))


def _of_file(parts: list[str]) -> Addresses:
    """Return what a file is: a picture by its path, what is downloaded by its number."""
    path = "/".join(parts)
    if len(parts) > 2 and parts[1] == "download" and parts[2].isdigit():
        return Addresses(others=(path, f"file/{parts[2]}"))
    return Addresses(others=(path,))
