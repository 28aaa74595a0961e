from madang.core.apps import MadangApp


class MovingApp(MadangApp):
    name = "madang.moving"
    label = "moving"
    requires = ("boards", "discovery", "media")
    is_optional = True
