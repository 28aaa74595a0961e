from madang.core.apps import MadangApp


class BoardRequestsApp(MadangApp):
    name = "madang.board_requests"
    label = "board_requests"
    requires = ("boards",)
    reserved_words = frozenset({"board-requests"})
    is_optional = True
