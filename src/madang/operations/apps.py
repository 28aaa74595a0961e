from madang.core.apps import MadangApp


class OperationsApp(MadangApp):
    name = "madang.operations"
    label = "operations"

    def ready(self) -> None:
        super().ready()
        from madang.core.background.worker import delete_finished_tasks

        from .watching import errors

        delete_finished_tasks()
        errors.begin()
