"""What somebody can answer: at which desks, and in which languages.

Everybody says at the start of a day what they take; a lead may say what somebody takes at all.
"""

from dataclasses import dataclass

from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows
from madang.staff.access import must
from madang.staff.members import StaffMember, all_staff
from madang.staff.roles import May
from madang.staff.work_records import note

from ..lanes import FRONT, LANGUAGES, LEAD, LEGAL, TECHNICAL, firm_desk
from ..models import FirmAtFront, SkillsRow

DESKS = (FRONT, LEAD, LEGAL, TECHNICAL)


@dataclass(frozen=True, slots=True)
class Skills:
    """The desks at which somebody may take inquiries, and the languages."""

    desks: tuple[str, ...]
    languages: tuple[str, ...]


SKILLS = AccountRows(SkillsRow, Skills, "desk skills", padded_to=256)


def skills_of(by: StaffMember) -> Skills:
    """Return what somebody can take: what their role allows, and a lead left them. Two queries."""
    return _within(_allowed(by), None if by.firm else SKILLS.find(by.account))


def skills_of_all() -> list[tuple[StaffMember, Skills]]:
    """Return what each of this organisation's own people can take, by name. Reads all of them."""
    people = [one for one in all_staff() if not one.firm and one.may(May.ANSWER_INQUIRIES)]
    given = SKILLS.find_all(one.account for one in people)
    return [(one, _within(_allowed(one), given.get(one.account))) for one in people]


def give(to: StaffMember, skills: Skills, *, by: StaffMember) -> None:
    """Say what one of the organisation's own takes from now on; raises PermissionDenied."""
    must(by, May.LEAD_DESK)
    with writing():
        SKILLS.save(to.account, skills)
        said = " ".join((*skills.desks, *skills.languages))
        note("set skills", "desk", by, reason=said, whose=to.name)


def _allowed(by: StaffMember) -> Skills:
    """Return what a role allows: of a firm its own desk, and the front if it is shared."""
    if not by.firm:
        desks = tuple(desk for desk in DESKS if desk != LEAD or by.may(May.LEAD_DESK))
        return Skills(desks, LANGUAGES)
    shared = FirmAtFront.objects.filter(firm=by.firm).exists()
    return Skills((firm_desk(by.firm), *((FRONT,) if shared else ())), LANGUAGES)


def _within(allowed: Skills, given: Skills | None) -> Skills:
    """Return what is allowed and was given; nothing was given yet, or nothing is left: all."""
    if given is None:
        return allowed
    desks = tuple(one for one in allowed.desks if one in given.desks)
    languages = tuple(one for one in allowed.languages if one in given.languages)
    return Skills(desks or allowed.desks, languages or allowed.languages)
