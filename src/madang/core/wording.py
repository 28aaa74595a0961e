"""Texts in the page's language, for templates that are filled thousands of times a second."""

from functools import lru_cache

from django.utils import translation

from .languages import page_language


def text(message: str, **values: object) -> str:
    """Return a text in the page's language, with its values filled in."""
    translated = _translated(page_language.get(), message)
    return translated % values if values else translated


@lru_cache(maxsize=64)
def _translated_in(language: str, context: str, message: str) -> str:
    with translation.override(language):
        return translation.pgettext(context, message)


def text_in_context(context: str, message: str) -> str:
    """Return a text in the page's language that means different things in different places."""
    return _translated_in(page_language.get(), context, message)


def text_of_number(one: str, many: str, num: int) -> str:
    """Return a text that depends on a number, which it may name as %(num)d."""
    return translation.ngettext(one, many, num) % {"num": num}


@lru_cache(maxsize=2048)
def _translated(language: str, message: str) -> str:
    # A catalog's own look-up costs as much as a table row; a page makes dozens.
    with translation.override(language):
        return translation.gettext(message)
