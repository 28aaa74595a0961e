from madang.core.apps import MadangApp


class AccountDataApp(MadangApp):
    name = "madang.account_data"
    label = "account_data"
    is_optional = True
