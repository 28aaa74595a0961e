from madang.core.apps import MadangApp


class DeskApp(MadangApp):
    name = "madang.desk"
    label = "desk"
    requires = ("incidents",)
    reserved_words = frozenset({"guide", "inquiries"})
    is_optional = True
