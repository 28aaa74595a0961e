from madang.core.apps import MadangApp


class IdentityApp(MadangApp):
    name = "madang.identity"
    label = "identity"
