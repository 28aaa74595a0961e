from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "madang.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .authenticators import keep_sealed
        from .sessions import note_device

        keep_sealed()
        note_device()
