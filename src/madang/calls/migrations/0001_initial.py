from django.db import migrations, models

from madang.identity.models import ScatteredKey


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            "CallRun",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("position", models.BigIntegerField(default=-1)),
            ],
            options={
                "indexes": [models.Index(fields=["position", "id"], name="call_run_next")],
            },
        ),
        migrations.CreateModel(
            "CallWishes",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("box", models.TextField()),
            ],
        ),
    ]
