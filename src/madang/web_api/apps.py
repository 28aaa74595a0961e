from madang.core.apps import MadangApp


class WebApiApp(MadangApp):
    name = "madang.web_api"
    label = "web_api"
    requires = ("staff",)
    reserved_words = frozenset({"api"})
    is_optional = True
