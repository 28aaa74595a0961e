"""Filters move to rows that are never written again."""

from typing import Any

from django.db import migrations

from madang.filters.queries import FILTERS
from madang.filters.rules import FilterSet
from madang.identity.boxed_rows import Boxed


def move(apps: Any, _schema: Any) -> None:
    old = Boxed(FilterSet, FILTERS.purpose)
    for account in apps.get_model("accounts", "Account").objects.values_list("pk", flat=True):
        if kept := old.decrypt(FILTERS.take_over(account)):
            FILTERS.save(account, kept)


class Migration(migrations.Migration):
    dependencies = [
        ("filters", "0001_initial"),
        ("accounts", "0002_sessions_that_name_nobody"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
