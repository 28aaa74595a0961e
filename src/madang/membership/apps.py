from madang.core.apps import MadangApp


class MembershipApp(MadangApp):
    name = "madang.membership"
    label = "membership"
    requires = ("accounts",)
    is_optional = True
