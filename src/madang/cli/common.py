"""What every command shares: the terminal's language, where it prints, how a site is made ready."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from madang.config.environment import Environment, WrongSettings, read_environment


def _terminal_language() -> str:
    """Return "ko" where the terminal speaks Korean, else "en"."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "ko" if named.startswith("ko") else "en"


LANGUAGE = _terminal_language()
_ = gettext.translation(
    "django", Path(__file__).parent.parent / "locale", languages=[LANGUAGE], fallback=True
).gettext

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def checked_environment() -> Environment:
    try:
        return read_environment()
    except WrongSettings as wrong:
        fail(_("설정이 잘못되었어요:"), *wrong.problems)


@contextmanager
def saying_what_is_wrong() -> Iterator[None]:
    """Turn what an operator can mend into a sentence and exit status 2."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from madang.identity.key_stores import KeyFileError
    from madang.operations.start import CannotStart

    try:
        yield
    except KeyFileError as error:
        fail(_(error.message) % error.values)
    except (OperationalError, ImproperlyConfigured) as error:
        fail(_("데이터베이스에 연결할 수 없어요: %s") % error)
    except CannotStart as error:
        fail(str(error))


def set_up() -> Environment:
    """Check the settings and make Django ready to be imported from."""
    environment = checked_environment()
    # Whatever is made from here on is for nobody but this user.
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "madang.config.settings"
    import django

    from madang.identity.key_stores import KeyFileError

    try:
        django.setup()
    except KeyFileError as error:
        fail(_(error.message) % error.values)
    from django.utils import translation

    translation.activate(LANGUAGE)
    return environment


def open_site() -> Environment:
    """Make folders and tables ready; the keys are not looked at."""
    environment = set_up()
    from madang.operations import start

    with saying_what_is_wrong():
        start.make_tables()
    return environment


def start_site() -> Environment:
    """Make a site ready, its keys too, or say what is wrong and exit."""
    environment = open_site()
    from madang.operations import start

    with saying_what_is_wrong():
        start.check_apps()
        start.ensure_keys()
    return environment


def fail(*lines: str) -> NoReturn:
    for line in lines:
        err.print(line, markup=False)
    raise typer.Exit(2)
