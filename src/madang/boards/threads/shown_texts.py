"""Texts as a thread shows them: links with their previews, pictures that lead to themselves."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from madang.core.richtext import with_links_to_pictures

from ..extensions import link_previews


def shown_texts(texts: Collection[str]) -> list[str]:
    """Return texts as HTML to be shown, in their order. A query at most."""
    label = _("사진 크게 보기")
    return [with_links_to_pictures(html, label) for html in link_previews.provider.render(texts)]
