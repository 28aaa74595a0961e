from django.apps import AppConfig


class BoardRequestsConfig(AppConfig):
    name = "madang.board_requests"
    label = "board_requests"
    default_auto_field = "django.db.models.BigAutoField"
