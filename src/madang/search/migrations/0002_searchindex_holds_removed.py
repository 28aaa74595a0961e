from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="searchindex",
            name="holds_removed",
            # Of an index from before nobody knows.
            field=models.BooleanField(default=True),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="searchindex",
            name="holds_removed",
            field=models.BooleanField(default=False),
        ),
    ]
