"""Those who had an account on the other site: a login name and a password, and nothing else.

No address of e-mail, no name, no points; and nothing that they wrote becomes theirs here.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils import timezone

from madang.accounts.foreign_passwords import kept_password
from madang.accounts.login.forms import login_name_rules
from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.text.door import tidy_line

from .old_site import OldMember
from .report import Note, Report

BATCH = 200
# Each takes a hundred megabytes and eight threads of Argon2's own for a moment.
AT_ONCE = 2


def bring_in(members: Iterable[OldMember], report: Report) -> None:
    """Make accounts of members whose names and passwords can be used here, each batch whole."""
    taken = {name.casefold() for name in Account.objects.values_list("login_name", flat=True)}
    usable = _usable(members, taken, report)
    with ThreadPoolExecutor(AT_ONCE) as hashing:
        while batch := list(islice(usable, BATCH)):
            passwords = hashing.map(lambda member: kept_password(member.password), batch)
            accounts = []
            for member, password in zip(batch, passwords, strict=True):
                if password is None:
                    report.add(Note.PASSWORDS_UNKNOWN)
                    continue
                accounts.append(_account(member, password))
            with writing():
                Account.objects.bulk_create(accounts)
            report.add(Note.MEMBERS, len(accounts))


def _usable(members: Iterable[OldMember], taken: set[str], report: Report) -> Iterator[OldMember]:
    for member in members:
        name = tidy_line(member.name)
        if not member.is_active:
            report.add(Note.MEMBERS_GONE)
        elif name.casefold() in taken:
            report.add(Note.MEMBERS_KNOWN)
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
