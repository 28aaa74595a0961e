from django.db import migrations, models

import madang.identity.models


def row() -> list[tuple[str, models.Field]]:
    key = madang.identity.models.ScatteredKey(editable=False, primary_key=True, serialize=False)
    return [("id", key), ("box", models.TextField())]


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel("Departure", row()),
        migrations.CreateModel("Takeout", row()),
    ]
