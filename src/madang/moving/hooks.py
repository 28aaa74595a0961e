"""What moving in adds to boards and to the site: old addresses."""

from django.http import HttpRequest, HttpResponse

from madang.boards.extensions import BoardsExtension
from madang.core.site import SiteExtension

from .redirects import is_old_word, redirect_from_old


class MovingInBoards(BoardsExtension):
    def is_of_another_site(self, word: str) -> bool:
        return is_old_word(word)


class MovingInSite(SiteExtension):
    def instead_of_not_found(self, request: HttpRequest) -> HttpResponse | None:
        return redirect_from_old(request)

    def instead_of_home(self, request: HttpRequest) -> HttpResponse | None:
        return redirect_from_old(request)


EXTENSIONS = (MovingInBoards(), MovingInSite())
