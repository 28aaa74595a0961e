from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def mark(name: str) -> Any:
    return migrations.CreateModel(
        name,
        [
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("tag", models.BinaryField(max_length=16, unique=True)),
            ("note", models.BinaryField(default=b"", max_length=64)),
            (
                "post",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="boards.post",
                ),
            ),
        ],
        options={"abstract": False},
    )


def column(model: str, name: str, kind: str, field: Any) -> Any:
    """Add a column in place: Django would have SQLite copy every row for one that is not null."""
    table, zero = f"boards_{model}", "false" if kind == "bool" else "0"
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD COLUMN {name} {kind} NOT NULL DEFAULT {zero}",
                f"ALTER TABLE {table} DROP COLUMN {name}",
            )
        ],
        [migrations.AddField(model, name, field)],
    )


class Migration(migrations.Migration):
    dependencies = [("boards", "0004_fewer_indexes")]

    operations = [
        mark("Reservation"),
        mark("Mute"),
        column(
            "post", "reservations", "integer", models.PositiveIntegerField(default=0, db_default=0)
        ),
        column("comment", "news", "bool", models.BooleanField(default=False, db_default=False)),
    ]
