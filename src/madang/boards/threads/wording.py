"""Sentences that several forms of posts and comments say."""

from django.utils.translation import gettext_lazy as _lazy

NOTHING_WRITTEN = _lazy("아직 아무것도 쓰지 않았어요.")
