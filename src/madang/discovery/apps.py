from madang.core.apps import MadangApp


class DiscoveryApp(MadangApp):
    name = "madang.discovery"
    label = "discovery"
    requires = ("boards",)
    reserved_words = frozenset({"search", "visitor", "popular"})
    is_optional = True
