from madang.core.apps import MadangApp


class MediaApp(MadangApp):
    name = "madang.media"
    label = "media"
    reserved_words = frozenset({"media"})
