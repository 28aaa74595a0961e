"""테스트: questions with points, and results by their sum; typed as lines, kept as JSON.

`? question`, then `- answer = points` for each of its answers; at the end `= 0~3: title | words`
for each result. Nothing is kept of who answered what: a result is an address.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from madang.core.text.door import can_be_seen, tidy, tidy_line

QUESTIONS, ANSWERS, RESULTS = 30, 10, 20
LINE_MAX, POINTS_MAX = 200, 100
_ANSWER = re.compile(r"-\s*(.+?)\s*=\s*(-?\d{1,4})")
_RESULT = re.compile(r"=\s*(-?\d{1,5})\s*~\s*(-?\d{1,5})\s*:\s*([^|]+?)\s*(?:\|\s*(.*))?")


class QuizRefused(Exception):
    """There can be no such test; the message says why, with the line, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and its answers with their points."""

    words: str
    answers: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Result:
    """What is said to anyone who has from `low` to `high` points."""

    low: int
    high: int
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """A test: its result is the first that holds the sum of points."""

    questions: list[Question]
    results: list[Result]

    def result_of(self, points: int) -> int | None:
        """Return the place of the result for a sum of points."""
        found = (n for n, one in enumerate(self.results) if one.low <= points <= one.high)
        return next(found, None)

    def to_values(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Quiz":
        questions = [
            Question(one["words"], [(words, points) for words, points in one["answers"]])
            for one in values["questions"]
        ]
        return cls(questions, [Result(**one) for one in values["results"]])


def read_quiz(text: str) -> Quiz:
    """Return the test that was typed. Raises QuizRefused."""
    questions: list[Question] = []
    results: list[Result] = []
    for line in filter(can_be_seen, map(tidy_line, tidy(text).split("\n"))):
        if len(line) > LINE_MAX:
            raise QuizRefused(_("한 줄은 %(most)d자까지예요: %(line)s") % _named(line, LINE_MAX))
        if line.startswith("?"):
            questions.append(Question(line[1:].strip(), []))
        elif line.startswith("-") and questions and (found := _said(_ANSWER, line, 1)):
            questions[-1].answers.append((found[1], int(found[2])))
        elif line.startswith("=") and (found := _said(_RESULT, line, 3)):
            results.append(Result(int(found[1]), int(found[2]), found[3], found[4] or ""))
        else:
            raise QuizRefused(_("이 줄을 읽지 못했어요: %(line)s") % {"line": line[:60]})
    quiz = Quiz(questions, results)
    _must_be_whole(quiz)
    return quiz


def _said(pattern: re.Pattern[str], line: str, words: int) -> re.Match[str] | None:
    """Return what a line says, where the part of it that is shown says anything."""
    found = pattern.fullmatch(line)
    return found if found and can_be_seen(found[words]) else None


def write_quiz(quiz: Quiz) -> str:
    """Return a test as it is typed."""
    lines = []
    for question in quiz.questions:
        lines.append(f"? {question.words}")
        lines += [f"- {words} = {points}" for words, points in question.answers]
    for one in quiz.results:
        lines.append(f"= {one.low}~{one.high}: {one.title}{f' | {one.about}' if one.about else ''}")
    return "\n".join(lines)


def _must_be_whole(quiz: Quiz) -> None:
    """Raise QuizRefused where somebody who answers would get no result."""
    asked = [question.words for question in quiz.questions]
    if not 1 <= len(asked) <= QUESTIONS or not all(map(can_be_seen, asked)):
        raise QuizRefused(_("질문은 1개에서 %(most)d개까지예요.") % {"most": QUESTIONS})
    for question in quiz.questions:
        if not 2 <= len(question.answers) <= ANSWERS:
            said = _("답은 질문마다 2개에서 %(most)d개까지예요: %(line)s")
            raise QuizRefused(said % _named(question.words, ANSWERS))
        if any(abs(points) > POINTS_MAX for _words, points in question.answers):
            said = _("점수는 %(most)d점까지예요: %(line)s")
            raise QuizRefused(said % _named(question.words, POINTS_MAX))
    if not 1 <= len(quiz.results) <= RESULTS:
        raise QuizRefused(_("결과는 1개에서 %(most)d개까지예요.") % {"most": RESULTS})
    for points in _sums(quiz):
        if quiz.result_of(points) is None:
            raise QuizRefused(_("%(points)d점일 때의 결과가 없어요.") % {"points": points})


def _sums(quiz: Quiz) -> list[int]:
    """Return every sum of points that answers can make, the lowest first."""
    sums = {0}
    for question in quiz.questions:
        sums = {known + points for known in sums for _words, points in question.answers}
    return sorted(sums)


def _named(line: str, most: int) -> dict[str, Any]:
    return {"line": line[:60], "most": most}
