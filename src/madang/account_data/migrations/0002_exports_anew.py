"""Archives of all that is an account's are asked for anew: they are kept for three days."""

from typing import Any

from django.db import migrations


def drop(apps: Any, _schema: Any) -> None:
    apps.get_model("account_data", "DataExport").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("account_data", "0001_initial")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
