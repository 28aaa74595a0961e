from madang.core.apps import MadangApp


class DeliveryApp(MadangApp):
    name = "madang.delivery"
    label = "delivery"
