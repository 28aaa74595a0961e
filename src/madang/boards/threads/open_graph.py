"""How a post looks as a link elsewhere: Open Graph and schema.org's DiscussionForumPosting."""

from dataclasses import dataclass
from typing import Any

from madang.core.community import community
from madang.core.richtext import excerpt, first_picture, without_folded

from ..directory.directory import board_directory
from ..nicknames.nicknames import Named
from .queries import PostView


@dataclass(frozen=True, slots=True)
class OpenGraphTags:
    """What a link to a post shows elsewhere; addresses are absolute.

    `short` is the one to be passed on: no letter of it is spelled by percent signs. `icon` is the
    site's own, for a post without a picture.
    """

    address: str
    short: str
    icon: str
    summary: str
    picture: str | None
    json_ld: dict[str, Any]


def open_graph_of(post: PostView, names: dict[int, Named], root: str) -> OpenGraphTags:
    """Return the tags of a post on the site at `root`; its author is the noun, or the nickname."""
    named = names.get(post.nickname or 0)
    board = board_directory().by_id[post.board_id]
    address = f"{root}{board.path}/{post.id}"
    summary = excerpt(post.html)
    path = first_picture(without_folded(post.html))
    picture = root + path if path else None
    json_ld: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": post.title,
        "text": summary,
        "url": address,
        "datePublished": post.created.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": (named and named.name) or community().noun},
        "commentCount": post.comment_count,
        "interactionStatistic": [
            _counter("LikeAction", post.recommends),
            _counter("ViewAction", post.views),
        ],
    }
    if picture:
        json_ld["image"] = picture
    short = address if board.members_only else f"{root}/p/{post.id}"
    icon = f"{root}/icons/512.png?v={community().icon_key}"
    return OpenGraphTags(address, short, icon, summary, picture, json_ld)


def _counter(action: str, number: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": number,
    }
