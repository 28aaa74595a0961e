"""Looking an e-mail address up by a part of its hash, from outside: off unless an officer says so.

As "Have I Been Pwned" does (Troy Hunt, "Pwned Passwords, Version 2", 2018; padding 2020): whoever
asks sends the first 16 bits of the address's SHA-256 and gets all that begin so, so we learn one of
65,536 at most. Every answer has the same number of lines; those that stand for nobody follow from
the key and stay, or two answers would tell them from the others. Never for telephone numbers: of
those there are few enough to try them all.
"""

import hashlib
from collections.abc import Iterator

from django.utils import timezone

from madang.core.db.many import insert_rows
from madang.core.db.transactions import writing
from madang.identity.keys import KeyDestroyed
from madang.identity.named_keys import NamedBox, NamedNumbers
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import Incident, LookupBucket
from ..timeline import enter
from .contacts import ContactKind
from .lists import walk

PREFIX_DIGITS, BUCKETS = 4, 16**4
SUFFIX_BYTES = 14
# Answers have a multiple of so many lines.
STEP = 16
WRITTEN_AT_ONCE = 1000
PURPOSE = "lookup"


def hash_of(address: str) -> str:
    """Return the hash of an address as it is compared, in hexadecimal digits."""
    return hashlib.sha256(address.encode()).hexdigest()


def switch(incident: Incident, on: bool, *, by: StaffMember) -> None:
    """Let addresses be looked up by their hashes from outside, or no more."""
    must(by, May.KEEP_AFFECTED)
    with writing():
        Incident.objects.filter(pk=incident.pk).update(hashed_lookup=on, lookup_built=None)
        LookupBucket.objects.filter(incident=incident).delete()
        said = "해시로 찾아보기를 켰어요." if on else "해시로 찾아보기를 껐어요."
        enter(incident, said, by=by, is_in_summary=False)
        note("hashed look-up", incident.about, by, reason="on" if on else "off")


def suffixes(incident: Incident, prefix: str) -> list[str]:
    """Return what follows a prefix of four digits in the hashes of the list, and of nobody.

    One query, the same for every prefix; none where it is off or not built yet.
    """
    if not incident.hashed_lookup or incident.lookup_built is None:
        return []
    number = NamedNumbers(incident.key_name, PURPOSE).of(prefix)
    row = LookupBucket.objects.filter(pk=number).first()
    box = NamedBox(incident.key_name, PURPOSE, padded_to=1)
    held = box.open(bytes(row.box), bound_to=number) if row else None
    # The last byte is no suffix's: it keeps NULs at the end.
    content = held[:-1] if held else b""
    return [content[at : at + SUFFIX_BYTES].hex() for at in range(0, len(content), SUFFIX_BYTES)]


def build_next() -> bool:
    """Build the index of an incident that lacks it; tell whether there was one."""
    waiting = Incident.objects.filter(hashed_lookup=True, lookup_built=None, list_destroyed=None)
    incident = waiting.exclude(imports__ended=None, imports__isnull=False).first()
    if incident is None:
        return False
    try:
        build(incident)
    except KeyDestroyed:
        Incident.objects.filter(pk=incident.pk).update(hashed_lookup=False)
    return True


def build(incident: Incident) -> None:
    """Build the index anew; nothing of it is left where it was switched off, or a list came."""
    lists = incident.imports.count()
    buckets = [bytearray() for _ in range(BUCKETS)]
    for _last, contacts in walk(incident):
        for listed in contacts:
            kind, _colon, value = listed.contact.partition(":")
            if kind == ContactKind.EMAIL:
                digits = hash_of(value)
                suffix = bytes.fromhex(digits[PREFIX_DIGITS:])[:SUFFIX_BYTES]
                buckets[int(digits[:PREFIX_DIGITS], 16)] += suffix
    most = max(len(bucket) for bucket in buckets) // SUFFIX_BYTES
    lines = -(-(most + 1) // STEP) * STEP
    LookupBucket.objects.filter(incident=incident).delete()
    rows = list(_rows(incident, buckets, lines))
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        with writing():
            insert_rows(LookupBucket, ("id", "incident", "box"), rows[start:][:WRITTEN_AT_ONCE])
    with writing():
        still = Incident.objects.filter(pk=incident.pk, hashed_lookup=True)
        if incident.imports.count() == lists and still.update(lookup_built=timezone.now()):
            return
        LookupBucket.objects.filter(incident=incident).delete()


def _rows(
    incident: Incident, buckets: list[bytearray], lines: int
) -> Iterator[tuple[int, int, bytes]]:
    numbers, box = (
        NamedNumbers(incident.key_name, PURPOSE),
        NamedBox(incident.key_name, PURPOSE, padded_to=1),
    )
    for prefix, bucket in enumerate(buckets):
        held = [bytes(bucket[at : at + SUFFIX_BYTES]) for at in range(0, len(bucket), SUFFIX_BYTES)]
        digits = f"{prefix:0{PREFIX_DIGITS}x}"
        held += _of_nobody(numbers, digits, lines - len(held))
        number = numbers.of(digits)
        yield number, incident.pk, box.seal(b"".join(sorted(held)) + b".", bound_to=number)


def _of_nobody(numbers: NamedNumbers, prefix: str, lines: int) -> list[bytes]:
    """Return suffixes that look like any others, the same whenever the index is built."""
    seed = b"".join(numbers.of(f"{prefix}:{n}").to_bytes(8) for n in range(4))
    made = hashlib.shake_256(seed).digest(lines * SUFFIX_BYTES)
    return [made[at : at + SUFFIX_BYTES] for at in range(0, len(made), SUFFIX_BYTES)]
