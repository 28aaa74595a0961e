from django.db import migrations, models

STATE = models.PositiveSmallIntegerField(
    choices=[(0, "Live"), (1, "Hidden"), (2, "Deleted"), (3, "Withdrawn")], default=0
)


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_scraps")]

    operations = [
        migrations.AlterField("comment", "state", STATE),
        migrations.AlterField("post", "state", STATE),
    ]
