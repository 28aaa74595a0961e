"""A member's own pages: 내가 쓴 글, 내가 쓴 댓글, 추천 내역, 스크랩."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.accounts.decorators import account_required
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import number_asked_for

from ..reactions import marks
from ..threads.queries import page_of
from . import queries
from .queries import MyPage


@dataclass(frozen=True, slots=True)
class Tab:
    """One of a member's pages: what it is called, how it is read, what it says when it is empty."""

    kind: str
    title: Promise
    read: Callable[[Account, int], MyPage | None]
    empty: Promise

    @property
    def path(self) -> str:
        return reverse("mine", args=[self.kind])


TABS = {
    tab.kind: tab
    for tab in (
        Tab("posts", _lazy("쓴 글"), queries.my_posts, _lazy("아직 쓴 글이 없어요.")),
        Tab("comments", _lazy("쓴 댓글"), queries.my_comments, _lazy("아직 쓴 댓글이 없어요.")),
        Tab(
            "recommendations",
            _lazy("추천 내역"),
            queries.my_recommendations,
            _lazy("아직 추천한 글이 없어요."),
        ),
        Tab(
            "scraps",
            _lazy("스크랩"),
            queries.my_scraps,
            _lazy("아직 스크랩한 글이 없어요. 글 아래의 스크랩을 누르면 여기에 모여요."),
        ),
        Tab(
            "reservations",
            _lazy("호출 예약"),
            queries.my_reservations,
            _lazy(
                "아직 예약한 호출이 없어요. 글 아래의 호출 예약을 누르면 새 소식이 "
                "있을 때 불러 드려요."
            ),
        ),
        Tab(
            "mutes",
            _lazy("호출 끈 글"),
            queries.my_mutes,
            _lazy("호출을 끈 글이 없어요."),
        ),
    )
}


@account_required
def mine(request: HttpRequest, by: Account, kind: str = "posts") -> HttpResponse:
    tab = _tab_or_404(kind)
    page = tab.read(by, number_asked_for(request, "page") or 1)
    if page is None:
        raise PageNotFound(_("페이지를 찾을 수 없어요. 글이 삭제되어 페이지가 줄었을 수 있어요."))
    context = {"tabs": TABS.values(), "tab": tab, "page": page, "page_of": page_of}
    return render(request, "boards/mine.html", context)


@require_POST
@account_required
def leave_out(
    request: HttpRequest, by: Account, kind: str, epoch: int, number: int
) -> HttpResponse:
    """Take a line out of the account's own page; scraps and votes are undone with it."""
    tab = _tab_or_404(kind)
    marks.leave_out(kind, by=by, epoch=epoch, number=number)
    messages.success(request, _("목록에서 뺐어요."))
    return redirect(tab.path)


def _tab_or_404(kind: str) -> Tab:
    if kind not in TABS:
        raise Http404
    return TABS[kind]
