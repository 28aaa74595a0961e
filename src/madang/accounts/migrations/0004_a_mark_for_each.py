"""Give every account a mark of its own: the column came with one for all."""

from typing import Any

from django.db import migrations

import madang.accounts.models


def mark_each(apps: Any, editor: Any) -> None:
    for account in apps.get_model("accounts", "Account").objects.order_by("id").iterator():
        account.sessions_mark = madang.accounts.models.random_mark()
        account.save(update_fields=["sessions_mark"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sessions_mark")]
    operations = [migrations.RunPython(mark_each, migrations.RunPython.noop)]
