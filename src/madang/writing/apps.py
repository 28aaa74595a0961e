from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "madang.writing"
    label = "writing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import dressing, events
        from madang.boards.text import pictures as in_texts

        from . import cards, pictures

        events.on_text += [pictures.note_use, cards.note_links]
        dressing.offer(cards.dressed)
        events.on_draft.append(pictures.note_draft)
        in_texts.offer(pictures.sizes_of)
