"""Lists of people: read as spreadsheets write them, sealed, found by their own people alone."""

import io
import json
import random
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from madang.identity import named_keys
from madang.identity.keys import KeyDestroyed
from madang.incidents import actions
from madang.incidents.affected import importing, lists
from madang.incidents.affected.contacts import Contact, ContactKind, contact_of, email, mobile
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.affected.lists import count_lines, people_of, walk
from madang.incidents.affected.reading import ListRefused, RowRefused, birth_of
from madang.incidents.models import AffectedLine, Incident
from madang.staff.members import StaffMember

HEAD = "이름,생년월일,이메일,전화번호,항목,언제부터\n"


def take(incident: Incident, text: str | bytes, *, is_csv: bool = True) -> tuple[Progress, str]:
    """Import a list; return how it went, and the rows that were refused."""
    refused, progress = io.BytesIO(), Progress()
    content = text.encode() if isinstance(text, str) else text
    import_list(incident, io.BytesIO(content), is_csv=is_csv, refused=refused, progress=progress)
    return progress, refused.getvalue().decode()


def named(incident: Incident, contact: str) -> set[str]:
    found = contact_of(contact)
    assert found is not None
    return {person.name for person in people_of(incident, found)}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("010-1234-5678", "01012345678"),
        ("+82 10 1234 5678", "01012345678"),
        ("0082-10-1234-5678", "01012345678"),
        ("+82(0)10-1234-5678", "01012345678"),
        ("1012345678", "01012345678"),
        ("０１０－１２３４－５６７８", "01012345678"),
        ("010-0082-1082", "01000821082"),
        ("010.0000.0082", "01000000082"),
        ("011-123-4567", "0111234567"),
        ("02-123-4567", None),
        ("010-1234-567", None),
        ("", None),
    ],
)
def test_a_number_is_one_however_it_is_written(typed: str, kept: str | None) -> None:
    found = mobile(typed)
    assert (found.value if found else None) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kim@Shop.Example", "kim@shop.example"),
        (" kim+1@shop.co.kr ", "kim+1@shop.co.kr"),
        ("홍길동@한국.한국", "홍길동@한국.한국"),
        ("kim@shop", None),
        ("kim@@shop.example", None),
        ("kim at shop.example", None),
    ],
)
def test_an_address_is_one_however_it_is_written(typed: str, kept: str | None) -> None:
    found = email(typed)
    assert (found.value if found else None) == kept


def test_people_are_found_by_each_of_their_contacts(incident: Incident) -> None:
    row = "김서울,1990.3.7,kim@shop.example,010-1234-5678,이름;이메일,2026-06-24\n"
    progress, refused = take(incident, HEAD + row)
    assert (progress.taken, progress.refused, refused) == (1, 0, "")
    for contact in ("KIM@shop.example", "+82 10-1234-5678"):
        assert named(incident, contact) == {"김서울"}
    (person,) = people_of(incident, Contact(ContactKind.EMAIL, "kim@shop.example"))
    names = dict(incident.items.values_list("pk", "name"))
    assert [names[item] for item in person.items] == ["이름", "이메일"]
    assert (person.birth, person.since, person.is_customer) == ("1990-03-07", "2026-06-24", True)
    assert named(incident, "other@shop.example") == set()


def test_several_people_stand_behind_one_number(incident: Incident) -> None:
    rows = "".join(f"식구{n},,,01011112222,이름,\n" for n in range(11))
    take(incident, HEAD + rows)
    assert named(incident, "01011112222") == {f"식구{n}" for n in range(11)}
    assert count_lines(incident) == 11
    (contact,) = [one for _last, some in walk(incident) for one in some]
    assert (contact.contact, len(contact.people)) == ("p:01011112222", 11)


def test_a_list_that_comes_again_changes_nothing_and_adds_what_is_new(
    incident: Incident,
) -> None:
    first = "김서울,,kim@shop.example,01011112222,이름,\n박부산,,,01011112222,이름,\n"
    take(incident, HEAD + first)
    lines = count_lines(incident)
    take(incident, HEAD + first)
    assert count_lines(incident) == lines
    take(incident, HEAD + first + "이대구,,,01011112222,이름,\n")
    assert count_lines(incident) == lines + 1
    assert named(incident, "01011112222") == {"김서울", "박부산", "이대구"}


def test_every_row_that_is_refused_says_why(incident: Incident) -> None:
    rows = [
        "김서울,,kim@shop.example,,이름,",
        "박부산,,park-at-shop,,이름,",
        "이대구,,,02-123-4567,이름,",
        "최인천,,choi@shop.example,,카드 번호,",
        "정광주,,,,이름,",
        "강대전,,kang@shop.example,,,",
        "조울산,구십년생,cho@shop.example,,이름,",
        "윤세종,,yoon@shop.example",
    ]
    progress, refused = take(incident, HEAD + "\n".join(rows) + "\n")
    assert (progress.rows, progress.taken, progress.refused) == (8, 1, 7)
    lines = refused.splitlines()
    assert len(lines) == 7
    reasons = ["이메일", "휴대전화", "항목이 있어요", "연락처도", "비어", "생년월일", "칸의 수"]
    assert all(reason in line for reason, line in zip(reasons, lines, strict=True))
    assert [line.split(",")[0] for line in lines] == ["3", "4", "5", "6", "7", "8", "9"]


def test_korean_spreadsheets_and_json_lines_are_read(incident: Incident) -> None:
    text = HEAD + "김서울,,kim@shop.example,,이름,\n"
    assert take(incident, text.encode("cp949"))[0].taken == 1
    assert named(incident, "kim@shop.example") == {"김서울"}
    assert take(incident, text.encode("utf-8-sig"))[0].taken == 1
    assert take(incident, text.replace(",", "\t"))[0].taken == 1
    row = {"name": "박부산", "phone": ["010-1111-2222", "010-3333-4444"], "items": ["이름"]}
    lines = f"{json.dumps(row)}\nno json\n[1]\n"
    progress, _refused = take(incident, lines, is_csv=False)
    assert (progress.taken, progress.refused) == (1, 2)
    assert named(incident, "01033334444") == {"박부산"}
    assert count_lines(incident) == 3


def test_a_file_without_any_contact_column_is_refused(incident: Incident) -> None:
    with pytest.raises(ListRefused):
        take(incident, "이름,항목\n김서울,이름\n")


def test_people_without_contacts_are_kept_by_their_number(incident: Incident) -> None:
    take(incident, "고객번호,이름,항목,고객\nA-1,김서울,이름,아니요\n")
    (person,) = people_of(incident, Contact(ContactKind.REFERENCE, "A-1"))
    assert (person.name, person.is_customer) == ("김서울", False)


def test_nothing_of_a_list_can_be_read_without_its_key(incident: Incident) -> None:
    take(incident, HEAD + "김서울,,kim@shop.example,01011112222,이름,\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT box FROM incidents_affectedline")
        boxes = [bytes(box) for (box,) in cursor.fetchall()]
    assert len({len(box) for box in boxes}) == 1
    assert all("김서울".encode() not in box and b"kim" not in box for box in boxes)
    named_keys.destroy(incident.key_name)
    with pytest.raises(KeyDestroyed):
        named(incident, "kim@shop.example")


def test_known_and_unknown_contacts_cost_the_same_query(
    incident: Incident, django_assert_num_queries: Any
) -> None:
    take(incident, HEAD + "김서울,,kim@shop.example,,이름,\n")
    for address in ("kim@shop.example", "nobody@shop.example"):
        with django_assert_num_queries(1):
            named(incident, address)


@given(st.randoms(use_true_random=False), st.integers(1, 60), st.integers(1, 9))
def test_whatever_breaks_off_and_comes_again_every_line_is_there_once(
    chance: random.Random, people: int, run_rows: int
) -> None:
    rows = [(n, chance.randrange(1, 20)) for n in range(people)]
    keys = FakeKeys()
    written: dict[int, bytes] = {}
    for upto in (chance.randrange(people + 1), people, people):
        lines = sorted((keys.first(c), n, b"%d" % n) for n, c in rows[:upto])
        by_contact: dict[int, dict[int, bytes]] = {}
        for first, mark, box in lines:
            by_contact.setdefault(first, {})[mark] = box
        for first, new in by_contact.items():
            known = {first: keys.known(first, written)}
            for number, box in importing._rows(keys, first, new, known):  # type: ignore[arg-type]
                assert number not in written
                written[number] = box
    assert sorted(written.values()) == sorted(b"%d" % n for n, _c in rows)


class FakeKeys:
    """Numbers of lines without a key, for what is asked of their arithmetic alone."""

    def first(self, contact: int) -> int:
        return contact

    def of_several(self, first: int, which: int) -> int:
        return first + 1000 * which

    def known(self, first: int, written: dict[int, bytes]) -> set[int]:
        return {int(box) for number, box in written.items() if number % 1000 == first}


def test_a_large_list_is_walked_in_parts(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "RUN_ROWS", 7)
    monkeypatch.setattr(importing, "WRITTEN_AT_ONCE", 5)
    monkeypatch.setattr(lists, "WALKED_AT_ONCE", 6)
    rows = "".join(f"사람{n},,p{n}@shop.example,0101111{n % 40:04},이름,\n" for n in range(60))
    take(incident, HEAD + rows)
    assert AffectedLine.objects.count() == 120
    contacts = [one for _last, some in walk(incident) for one in some]
    assert len(contacts) == len({one.contact for one in contacts}) == 60 + 40
    assert sum(len(one.people) for one in contacts) == 120
    half = contacts[50].first
    rest = [one.contact for _last, some in walk(incident, after=half) for one in some]
    assert rest == [one.contact for one in contacts[51:]]


def test_a_walk_goes_on_where_no_contact_begins(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one line at a time, most of a family's lines are the beginning of no contact."""
    monkeypatch.setattr(lists, "WALKED_AT_ONCE", 1)
    take(incident, HEAD + "".join(f"식구{n},,,01011112222,이름,\n" for n in range(9)))
    after, found = -1, 0
    for _ in range(9):
        last, some = next(walk(incident, after=after))
        after, found = last, found + len(some)
    assert found == 1 and list(walk(incident, after=after)) == []


def test_a_quotation_that_does_not_end_loses_nobody(incident: Incident) -> None:
    rows = '"철수,,a@shop.example,,이름,\n' + "".join(
        f"사람{n},,p{n}@shop.example,,이름,\n" for n in range(50)
    )
    progress, refused = take(incident, HEAD + rows)
    assert (progress.taken, progress.refused) == (50, 1)
    assert "철수" in refused


@pytest.mark.parametrize("line", ["[" * 19_000, "{" * 5000, "1" * 6000, '"' * 300])
def test_lines_that_break_a_reader_are_refused(incident: Incident, line: str) -> None:
    good = json.dumps({"name": "박부산", "phone": "010-1111-2222", "items": "이름"})
    progress, _refused = take(incident, f"{line}\n{good}\n", is_csv=False)
    assert (progress.taken, progress.refused) == (1, 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("19900307", "1990-03-07"), ("1990. 3. 7.", "1990-03-07"), ("1990년 3월 7일", "1990-03-07")],
)
def test_days_of_birth_are_read(given: str, kept: str) -> None:
    assert birth_of(given) == kept


@pytest.mark.parametrize("given", ["900307", "1990-13-01", "1990-02-30", "어제", "1990"])
def test_what_is_no_day_is_refused(given: str) -> None:
    with pytest.raises(RowRefused):
        birth_of(given)


def test_items_that_go_and_come_back_are_what_they_were(
    incident: Incident, officer: StaffMember
) -> None:
    actions.set_items(incident, ["이름", "ID/비밀번호"], by=officer)
    take(incident, HEAD + "김서울,,kim@shop.example,,ID/비밀번호,\n")
    actions.set_items(incident, ["성명"], by=officer)
    actions.set_items(incident, ["이름", "ID/비밀번호"], by=officer)
    (person,) = people_of(incident, Contact(ContactKind.EMAIL, "kim@shop.example"))
    names = dict(incident.items.values_list("pk", "name"))
    assert [names[item] for item in person.items] == ["ID/비밀번호"]
