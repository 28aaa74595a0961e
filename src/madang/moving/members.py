"""Those who had an account on the other site: a login name and a password, and nothing else.

No address of e-mail, no name, no points; and what they wrote becomes theirs only where that was
asked for (`ties`).
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils import timezone

from madang.accounts.foreign_passwords import is_kept_from, kept_password
from madang.accounts.login.forms import login_name_rules
from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.text.door import tidy_line

from .old_site import OldMember
from .report import Note, Report

BATCH = 200
# Each takes a hundred megabytes and eight threads of Argon2's own for a moment.
AT_ONCE = 2


def bring_in(members: Iterable[OldMember], report: Report, *, ties: bool) -> dict[str, int]:
    """Make accounts of members whose names and passwords can be used here, each batch whole.

    Returns them by what stands for each where they wrote: those that were made and, where texts are
    to be tied, those of an import before, as far as the same password is seen to be theirs.
    """
    known = {each.login_name.casefold(): each for each in Account.objects.all().iterator()}
    owners: dict[str, int] = {}
    usable = _usable(members, known, owners if ties else None, report)
    with ThreadPoolExecutor(AT_ONCE) as hashing:
        while batch := list(islice(usable, BATCH)):
            passwords = hashing.map(lambda member: kept_password(member.password), batch)
            made: list[tuple[OldMember, Account]] = []
            for member, password in zip(batch, passwords, strict=True):
                if password is None:
                    report.add(Note.PASSWORDS_UNKNOWN)
                    continue
                made.append((member, _account(member, password)))
            with writing():
                Account.objects.bulk_create(account for _member, account in made)
            owners |= {member.speaker.casefold(): account.pk for member, account in made}
            report.add(Note.MEMBERS, len(made))
    return owners


def _usable(
    members: Iterable[OldMember],
    known: dict[str, Account],
    owners: dict[str, int] | None,
    report: Report,
) -> Iterator[OldMember]:
    taken = set(known)
    for member in members:
        name = tidy_line(member.name)
        if not member.is_active:
            report.add(Note.MEMBERS_GONE)
        elif name.casefold() in taken:
            report.add(Note.MEMBERS_KNOWN)
            account = known.get(name.casefold())
            # A name that a stranger has here gives them nothing.
            if owners is None or account is None:
                continue
            if is_kept_from(member.password, account.password):
                owners[member.speaker.casefold()] = account.pk
        elif not _is_name(name):
            report.add(Note.MEMBERS_REFUSED)
        else:
            taken.add(name.casefold())
            yield member


def _is_name(name: str) -> bool:
    try:
        for rule in login_name_rules:
            rule(name)
    except ValidationError:
        return False
    return True


def _account(member: OldMember, password: str) -> Account:
    today = timezone.localdate()
    joined = min(member.joined, today) if member.joined else today
    return Account(login_name=tidy_line(member.name), password=password, joined=joined)
