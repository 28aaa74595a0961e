from madang.core.apps import MadangApp


class StaffApp(MadangApp):
    name = "madang.staff"
    label = "staff"
    requires = ("accounts",)
    reserved_words = frozenset({"work"})
