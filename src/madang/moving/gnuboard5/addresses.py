"""What addresses of gnuboard5 lead to: `/bbs/board.php?bo_table=…`, `/…/123`, feeds, files."""

from collections.abc import Sequence

from django.http import QueryDict

from ..old_site import Addresses, number_in

# Pages of one board, and of one post.
_PAGES = frozenset({"board.php", "list.php", "view.php", "rss.php", "download.php", "link.php"})
_PAGES |= {"view_image.php", "write.php", "good.php", "scrap_popin.php"}


def addresses_of(parts: Sequence[str], given: QueryDict) -> Addresses:
    """Return what the parts of a path with a query may mean, by how gnuboard5 wrote its own."""
    if not parts:
        return Addresses()
    if parts[-1] in _PAGES:
        board = given.get("bo_table", "")
        if "wr_id" in given:
            return _post(board, given.get("wr_id", ""))
        return Addresses(others=(board,)) if board else Addresses()
    if "data" in parts:
        return Addresses(others=("/".join(parts[parts.index("data") :]),))
    if parts[0] == "rss" and len(parts) == 2:
        return Addresses(others=(parts[1],))
    board, rest = parts[0], parts[1:]
    if rest and number_in(rest[0]):
        return _post(board, rest[0])
    return Addresses(others=("/".join((board, *rest)),))


def _post(board: str, number: str) -> Addresses:
    number = number_in(number)
    return Addresses(post=(board.casefold(), number), below=board) if number else Addresses()
