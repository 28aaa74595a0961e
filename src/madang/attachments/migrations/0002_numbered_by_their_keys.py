import django.db.models.deletion
from django.db import migrations

import madang.core.db.keys


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0001_initial"),
        ("boards", "0002_numbered_by_their_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="poll",
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
            model_name="quiztext",
            name="post",
            field=madang.core.db.keys.OneToOneKey(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="boards.post",
            ),
        ),
    ]
