from madang.core.apps import MadangApp


class SearchApp(MadangApp):
    name = "madang.search"
    label = "search"
