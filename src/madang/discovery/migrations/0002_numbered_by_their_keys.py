from django.db import migrations

import madang.core.db.keys


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="heat",
            name="post",
            field=madang.core.db.keys.NumberKey(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="rankdue",
            name="post",
            field=madang.core.db.keys.NumberKey(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="risingword",
            name="place",
            field=madang.core.db.keys.NumberKey(primary_key=True, serialize=False),
        ),
    ]
