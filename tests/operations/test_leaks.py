"""The leak check passes after a busy day, and finds each leak that is planted."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from madang.account_data.departure import departures
from madang.account_data.departure.departures import Choice
from madang.account_data.export import exports
from madang.account_data.tasks import make_export_soon, settle_soon
from madang.accounts.email import addresses
from madang.accounts.models import Account
from madang.accounts.providers import providers
from madang.accounts.providers.providers import PROVIDERS
from madang.attachments.polls import polls
from madang.board_requests import actions as requests
from madang.boards.directory.setup import BoardPlan, open_planned_board
from madang.boards.lists import tags
from madang.boards.models import Board, Comment, Post, Reservation, Scrap
from madang.boards.nicknames import nicknames
from madang.boards.reactions import likes, marks
from madang.boards.threads import drafts
from madang.calls import dispatch, preferences, pushes, watch_fanout, watches
from madang.calls.codec import Kind
from madang.calls.models import PushNote
from madang.delivery.web_push import subscriptions
from madang.filters import actions as filters
from madang.filters.rules import rule
from madang.identity.boxes import encrypt
from madang.identity.models import KeyRecord
from madang.membership import by_mail
from madang.membership.entry import give_code, make_codes
from madang.moderation import decisions, openings, reports
from madang.moderation.models import Complaint, DecisionKind, Ground, ReportedPart, Scope
from madang.moderation.subjects import find_subject
from madang.operations.leaks import accounts, files
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.personal_patterns import patterns_in
from madang.operations.leaks.run import (
    check_database,
    check_from_inside,
    check_site,
    last_result,
)

from .. import writers
from ..factories import let_into, make_account, write_comment, write_post
from ..services.push import Browser

BLOB = "bytea" if connection.vendor == "postgresql" else "blob"
MEMBERS = 200


@pytest.fixture
def busy_day(board: Board, browse: Callable[..., Any]) -> list[Account]:
    """Two hundred members, everything that members can do, in any order."""
    chance = random.Random(1)
    people = [make_account(f"person-{n}") for n in range(MEMBERS)]
    posts = [write_post(board, chance.choice(people), title=f"글 {n}") for n in range(40)]
    for person in people:
        post = chance.choice(posts)
        said = write_comment(post, person, "댓글 a@b.example 010-1234-5678 10.0.0.1")
        write_comment(post, chance.choice(people), "답글", parent=said.seq)
        for other in chance.sample(posts, 2):
            if not writers.may_change(other, person):
                marks.recommend(other.pk, by=person)
            marks.mark(Scrap, other.pk, by=person)
    for person in people[:20]:
        browser = browse(person)
        browser.get("/me")
        browser.post("/accounts/logout")
    for person in people[:5]:
        browse(person).get("/me/comments")
    for post in posts[:5]:
        author = next(person for person in people if writers.may_change(post, person))
        writers.edit_post(
            post.pk, by=author, category_id=None, title="고침", text="고침", source=""
        )
        writers.delete_post(post.pk, by=author)
    for comment in Comment.objects.filter(post__in=posts[5:10]):
        author = next(person for person in people if writers.may_change(comment, person))
        writers.edit_comment(comment.post_id, comment.seq, by=author, text="고친 댓글")
    marks.unmark(Scrap, posts[20].pk, by=people[0])
    for person in people[-20:]:
        exports.ask_for(person)
        make_export_soon(person.pk)
    for person in people[-20:-10]:
        departures.leave(person, chance.choice(list(Choice)))
        settle_soon(person.pk)
    neighbours = open_planned_board(BoardPlan("동네", has_nicknames=True))
    company = open_planned_board(BoardPlan("회사", members_only=True, domains=("corp.example",)))
    for number, person in enumerate(people[20:40]):
        nicknames.choose(neighbours.pk, by=person, name=f"이웃{number}번")
        write_comment(write_post(neighbours, person), person)
    nicknames.give_up(neighbours.pk, by=people[20])
    let_into(company, *people[40:60])
    for person in people[40:50]:
        write_comment(write_post(company, person), person)
    by_mail.send_code(company.pk, "회사", ("corp.example",), "kim@corp.example")
    for person, code in zip(people[60:64], make_codes(company.pk, 4, 9), strict=True):
        give_code(company.pk, person.pk, code)
    for number, person in enumerate(people[70:90]):
        provider = PROVIDERS[number % len(PROVIDERS)].id
        providers.connect(person.pk, provider, providers.found_by(provider, str(10**9 + number)))
        addresses.confirm(addresses.EmailAddress(person.pk, f"kim{number}@corp.example"))
        totp.TOTP.activate(person, totp.generate_totp_secret())
    for operator in people[90:92]:
        operator.is_operator = True
        operator.save()
    for post in posts[10:14]:
        asked = openings.ask(
            by=people[90],
            post=post.pk,
            comment=None,
            ground=Ground.WARRANT,
            reason="2026영장1234호",
        )
        openings.approve(asked.pk, by=people[91])
        openings.answer(asked.pk, by=people[90])
    _call_and_be_told(people, posts[20])
    _report_and_decide(people, posts[20:24])
    _vote_and_like(people[140:160], posts[24:28])
    for number, person in enumerate(people[120:140]):
        begun = drafts.DraftContent(board.pk, None, f"쓰다 만 글 {number % 3}", "내용", "")
        key = drafts.keep(begun, None, by=person)
        drafts.keep(replace(begun, text="더 쓴 내용"), key, by=person)
        if number % 2:
            drafts.drop(key, by=person)
    for number, person in enumerate(people[100:110]):
        filters.add_rule(rule("word", f"단어{number}"), by=person)
        filters.hide_post(posts[number].pk, by=person, for_good=True)
        asked = requests.ask_for_board(by=person, name=f"새 게시판 {number}", why="있으면 좋겠어요")
        for friend in people[110:112]:
            requests.support(asked.pk, by=friend)
    # Some of it is done and some still waits when the thief comes.
    exports.make(people[-1].pk)
    departures.settle(people[-20].pk)
    return people


def _vote_and_like(people: list[Account], posts: list[Post]) -> None:
    """The same people vote under several posts, and like what is said there."""
    for post in posts:
        polls.ask(post.pk, polls.PollDraft("무엇이 좋아요?", ["이것", "저것"], True, False, None))
        said = write_comment(post, people[0], "좋아할 말")
        for number, person in enumerate(people[1:]):
            polls.vote(post.pk, [number % 2], by=person)
            likes.like(post.pk, said.seq, by=person)
        tags.set_tags(post, ["같은태그"])


def _call_and_be_told(people: list[Account], post: Post) -> None:
    """Watch, reserve and be told by browser, where it is quiet now: the notes wait for the end."""
    hour = timezone.localtime().hour
    for number, person in enumerate(people[:30]):
        preferences.want(person, Kind, push=Kind, quiet=(hour, (hour + 2) % 24))
        keys = Browser(f"https://fcm.googleapis.com/fcm/send/{number}").subscription
        subscriptions.add_device(person.pk, subscriptions.device_of(keys), f"session {number}")
        watches.watch(person, board=0, category=None, word=f"단어{number % 3}")
        marks.mark(Reservation, post.pk, by=person)
    author = next(person for person in people if writers.may_change(post, person))
    watch_fanout.fan_out_batch(pushes.note)
    write_comment(post, author, "새 소식", is_news=True)
    write_post(post.board, author, title="단어1 소식")
    watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
    while dispatch.make_batch() or watch_fanout.fan_out_batch(pushes.note):
        pass
    assert PushNote.objects.count() > 20


def _report_and_decide(people: list[Account], posts: list[Post]) -> None:
    """Report, hide and mute: one of those muted in two threads, by two voices."""
    keeper, muted = people[90], people[33]
    things = []
    for post in posts:
        said = write_comment(post, muted, "막힐 말")
        thing = find_subject(post.pk, said.seq)
        assert thing is not None
        for person in people[40:44]:
            reports.report(
                thing,
                by=person,
                part=ReportedPart.WORDS,
                complaint=Complaint.ABUSE,
                words="여기 보세요",
            )
        things.append(thing)
    for thing in things:
        mute = decisions.Mute(Scope.SITE, None)
        done = decisions.decide(thing, by=keeper, kind=DecisionKind.HIDE, mute=mute, reason="욕설")
    decisions.undo(done[0].pk, by=keeper)


def found(check: str | None = None) -> list[str]:
    findings = check_database(Stolen(connection))
    return [f.where for f in findings if check is None or f.check == check]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


def test_nothing_is_found_after_a_busy_day(busy_day: list[Account]) -> None:
    assert [(f.where, f.what) for f in check_site()] == []
    result = last_result()
    assert result is not None and result.findings == 0 and result.checks == 14
    assert check_from_inside() == []


PLANTED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a task that says for whom it is": (
        "readable secrets",
        "django_tasks_database_dbtaskresult.args_kwargs",
        (
            "UPDATE django_tasks_database_dbtaskresult "
            """SET args_kwargs = '{"args": ["kim: leaves"], "kwargs": {}}'""",
        ),
    ),
    "an author's id beside a post": (
        "schema",
        "boards_post.author_id",
        ("ALTER TABLE boards_post ADD COLUMN author_id bigint",),
    ),
    "an id in a column that exists": (
        "accounts in content",
        "boards_post.views",
        (
            "UPDATE boards_post SET views = 0",
            "ALTER TABLE boards_post RENAME COLUMN views TO views_old",
            "ALTER TABLE boards_post ADD COLUMN views bigint",
            "UPDATE boards_post SET views = (SELECT MAX(id) FROM accounts_account)",
        ),
    ),
    "one tag for an account in every thread": (
        "repeated values",
        "boards_scrap.note",
        ("UPDATE boards_scrap SET note = (SELECT note FROM boards_scrap ORDER BY 1 LIMIT 1)",),
    ),
    "seals without a nonce": (
        "repeated values",
        "boards_comment.author",
        ("UPDATE boards_comment SET author = "
         "(SELECT author FROM boards_comment ORDER BY 1 LIMIT 1)",),
    ),
    "a tag shared by two tables": (
        "repeated values",
        "all seals and tags",
        (
            "UPDATE boards_post SET idempotency_key = (SELECT tag FROM identity_voice "
            "ORDER BY 1 LIMIT 1) WHERE id = (SELECT MAX(id) FROM boards_post)",
        ),
    ),
    "an e-mail address of an account": (
        "patterns",
        "accounts_account.login_name",
        ("UPDATE accounts_account SET login_name = 'kim@corp.example' "
         "WHERE id = (SELECT MAX(id) FROM accounts_account)",),
    ),
    "an IP address in a listing": (
        "patterns",
        "boards_pagerun.listing",
        ("UPDATE boards_pagerun SET listing = '203.0.113.9' WHERE level = 1",),
    ),
    "a phone number in a category": (
        "patterns",
        "boards_category.name",
        ("UPDATE boards_category SET name = '010-1234-5678' WHERE place = 1",),
    ),
    "a resident number in a board": (
        "patterns",
        "boards_board.name",
        ("UPDATE boards_board SET name = '900101-1234567' WHERE place = 1",),
    ),
    "a session's end to the second": (
        "moments",
        "accounts_session.last_day",
        (
            "ALTER TABLE accounts_session RENAME COLUMN last_day TO old",
            "ALTER TABLE accounts_session ADD COLUMN last_day timestamp",
            "UPDATE accounts_session SET last_day = '2026-12-24 03:04:05'",
        ),
    ),
    "the moment of signing in": (
        "schema",
        "accounts_account.last_login",
        ("ALTER TABLE accounts_account ADD COLUMN last_login timestamp",),
    ),
    "a session that can be read": (
        "readable secrets",
        "accounts_session.box",
        ("UPDATE accounts_session SET box = 'eyJfYXV0aF91c2VyX2lkIjoi:1abc:sig'",),
    ),
    "a login name as a tag": (
        "readable secrets",
        "boards_scrap.tag",
        (f"UPDATE boards_scrap SET tag = CAST('somebody-here' AS {BLOB}) "
         "WHERE id = (SELECT MAX(id) FROM boards_scrap)",),
    ),
    "journals that count up": (
        "order of writing",
        "identity_journalentry.key",
        ("UPDATE identity_journalentry SET key = (SELECT COUNT(*) FROM identity_journalentry AS e "
         "WHERE e.key <= identity_journalentry.key)",),
    ),
    "a leaver's account": (
        "accounts set apart",
        "accounts_account.is_active",
        ("UPDATE accounts_account SET is_active = false",),
    ),
    "a leaver's words": (
        "marks of leavers",
        "boards_comment.state",
        ("UPDATE boards_comment SET state = 3",),
    ),
    "a nickname on a board of voices": (
        "names where there are none",
        "boards_comment.nickname",
        ("UPDATE boards_comment SET nickname = 1",),
    ),
    "a member of a board by the account's number": (
        "accounts in content",
        "membership_membership.id",
        (
            "INSERT INTO membership_membership (id, board) "
            "SELECT id, 1 FROM accounts_account WHERE id = (SELECT MAX(id) FROM accounts_account)",
        ),
    ),
    "an address that asked for a code": (
        "readable secrets",
        "membership_claim.box",
        ("INSERT INTO membership_claim (id, box) VALUES (1, 'kim@corp.example')",),
    ),
    "the moment of giving a code": (
        "moments",
        "membership_membership.board",
        (
            "INSERT INTO membership_membership (id, board) VALUES (1, 1)",
            "ALTER TABLE membership_membership RENAME COLUMN board TO old",
            "ALTER TABLE membership_membership ADD COLUMN board timestamp",
            "UPDATE membership_membership SET board = '2026-12-24 03:04:05'",
        ),
    ),
    "addresses kept by other people's software": (
        "schema",
        "account_emailaddress",
        ("INSERT INTO account_emailaddress (email, verified, \"primary\", user_id) "
         "SELECT 'a@b.example', false, false, MAX(id) FROM accounts_account",),
    ),
}  # fmt: skip


def test_a_check_value_that_is_text_by_chance_is_no_leak(busy_day: list[Account]) -> None:
    for epoch in range(202001, 202009):
        KeyRecord.objects.create(epoch=epoch, check_value=random.Random(epoch).randbytes(8))
    KeyRecord.objects.create(epoch=202010, check_value=b"*^v@hPr4")
    assert check_database(Stolen(connection)) == []
    KeyRecord.objects.filter(epoch__lt=202004).update(check_value=b"somebody")
    (found, *_) = [
        found for found in check_database(Stolen(connection)) if found.check == "readable secrets"
    ]
    assert found.where == "identity_keyrecord.check_value"


@pytest.mark.parametrize("leak", PLANTED)
def test_a_planted_leak_is_found(
    leak: str, board: Board, browse: Callable[..., Any], member: Account, another: Account
) -> None:
    posts = [write_post(board, member) for _ in range(8)]
    for post in posts:
        write_comment(post, another)
        marks.mark(Scrap, post.pk, by=another)
    browse(another)
    settle_soon(another.pk)
    assert found() == []
    check, where, statements = PLANTED[leak]
    run(*statements)
    assert where in found(check)


@pytest.mark.parametrize("order", ["big", "little"])
@given(before=st.binary(max_size=20), after=st.binary(max_size=20))
def test_an_id_is_found_wherever_it_stands_in_bytes(
    order: Literal["big", "little"], before: bytes, after: bytes
) -> None:
    account = 0x1234_5678_9ABC_DEF0
    packed = accounts.either_way({account})
    assert accounts.holds_an_id(before + account.to_bytes(8, order) + after, packed)
    assert not accounts.holds_an_id(before + account.to_bytes(8, order)[:7], packed)


def test_numbers_in_what_people_link_and_tag_are_their_words(board: Board, member: Account) -> None:
    write_post(board, member, text="http://203.0.113.9/", tags=["01012345678"])
    assert [str(finding) for finding in check_database(Stolen(connection))] == []


def test_what_the_database_counts_for_itself_is_no_leak(post: Post) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert [str(finding) for finding in check_database(Stolen(connection))] == []


def test_a_picture_with_a_place_and_a_name_is_found(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    Image.new("RGB", (9, 9)).save(tmp_path / "0123456789abcdef.jpg", exif=exif)
    Image.new("RGB", (9, 9)).save(tmp_path / "우리집.png")
    Image.new("RGB", (9, 9)).save(tmp_path / "fedcba9876543210.webp")
    said = {finding.where: finding.what for finding in files.media(tmp_path)}
    assert "exif" in said["0123456789abcdef.jpg"]
    assert "random" in said["우리집.png"]
    assert "fedcba9876543210.webp" not in said


def test_keys_beside_the_data_and_open_keys_are_found(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()
    copy = tmp_path / "database" / "copy.json"
    copy.write_text(json.dumps({"site": "", "epochs": {}}))
    copy.chmod(0o644)
    said = [finding.what for finding in files.keys(copy, tmp_path)]
    assert len(said) == 3


def test_encrypted_bytes_are_not_taken_for_text(db: Any) -> None:
    from madang.operations.leaks.checks import _can_be_read, _texts_in

    # Always the same bytes: once in a few hundred runs others hold a second row of letters.
    chance = random.Random(1)
    for _ in range(2000):
        box = encrypt("글" * 20, purpose="test")
        assert not _can_be_read(box)
        assert not _texts_in(chance.randbytes(61))[1:]


@given(st.binary(min_size=16, max_size=16))
def test_a_keyed_hash_is_not_taken_for_a_number_of_somebodys(keyed: bytes) -> None:
    assert patterns_in(keyed.hex()) == []


@pytest.mark.parametrize("digits", ["01012345678", "0101234567", "1921681001"])
def test_digits_within_a_keyed_hash_are_nobodys(digits: str) -> None:
    assert patterns_in(f"{digits}a{'f' * (31 - len(digits))}") == []
    assert patterns_in(f"{'e' * (32 - len(digits))}{digits}") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kim@corp.example", "e-mail"),
        ("010-1234-5678", "phone number"),
        ("전화 01012345678.", "phone number"),
        ("+82 10-1234-5678", "phone number"),
        ("900101-1234567", "resident number"),
        ("from 203.0.113.9:443", "IP address"),
        ("2001:db8:0:1:1:1:1:1", "IP address"),
        ("::ffff:203.0.113.9", "IP address"),
    ],
)
def test_what_points_to_a_person_is_known(text: str, what: str) -> None:
    assert what in patterns_in(text)
