from madang.core.apps import MadangApp


class CallsApp(MadangApp):
    name = "madang.calls"
    label = "calls"
    requires = ("boards",)
    reserved_words = frozenset({"calls", "push-worker.js"})
    is_optional = True
