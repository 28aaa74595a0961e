from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.PositiveBigIntegerField()),
                ("comment", models.PositiveIntegerField(null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("warrant", "법원의 영장이나 명령"),
                            ("request", "법에 따른 수사기관의 요청"),
                            ("danger", "사람의 목숨이 급히 걸린 일"),
                            ("other", "그 밖의 법령"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("asked", models.DateTimeField()),
                ("approved", models.DateTimeField(null=True)),
                ("answered", models.DateTimeField(null=True)),
                ("asker", models.CharField(max_length=120)),
                ("approver", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
    ]
