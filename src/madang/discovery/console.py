"""Pages on which an operator keeps words out of the rising ones, and sets boards for visitors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.boards.api import board_directory
from madang.core.db.transactions import writing
from madang.core.languages import page_language
from madang.core.text.door import tidy_lines
from madang.core.text.fields import TextField
from madang.search.terms import folded

from .live.rising import rising_words
from .live.visitor_places import LANGUAGE, choices, places, set_place
from .models import RisingWord, StoppedWord

MAX_WORDS, MAX_WORD_LENGTH = 1000, 40


class StoppedForm(forms.Form):
    words = TextField(
        label=_lazy("올리지 않을 단어 (한 줄에 하나)"),
        required=False,
        longest=MAX_WORDS * MAX_WORD_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_words(self) -> list[str]:
        words = tidy_lines(folded(self.cleaned_data["words"]))
        if long := next((word for word in words if len(word) > MAX_WORD_LENGTH), None):
            said = _("“%(word)s…”: 한 줄은 %(most)d자까지예요.")
            raise forms.ValidationError(said % {"word": long[:20], "most": MAX_WORD_LENGTH})
        if len(words) > MAX_WORDS:
            raise forms.ValidationError(_("단어는 %(most)d개까지예요.") % {"most": MAX_WORDS})
        return words


class PlaceForm(forms.Form):
    place = forms.ChoiceField(label=_lazy("어디에서 온 사람에게"))
    boards = forms.MultipleChoiceField(
        label=_lazy("보여 줄 게시판 (고르지 않으면 보여 주지 않아요)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, boards = self.fields["place"], self.fields["boards"]
        assert isinstance(place, forms.ChoiceField) and isinstance(
            boards, forms.MultipleChoiceField
        )
        known = choices(page_language.get())
        languages = [(key, name) for key, name in known.items() if key.startswith(LANGUAGE)]
        countries = [(key, name) for key, name in known.items() if not key.startswith(LANGUAGE)]
        place.choices = [
            ("", _("골라 주세요")),
            (_("브라우저의 언어"), languages),
            (_("나라와 지역"), countries),
        ]
        boards.choices = [(str(board.id), board.name) for board in board_directory().open_boards]


@operator_required
def rising(request: HttpRequest, by: Account) -> HttpResponse:
    """Show the rising words; keep some out."""
    words = StoppedWord.objects.order_by("word").values_list("word", flat=True)
    if request.POST.get("stop"):
        _stop(request.POST["stop"])
        return redirect("console_rising")
    form = StoppedForm(request.POST or None, initial={"words": "\n".join(words)})
    if request.method == "POST" and form.is_valid():
        stopped = form.cleaned_data["words"]
        with writing():
            StoppedWord.objects.all().delete()
            StoppedWord.objects.bulk_create(StoppedWord(word=word) for word in stopped)
            RisingWord.objects.filter(word__in=stopped).delete()
        messages.success(request, _("저장했어요."))
        return redirect("console_rising")
    context = {"form": form, "rising": rising_words()}
    return render(request, "discovery/console_rising.html", context, status=_status(form))


@operator_required
def visitors(request: HttpRequest, by: Account) -> HttpResponse:
    """Show which boards visitors from a place are shown; set them."""
    table = places(board_directory())
    asked = request.GET.get("place", "")
    chosen = next((place.boards for place in table if place.key == asked), ())
    initial = {"place": asked, "boards": [str(board.id) for board in chosen]}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_place(form.cleaned_data["place"], list(map(int, form.cleaned_data["boards"])))
        messages.success(request, _("저장했어요."))
        return redirect("console_places")
    context = {"form": form, "places": table, "names": choices(page_language.get())}
    return render(request, "discovery/console_places.html", context, status=_status(form))


def _stop(word: str) -> None:
    """Keep one word out, that is among the rising ones now."""
    with writing():
        if RisingWord.objects.filter(word=word).delete()[0]:
            StoppedWord.objects.get_or_create(word=word)


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
