"""`madang operators` and `madang identity`, as operators run them."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import Result
from django.utils import translation
from typer.testing import CliRunner

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.moderation.models import SealOpening

from ..factories import write_post

PASSWORD = "바다보다-깊은-숲-82"  # noqa: S105
Run = Callable[..., Result]


@pytest.fixture
def run(db: object) -> Iterator[Run]:
    """Return what runs a command; `given` is typed at its questions."""
    from madang.cli import app

    with translation.override(translation.get_language()):
        yield lambda *arguments, given="": CliRunner().invoke(app, arguments, input=given)


@pytest.fixture
def two(db: object) -> list[str]:
    """Make two operators; return what each types to sign in."""
    names = ["keeper-one", "keeper-two"]
    for name in names:
        Account.objects.create_user(name, PASSWORD, is_operator=True)
    return [f"{name}\n{PASSWORD}\n" for name in names]


def test_two_people_open_one_seal(run: Run, two: list[str], board: Board, member: Account) -> None:
    post = write_post(board, member)
    wanted = ["identity", "open", str(post.pk), "--ground", "warrant", "--reason"]
    asked = run(*wanted, "법원 2026영장1234호", given=two[0])
    number = str(SealOpening.objects.get().pk)
    assert asked.exit_code == 0 and number in asked.output
    assert run("identity", "approve", number, given=two[0]).exit_code == 2
    shown = run("identity", "approve", number, given=two[1])
    assert shown.exit_code == 0 and "2026영장1234" in shown.output
    answered = run("identity", "answer", number, given=two[0])
    assert answered.exit_code == 0 and member.login_name in answered.output
    again = run("identity", "answer", number, given=two[0])
    assert again.exit_code == 2 and member.login_name not in again.output
    assert number in run("identity", "list").output


@pytest.mark.parametrize(
    ("ground", "reason", "given"),
    [
        ("curiosity", "법원 2026영장1234호", "keeper-one\n" + PASSWORD + "\n"),
        ("warrant", "그냥", "keeper-one\n" + PASSWORD + "\n"),
        ("warrant", "법원 2026영장1234호", "keeper-one\nwrong\n"),
        ("warrant", "법원 2026영장1234호", "nobody\nwrong\n"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(
    ground: str, reason: str, given: str, run: Run, two: list[str], board: Board, member: Account
) -> None:
    post = write_post(board, member)
    said = run(
        "identity", "open", str(post.pk), "--ground", ground, "--reason", reason, given=given
    )
    assert said.exit_code == 2 and said.output.strip()
    assert not SealOpening.objects.exists()


def test_operators_are_added_and_removed_but_never_the_last(run: Run, two: list[str]) -> None:
    Account.objects.create_user("somebody", PASSWORD)
    assert run("operators", "add", "somebody").exit_code == 0
    assert "somebody" in run("operators", "list").output
    for name in ("somebody", "keeper-one"):
        assert run("operators", "remove", name).exit_code == 0
    assert run("operators", "remove", "keeper-two").exit_code == 2
    assert run("operators", "add", "nobody-here").exit_code == 2
    assert run("operators", "remove", "somebody").exit_code == 2
    assert list(Account.objects.filter(is_operator=True)) == [
        Account.objects.get(login_name="keeper-two")
    ]
