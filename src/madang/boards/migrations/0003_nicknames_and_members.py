import django.db.models.deletion
from django.db import migrations, models

NUMBER = models.BigIntegerField(null=True)


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_scraps")]

    operations = [
        migrations.AddField("board", "has_nicknames", models.BooleanField(default=False)),
        migrations.AddField("board", "members_only", models.BooleanField(default=False)),
        migrations.AddField(
            "board",
            "domains",
            models.CharField(blank=True, max_length=500, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            "Nickname",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=12)),
                ("key", models.CharField(max_length=40)),
                ("tag", models.CharField(max_length=32, unique=True)),
                ("picture", models.CharField(blank=True, max_length=80)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="boards.board",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "nickname",
            models.UniqueConstraint(fields=("board", "key"), name="nicknames_differ"),
        ),
        migrations.AddField("post", "nickname", NUMBER),
        migrations.AddField("comment", "nickname", NUMBER),
    ]
