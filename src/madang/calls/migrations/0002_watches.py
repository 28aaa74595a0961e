from django.db import migrations, models

from madang.identity.models import ScatteredKey


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.CreateModel(
            "Watch",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("box", models.TextField()),
            ],
        ),
    ]
