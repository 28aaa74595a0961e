"""Browsers that are told are kept together; those of before went with the sessions they were of."""

from typing import Any

from django.db import migrations


def drop(apps: Any, _schema: Any) -> None:
    apps.get_model("delivery", "PushDevice").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
