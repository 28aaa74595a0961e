"""What is to be done for an incident: by whom, and by when."""

from datetime import datetime

from django.utils import timezone

from madang.core.db.transactions import writing
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from .models import Incident, Task
from .people import boxed
from .timeline import enter


def give_task(
    incident: Incident, text: str, *, by: StaffMember, to: StaffMember, due: datetime
) -> Task:
    """Give somebody something to do."""
    must(by, May.WORK_ON_INCIDENTS)
    return Task.objects.create(incident=incident, text=text, due=due, owner=boxed(to))


def finish(task: Task, *, by: StaffMember) -> None:
    """Say that a task is done."""
    must(by, May.WORK_ON_INCIDENTS)
    with writing():
        if not Task.objects.filter(pk=task.pk, done=None).update(done=timezone.now()):
            return
        enter(task.incident, task.text, by=by, is_in_summary=False)
