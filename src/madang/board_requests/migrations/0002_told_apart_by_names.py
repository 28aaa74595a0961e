"""Requests are told apart by names, not by addresses: C++ and C# have one address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board_requests", "0001_initial")]

    operations = [
        migrations.RenameField("boardrequest", "slug", "name_key"),
        migrations.AlterField(
            "boardrequest", "name_key", models.CharField(max_length=160, unique=True)
        ),
    ]
