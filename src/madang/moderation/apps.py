from madang.core.apps import MadangApp


class ModerationApp(MadangApp):
    name = "madang.moderation"
    label = "moderation"
    requires = (
        "boards",
        "calls",
        "filters",
    )
    is_optional = True
