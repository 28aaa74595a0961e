from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SUPERFLUOUS = (("post", "board"), ("comment", "post"))
FIELDS = (
    migrations.AlterField(
        "post",
        "board",
        models.ForeignKey(
            db_index=False, on_delete=django.db.models.deletion.PROTECT, to="boards.board"
        ),
    ),
    migrations.AlterField(
        "comment",
        "post",
        models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="comments",
            to="boards.post",
        ),
    ),
)


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop the indexes themselves: altering the field would have SQLite copy every row."""
    connection = schema_editor.connection
    for model, field in SUPERFLUOUS:
        table = apps.get_model("boards", model)._meta.db_table
        with connection.cursor() as cursor:
            made = connection.introspection.get_constraints(cursor, table)
        for name, one in made.items():
            alone = one["columns"] == [f"{field}_id"] and one["index"]
            if alone and not one["unique"] and not one["primary_key"]:
                schema_editor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def make(apps: Any, schema_editor: Any) -> None:
    for model, field in SUPERFLUOUS:
        table = apps.get_model("boards", model)._meta.db_table
        schema_editor.execute(f"CREATE INDEX {table}_{field}_id ON {table} ({field}_id)")


class Migration(migrations.Migration):
    dependencies = [("boards", "0003_nicknames_and_members")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=FIELDS),
        migrations.RunPython(drop, make),
    ]
