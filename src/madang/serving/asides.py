"""What views say of their answers to the server alone: taken off before anybody sees it."""

from typing import NamedTuple

from madang.core.http import shared_pages, viewed

from .answers import Answer

_NAMES = {viewed.HEADER: "viewed", shared_pages.HEADER: "shared"}


class Asides(NamedTuple):
    """What a page showed, and for which members it is; empty where nothing was said."""

    viewed: str = ""
    shared: str = ""


def parted(answer: Answer) -> tuple[Asides, Answer]:
    """Return what an answer says aside, and the answer without that."""
    said = {_NAMES[name]: value for name, value in answer.headers if name in _NAMES}
    if not said:
        return Asides(), answer
    rest = [pair for pair in answer.headers if pair[0] not in _NAMES]
    return Asides(**said), answer._replace(headers=rest)
