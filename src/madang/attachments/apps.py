from madang.core.apps import MadangApp


class AttachmentsApp(MadangApp):
    name = "madang.attachments"
    label = "attachments"
    requires = ("boards",)
    is_optional = True
