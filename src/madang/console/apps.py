from madang.core.apps import MadangApp


class ConsoleApp(MadangApp):
    name = "madang.console"
    label = "console"
    reserved_words = frozenset({"console", "admin"})
