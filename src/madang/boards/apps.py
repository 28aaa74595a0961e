from madang.core.apps import MadangApp


class BoardsApp(MadangApp):
    name = "madang.boards"
    label = "boards"
    requires = ("membership",)
    reserved_words = frozenset({"write", "me", "live", "tags", "feed", "p"})
    is_optional = True
