"""What members want of calls, and what they have read, moves to rows that are written once."""

from dataclasses import dataclass, field
from typing import Any

from django.db import migrations, models

import madang.identity.models
from madang.calls.preferences import PREFERENCES, Preferences
from madang.calls.reading import UP_TO, UpTo
from madang.calls.watches import watched_places
from madang.identity.boxed_rows import Boxed


@dataclass
class ReadBefore:
    """What preferences said of reading."""

    read: dict[int, int] = field(default_factory=dict)


def move(apps: Any, _schema: Any) -> None:
    wanted = Boxed(Preferences, PREFERENCES.purpose)
    read = Boxed(ReadBefore, PREFERENCES.purpose)
    for account in apps.get_model("accounts", "Account").objects.values_list("pk", flat=True):
        box = PREFERENCES.take_over(account)
        if kept := wanted.decrypt(box):
            PREFERENCES.save(account, kept)
        months = read.decrypt(box) or ReadBefore()
        newest = max((one.seen for one in watched_places(account)), default=0)
        if months.read or newest:
            UP_TO.save(account, UpTo(months.read, newest))


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0001_initial"),
        ("accounts", "0002_sessions_that_name_nobody"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallsRead",
            fields=[
                (
                    "id",
                    madang.identity.models.ScatteredKey(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("box", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
