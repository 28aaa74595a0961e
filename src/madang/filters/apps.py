from madang.core.apps import MadangApp


class FiltersApp(MadangApp):
    name = "madang.filters"
    label = "filters"
    requires = ("boards",)
    reserved_words = frozenset({"filters"})
    is_optional = True
