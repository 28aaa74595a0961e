"""What addresses of gnuboard5 lead to: `/bbs/board.php?bo_table=…`, `/…/123`, feeds, files."""

from urllib.parse import unquote

from django.http import HttpRequest

from ..old_site import Addresses

# Pages of one board, and of one post.
_PAGES = frozenset({"board.php", "list.php", "view.php", "rss.php", "download.php", "link.php"})
_PAGES |= {"view_image.php", "write.php", "good.php", "scrap_popin.php"}


def addresses_of(request: HttpRequest) -> Addresses:
    """Return what an address may mean, by how gnuboard5 wrote its own."""
    parts = unquote(request.path_info).strip("/").split("/")
    if parts[-1] in _PAGES:
        board = request.GET.get("bo_table", "")
        number = request.GET.get("wr_id", "")
        if number.isdigit():
            return Addresses(posts=((board, str(int(number))),))
        return Addresses(others=(board,)) if board else Addresses()
    if "data" in parts:
        return Addresses(others=("/".join(parts[parts.index("data") :]),))
    if parts[0] == "rss" and len(parts) == 2:
        return Addresses(others=(parts[1],))
    board, rest = parts[0], parts[1:]
    if not rest:
        return Addresses(others=(board,))
    if rest[0].isdigit():
        return Addresses(posts=((board, str(int(rest[0]))),))
    return Addresses(others=(f"{board}/{'/'.join(rest)}",))
