"""Sessions in rows that lead to nobody; those that there are end, and people sign in once more."""

from django.db import migrations, models

import madang.identity.models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Session"),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    madang.identity.models.ScatteredKey(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("box", models.TextField()),
                ("last_day", models.DateField(db_index=True)),
            ],
            options={"abstract": False},
        ),
    ]
