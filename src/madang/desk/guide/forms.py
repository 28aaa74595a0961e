"""The forms of the guide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import LineField
from madang.incidents.facts import KnownFact
from madang.incidents.forms import text_field

from ..models import GuideVersion
from .actions import Said
from .entries import rests_of

MAX_NAME = 80


class AnswerForm(forms.Form):
    questions = text_field(_lazy("질문 (여러 표현으로, 한 줄에 하나)"))
    answer = text_field(_lazy("답"), rows=6)
    facts = forms.TypedMultipleChoiceField(
        label=_lazy("어떤 사실에서 나온 답인가요?"), coerce=int, required=False
    )
    may_promise = text_field(_lazy("약속해도 되는 것"), required=False, rows=2)
    may_not = text_field(_lazy("약속하면 안 되는 것과 그 이유"), required=False, rows=2)
    pass_on_when = text_field(_lazy("언제 넘기나요?"), rows=2)
    pass_on_to = LineField(label=_lazy("누구에게 넘기나요?"), longest=MAX_NAME)
    tone = text_field(_lazy("말투에 관해"), required=False, rows=2)

    def __init__(self, data: Any, facts: Iterable[KnownFact], shown: GuideVersion | None) -> None:
        super().__init__(data, initial=_initial(shown) if shown else None)
        field = self.fields["facts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(fact.id, f"{fact.status.label}: {fact.now.said[:120]}") for fact in facts]

    def said(self) -> Said:
        """Return what was written."""
        data = self.cleaned_data
        lines = (line.strip() for line in data["questions"].splitlines())
        return Said(
            "\n".join(line for line in lines if line),
            data["answer"],
            data["pass_on_when"],
            data["pass_on_to"],
            data["may_promise"],
            data["may_not"],
            data["tone"],
            tuple(data["facts"]),
        )


def _initial(version: GuideVersion) -> dict[str, Any]:
    names = ["questions", "answer", "may_promise", "may_not", "pass_on_when", "pass_on_to", "tone"]
    shown: dict[str, Any] = {name: getattr(version, name) for name in names}
    return {**shown, "facts": [fact for fact, _then in rests_of(version)]}
