"""The language in which texts are made: the reader's, on a page or in a task for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")
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


def in_korean(do: Callable[P, R]) -> Callable[P, R]:
    """Let a function make its texts in the site's language: they go to others than whoever asks."""

    @wraps(do)
    def in_it(*given: P.args, **named: P.kwargs) -> R:
        with in_language(SITE_LANGUAGE):
            return do(*given, **named)

    return in_it
