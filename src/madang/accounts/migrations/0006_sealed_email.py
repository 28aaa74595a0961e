from django.db import migrations, models

from madang.identity.models import ScatteredKey


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sessions")]

    operations = [
        migrations.CreateModel(
            "SealedEmail",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("found_by", models.CharField(max_length=32, unique=True)),
                ("box", models.TextField()),
            ],
        ),
    ]
