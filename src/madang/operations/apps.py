from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "madang.operations"
    label = "operations"

    def ready(self) -> None:
        from .tasks import keep_nothing_of_what_is_done

        keep_nothing_of_what_is_done()
