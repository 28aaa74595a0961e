from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "madang.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import events

        from .runs import queue_comment

        events.on_comment.append(queue_comment)
