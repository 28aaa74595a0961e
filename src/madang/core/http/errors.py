"""What is answered instead of a page."""

from django.http import Http404


class PageNotFound(Http404):
    """There is no such page; the message says what is missing, in the reader's language.

    What a library says of its own 404 is for programmers, and is not shown.
    """
