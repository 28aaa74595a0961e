from madang.core.apps import MadangApp


class DeliveryApp(MadangApp):
    name = "madang.delivery"
    label = "delivery"
    reserved_words = frozenset({"hooks"})

    def ready(self) -> None:
        super().ready()
        from .email import channel as email
        from .mailings.providers import registry
        from .nhn_cloud import channel as nhn_cloud
        from .solapi import channel as solapi

        registry.makers = [solapi.providers, nhn_cloud.providers, email.providers]
