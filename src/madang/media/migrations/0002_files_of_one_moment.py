"""Files of pictures that say the day they came say nothing from now on."""

from typing import Any

from django.db import migrations

from madang.media.storage import forget_moments


def forget(_apps: Any, _schema: Any) -> None:
    forget_moments()


class Migration(migrations.Migration):
    dependencies = [("media", "0001_initial")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
