from django.db import migrations, models

from madang.identity.models import ScatteredKey


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            "EntryCode",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("found_by", models.CharField(max_length=32, unique=True)),
                ("last_day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            "Claim",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("box", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            "Membership",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("board", models.BigIntegerField()),
            ],
        ),
    ]
