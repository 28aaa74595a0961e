from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "madang.leaving"
    label = "leaving"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.accounts import adapter

        from .departures import may_sign_in

        adapter.may_sign_in.append(may_sign_in)
