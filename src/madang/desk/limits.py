"""How much anybody who answers may work, as the operator sets it, and a rehearsal's pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Nobody may be asked for more, whatever an operator sets (근로기준법 §50, §54; 산업안전보건법 §41).
MOST_MINUTES_A_DAY, MOST_STRETCH, LEAST_BREAK, LEAST_REST = 480, 120, 5, 10


@dataclass(frozen=True, slots=True)
class Limits:
    """The pause after each contact, the stretch and its break, the day, and rest after abuse."""

    pause: timedelta
    stretch: timedelta
    break_: timedelta
    day: timedelta
    rest: timedelta
    # Nothing is given so shortly before a limit, for it would end beyond it.
    margin: timedelta = timedelta(minutes=10)

    @classmethod
    def read(cls, parts: Iterable[str]) -> "Limits":
        """Return limits as a setting has them: `pause=60` in seconds, others in minutes.

        Raises ValueError.
        """
        given = {"pause": 60, "stretch": 50, "break": 10, "day": 480, "rest": 10}
        for part in parts:
            name, _equals, number = part.partition("=")
            if name not in given or not (number.isascii() and number.isdigit()):
                raise ValueError("must look like pause=60,stretch=50,break=10,day=480,rest=10")
            given[name] = int(number[:6])
        if (
            given["day"] > MOST_MINUTES_A_DAY
            or given["stretch"] > MOST_STRETCH
            or given["break"] < LEAST_BREAK
            or given["rest"] < LEAST_REST
        ):
            raise ValueError(
                f"at most {MOST_MINUTES_A_DAY} minutes a day and {MOST_STRETCH} at a stretch, at "
                f"least {LEAST_BREAK} of a break and {LEAST_REST} of rest after abuse"
            )
        minutes = {name: timedelta(minutes=number) for name, number in given.items()}
        return cls(
            pause=timedelta(seconds=given["pause"]),
            stretch=minutes["stretch"],
            break_=minutes["break"],
            day=minutes["day"],
            rest=minutes["rest"],
        )


@dataclass(frozen=True, slots=True)
class Pace:
    """Since when a rehearsal's clock goes faster, and how many times."""

    since: datetime
    times: float


def read_pace(text: str) -> Pace | None:
    """Return a rehearsal's pace as a setting has it (48@2026-11-30T09:00:00+09:00); None: none.

    Raises ValueError.
    """
    if not text:
        return None
    times, _at, since = text.partition("@")
    moment = datetime.fromisoformat(since)
    if moment.tzinfo is None or not 1 <= float(times) <= 1000:
        raise ValueError("must look like 48@2026-11-30T09:00:00+09:00")
    return Pace(moment, float(times))
