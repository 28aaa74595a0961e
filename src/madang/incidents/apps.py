from madang.core.apps import MadangApp


class IncidentsApp(MadangApp):
    name = "madang.incidents"
    label = "incidents"
    requires = ("staff", "delivery")
    reserved_words = frozenset({"incidents"})
    is_optional = True
