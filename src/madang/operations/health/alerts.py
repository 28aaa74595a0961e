"""Telling the operator what has turned bad: in the log, and by e-mail where an address is set."""

import json
import logging
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from .conditions import Condition, Level, conditions

log = logging.getLogger(__name__)
FILE = "alerts.json"


def tell_operator() -> None:
    """Tell of conditions that have turned bad, or well again, since this was last looked at."""
    with translation.override(settings.LANGUAGE_CODE):
        found = conditions()
        bad = {each.key: each for each in found if each.level is Level.BAD}
        before = _told()
        new = [each for key, each in bad.items() if key not in before]
        over = [each.name for each in found if each.key in before - set(bad)]
        if not new and not over:
            return
        for each in new:
            log.error("%s: %s", each.name, each.said)
        if settings.ALERTS_TO and settings.EMAIL_HOST:
            _send(new, over)
    # Only once it was said: a mail server that is away is tried again.
    _note(set(bad))


def _send(new: list[Condition], over: list[str]) -> None:
    lines = [f"{each.name}: {each.said}" for each in new]
    lines += [_("다시 괜찮아졌어요: %s") % name for name in over]
    subject = _("살펴볼 것이 있어요") if new else _("다시 괜찮아졌어요")
    words = "\n".join([*lines, "", f"{settings.SITE_URL}/console/status"])
    send_mail(f"[{settings.SITE_URL or 'Madang'}] {subject}", words, None, [settings.ALERTS_TO])


def _told() -> set[str]:
    try:
        return set(json.loads((Path(settings.RUN_FOLDER) / FILE).read_text()))
    except (OSError, ValueError):
        return set()


def _note(keys: set[str]) -> None:
    (Path(settings.RUN_FOLDER) / FILE).write_text(json.dumps(sorted(keys)))
