from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "madang.membership"
    label = "membership"
