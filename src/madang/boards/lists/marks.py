"""What a row of a list says of what is in a post: a mark for each thing, in words beside it."""

from functools import lru_cache

from madang.core.languages import page_language
from madang.core.wording import text as _

from ..extensions import post_addons
from ..threads.contents import Holds


def contents_marks(holds: int, addon: int) -> str:
    """Return the marks of a post as HTML; empty where there is nothing but words."""
    return _marks(holds, addon, page_language.get()) if holds or addon else ""


# A dozen kinds of rows, in two languages.
@lru_cache(maxsize=256)
def _marks(holds: int, addon: int, _language: str) -> str:
    named = {Holds.PICTURE: _("사진"), Holds.FILM: _("영상"), Holds.LINK: _("링크")}
    marks = [(f"m{int(kind)}", words) for kind, words in named.items() if holds & kind]
    if addon:
        marks.append((f"ma{addon}", post_addons.provider.name_of(addon)))
    shown = "".join(f'<i class="{name}">{words}</i>' for name, words in marks if words)
    return f' <span class="holds">{shown}</span>' if shown else ""
