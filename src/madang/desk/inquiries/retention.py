"""The end of a year's inquiries: first their key, so that no backup can be read, then the rows."""

import logging

from django.conf import settings
from django.utils import timezone

from madang.delivery.models import Mailing
from madang.identity import named_keys
from madang.incidents.models import Incident

from ..models import Inquiry, InquiryFile, InquiryGroup
from . import files
from .keys import YearKeys

log = logging.getLogger(__name__)
AT_ONCE = 500


def end_old_years() -> None:
    """Destroy what is older than it is kept; the schedule looks every night.

    A legal hold on an incident keeps the years in which somebody asked about it.
    """
    last = timezone.localdate().year - settings.DESK_YEARS - 1
    years = Inquiry.objects.filter(year__lte=last).order_by().values_list("year", flat=True)
    for year in sorted(set(years.distinct())):
        held = Incident.objects.exclude(legal_hold="").filter(inquiry__year=year)
        if held.exists():
            log.warning("the inquiries of %d are kept: there is a legal hold", year)
        else:
            end_year(year)


def end_year(year: int) -> None:
    """Destroy the inquiries of a year."""
    name = YearKeys(year).name
    named_keys.destroy(name)
    while rows := list(InquiryFile.objects.filter(message__inquiry__year=year)[:AT_ONCE]):
        files.drop(rows)
    while numbers := list(Inquiry.objects.filter(year=year).values_list("pk", flat=True)[:AT_ONCE]):
        Inquiry.objects.filter(pk__in=numbers).delete()
    InquiryGroup.objects.filter(year=year).delete()
    while mailings := list(
        Mailing.objects.filter(key_name=name).values_list("pk", flat=True)[:AT_ONCE]
    ):
        Mailing.objects.filter(pk__in=mailings).delete()
