from django.db import migrations

import madang.core.db.keys


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_inboxmark"),
    ]

    operations = [
        migrations.AlterField(
            model_name="keyrecord",
            name="epoch",
            field=madang.core.db.keys.NumberKey(primary_key=True, serialize=False),
        ),
    ]
