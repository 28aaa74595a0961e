from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "madang.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import beside, events
        from madang.calls import descriptions

        from .acts import described, state_on_return
        from .refused_words import must_have_no_refused_word
        from .sanctions import must_not_be_muted

        events.before_writing.append(must_not_be_muted)
        events.before_saying.append(must_have_no_refused_word)
        descriptions.offer(described)
        beside.on_return.append(state_on_return)
