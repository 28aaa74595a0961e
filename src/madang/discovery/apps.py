from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "madang.discovery"
    label = "discovery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import events

        from . import heeding
        from .search.index import take_out

        events.before_change += [take_out, heeding.note_change]
        events.on_comment.append(heeding.note_comment)
        events.on_standing.append(heeding.note_standing)
