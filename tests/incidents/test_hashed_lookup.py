"""Looking up by a part of a hash: off at first, alike for every prefix, never for numbers."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from madang.incidents.affected import hashed_lookup
from madang.incidents.affected.hashed_lookup import build_next, hash_of, switch
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.models import Incident, LookupBucket
from madang.staff.members import StaffMember

from ..staff.working import at_work


@pytest.fixture
def listed(public: Incident, monkeypatch: pytest.MonkeyPatch) -> Incident:
    # Two digits have all that four have, and are built in a moment.
    monkeypatch.setattr(hashed_lookup, "PREFIX_DIGITS", 2)
    monkeypatch.setattr(hashed_lookup, "BUCKETS", 256)
    monkeypatch.setattr("madang.incidents.public.views._PREFIX", re.compile("[0-9a-f]{2}"))
    rows = "".join(f"사람{n},p{n}@shop.example,0101111{n:04},이름\n" for n in range(300))
    content = io.BytesIO(f"이름,이메일,전화번호,항목\n{rows}".encode())
    import_list(public, content, is_csv=True, refused=io.BytesIO(), progress=Progress())
    return public


def asked(incident: Incident, digits: str) -> Any:
    return Client().get(f"/incidents/{incident.pk}/hashes/{digits}")


def test_it_is_off_at_first(listed: Incident) -> None:
    assert not build_next()
    assert asked(listed, hash_of("p1@shop.example")[:2]).status_code == 404
    assert not LookupBucket.objects.exists()


def test_an_address_is_found_by_what_follows_its_prefix(
    listed: Incident, officer: StaffMember, django_assert_num_queries: Any
) -> None:
    switch(listed, True, by=officer)
    assert build_next() and not build_next()
    listed.refresh_from_db()
    digits = hash_of("p1@shop.example")
    answer = asked(listed, digits[:2])
    lines = answer.content.decode().split()
    assert any(digits[2:].startswith(line) for line in lines)
    assert "s-maxage" in answer["Cache-Control"]
    nobody = hash_of("nobody@shop.example")
    others = asked(listed, nobody[:2]).content.decode().split()
    assert not any(nobody[2:].startswith(line) for line in others)
    number = hash_of("01011110001")
    assert not any(
        number[2:].startswith(line) for line in asked(listed, number[:2]).content.decode().split()
    )


def test_every_answer_is_as_long_and_stays_the_same(listed: Incident, officer: StaffMember) -> None:
    switch(listed, True, by=officer)
    build_next()
    bodies = [asked(listed, f"{n:02x}").content for n in range(256)]
    assert len({len(body) for body in bodies}) == 1
    switch(listed, True, by=officer)
    build_next()
    assert bodies == [asked(listed, f"{n:02x}").content for n in range(256)]
    assert len({len(bytes(row.box)) for row in LookupBucket.objects.all()}) == 1
    assert LookupBucket.objects.count() == 256


@pytest.mark.parametrize("prefix", ["", "x", "zz", "00000", "0"])
def test_what_is_no_prefix_finds_nothing(
    public: Incident, officer: StaffMember, prefix: str
) -> None:
    assert asked(public, prefix).status_code == 404


def test_it_is_switched_in_a_browser_and_ends_at_once(
    listed: Incident, officer: StaffMember
) -> None:
    browser, root = at_work(officer), f"/work/incidents/{listed.pk}/people"
    browser.post(f"{root}/lookup", {"on": "1"})
    build_next()
    assert asked(listed, "00").status_code == 200
    browser.post(f"{root}/lookup", {"on": "0"})
    assert asked(listed, "00").status_code == 404 and not LookupBucket.objects.exists()
