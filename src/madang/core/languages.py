"""The language in which texts are made: the reader's, on a page or in a task for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import translation

SITE_LANGUAGE = "ko"
OTHER_LANGUAGE = "en"

# Django's own answer to this question takes a twentieth of a page's time, at dozens a page.
page_language: ContextVar[str] = ContextVar("page_language", default=SITE_LANGUAGE)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Make texts and pages in a language."""
    before = page_language.set(language)
    try:
        with translation.override(language):
            yield
    finally:
        page_language.reset(before)
