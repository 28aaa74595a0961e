"""Titles and sources from elsewhere may be longer than those that are typed."""

from typing import Any

from django.db import migrations, models


class Widen(migrations.AlterField):
    """Changes the column where it has a length: SQLite would copy the table for nothing."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, editor, before, after)


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_numbered_by_their_keys")]

    operations = [
        Widen("post", "title", models.CharField(max_length=300)),
        Widen("version", "title", models.CharField(blank=True, max_length=300)),
        Widen("posttext", "source", models.CharField(blank=True, max_length=2000)),
        Widen("version", "source", models.CharField(blank=True, max_length=2000)),
    ]
