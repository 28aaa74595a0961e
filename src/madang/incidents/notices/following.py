"""Following notices that were let go: when everybody's was handed over, it is said and written."""

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.delivery.mailings.progress import progress_of
from madang.delivery.models import Mailing

from ..models import Notice, NoticeKind
from ..timeline import enter


def follow() -> None:
    """Say of each notice that is out that it is, with what became of it so far."""
    for notice in Notice.objects.exclude(released=None).filter(told=None):
        mailing = Mailing.objects.filter(about=notice.about).first()
        if mailing is None or not mailing.is_complete:
            continue
        progress = progress_of(mailing)
        if not progress.is_settled or mailing.is_stopped or not progress.letters:
            continue
        with writing():
            Notice.objects.filter(pk=notice.pk).update(told=timezone.now())
            said = _("%(what)s: %(letters)s건을 %(people)s명에게 모두 넘겼어요.")
            values = {
                "what": NoticeKind(notice.kind).label,
                "letters": f"{progress.letters:,}",
                "people": f"{progress.told_people:,}",
            }
            enter(notice.incident, said % values)
