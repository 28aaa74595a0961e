from django.db import migrations

import madang.identity.models


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="InboxMark",
            fields=[
                (
                    "id",
                    madang.identity.models.ScatteredKey(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
    ]
