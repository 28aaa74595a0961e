from django.db import migrations, models

import madang.identity.models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Filters",
            fields=[
                (
                    "id",
                    madang.identity.models.ScatteredKey(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("box", models.TextField()),
            ],
        ),
    ]
