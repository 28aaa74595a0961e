from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "madang.writing"
    label = "writing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.boards import beside, dressing, events, extras, lines
        from madang.boards.text import pictures as in_texts

        from . import cards, pictures, polls, returning
        from . import extras as own
        from . import lines as own_lines

        events.on_text += [pictures.note_use, cards.note_links, own.forget_with]
        events.on_hiding.append(pictures.follow_hiding)
        beside.offer(returning)
        dressing.offer(cards.dressed)
        extras.offer(own)
        lines.offer(own_lines)
        events.on_draft.append(pictures.note_draft)
        events.on_leaving.append(polls.forget_votes)
        in_texts.offer(pictures.sizes_of)
