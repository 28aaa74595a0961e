from madang.core.apps import MadangApp


class AccountsApp(MadangApp):
    name = "madang.accounts"
    label = "accounts"
    reserved_words = frozenset({"accounts"})

    def ready(self) -> None:
        super().ready()
        from .login.authenticators import keep_sealed
        from .login.limits import count_with_ours
        from .sessions.store import note_device

        count_with_ours()
        keep_sealed()
        note_device()
