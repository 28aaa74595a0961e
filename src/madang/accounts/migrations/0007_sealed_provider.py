from django.db import migrations, models

from madang.identity.models import ScatteredKey


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_sealed_email")]

    operations = [
        migrations.CreateModel(
            "SealedProvider",
            [
                ("id", ScatteredKey(editable=False, primary_key=True, serialize=False)),
                ("found_by", models.CharField(max_length=32, unique=True)),
                ("box", models.TextField()),
            ],
        ),
    ]
