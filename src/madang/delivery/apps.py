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
        from .own_page import channel as own_page
        from .solapi import channel as solapi
        from .web_push import channel as web_push

        channels = (solapi, nhn_cloud, email, own_page, web_push)
        registry.makers = [channel.providers for channel in channels]
