import django.db.models.deletion
from django.db import migrations

import madang.core.db.keys


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pin",
            name="post",
            field=madang.core.db.keys.OneToOneKey(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="boards.post",
            ),
        ),
        migrations.AlterField(
            model_name="posttext",
            name="post",
            field=madang.core.db.keys.OneToOneKey(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="text",
                serialize=False,
                to="boards.post",
            ),
        ),
    ]
