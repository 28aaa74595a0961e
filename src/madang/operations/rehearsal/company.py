"""A made-up company's customers: plausible, and no real person's name, number or address.

Numbers begin with 0100 and 0101, which no carrier has given to anybody.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

SEED = 20261130
SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
FIRST, SECOND = "민서지하도예준현우수연은재윤시가다라", "준윤서현우진아영호은하솔람별결"
ROADS = ("느티나무로", "솔밭길", "강변로", "햇살길", "도서관로", "은하로")
ITEMS = ("이름", "이메일", "전화번호", "배송지 주소", "공동현관 비밀번호")
HEAD = "이름,생년월일,이메일,전화번호,항목,언제부터,고객번호,고객,주소\n"
# Of a hundred: who shares the number before, is in an address book only, has no contact, is wrong.
SHARED, OTHERS, UNREACHABLE, WRONG = 3, 5, 1, 1


class Customer(NamedTuple):
    """A row of the list, and whether it can be taken."""

    name: str
    birth: str
    email: str
    phone: str
    items: str
    is_customer: bool
    address: str
    is_wrong: bool


def customers(people: int) -> Iterator[Customer]:
    """Yield so many customers, the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    phone = ""
    for number in range(people):
        kind = chance.randrange(100)
        if kind >= SHARED or not phone:
            phone = f"010{number // 10_000:04}{number % 10_000:04}"
        name = chance.choice(SURNAMES) + chance.choice(FIRST) + chance.choice(SECOND)
        has_contact = kind != SHARED + OTHERS
        email = f"customer{number}@rehearsal.example" if chance.random() < 0.8 else ""
        is_wrong = kind == SHARED + OTHERS + UNREACHABLE
        year, month, day = chance.randrange(1945, 2010), chance.randrange(1, 13), 1 + number % 28
        yield Customer(
            name,
            f"{year}-{month:02}-{day:02}",
            (email if not is_wrong else "no address") if has_contact else "",
            phone if has_contact else "",
            ";".join(ITEMS[: chance.randrange(1, len(ITEMS) + 1)]),
            not SHARED <= kind < SHARED + OTHERS,
            f"{chance.choice(ROADS)} {chance.randrange(1, 200)}, {chance.randrange(100, 1500)}호",
            is_wrong and has_contact,
        )


def as_csv(people: int) -> Iterator[bytes]:
    """Yield the company's list as its spreadsheet has it."""
    yield HEAD.encode()
    for number, one in enumerate(customers(people)):
        is_customer = "예" if one.is_customer else "아니요"
        cells = [one.name, one.birth, one.email, one.phone, one.items, "2026-06-24"]
        cells += [f"R{number}", is_customer, f'"{one.address}"']
        yield (",".join(cells) + "\n").encode()
