from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "madang.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
