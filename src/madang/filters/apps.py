from django.apps import AppConfig


class FiltersConfig(AppConfig):
    name = "madang.filters"
    label = "filters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import sifting

        from .queries import sieve_of

        sifting.offer(sieve_of)
