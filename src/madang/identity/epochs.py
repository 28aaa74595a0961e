"""Epochs: opening, checking and destroying the months' keys, with a record of each."""

from datetime import date, datetime

from django.utils import timezone

from .key_stores import KeyFileError, _noop
from .keys import EpochDestroyed, KeyRing, check_value, month_of, ring
from .models import KeyRecord
from .named_keys import check_named_keys

SITE = 0


def epoch_of(moment: datetime) -> int:
    """Return the month (YYYYMM, in the site's time zone) that a moment belongs to."""
    local = timezone.localtime(moment)
    return local.year * 100 + local.month


def open_epoch(moment: datetime) -> int:
    """Return the epoch to seal under at a moment, its key stored and recorded."""
    epoch, new = ring().open_epoch(epoch_of(moment))
    if new:
        _record(ring(), epoch)
    return epoch


def is_open(epoch: int) -> bool:
    """Tell whether what was sealed under an epoch can still be opened."""
    try:
        ring().epoch_key(epoch)
    except EpochDestroyed:
        return False
    return True


def is_known(epoch: int) -> bool:
    """Tell whether an epoch has a key or a record of one."""
    return epoch in ring().epochs or KeyRecord.objects.filter(epoch=epoch).exists()


def rotate(moment: datetime) -> int:
    """Give the month of a moment a further key, for everything written from now on."""
    epoch, _ = ring().add_epoch(epoch_of(moment))
    _record(ring(), epoch)
    return epoch


def destroy(epoch: int) -> None:
    """Destroy an epoch's key: what was sealed under it opens for nobody, ever again.

    The record is written first, so that a key which survives a crash or comes back with an old
    key file is destroyed by the next check.
    """
    today = timezone.localdate()
    record, _ = KeyRecord.objects.get_or_create(epoch=epoch, defaults={"check_value": b""})
    if record.destroyed is None:
        record.destroyed = today
        record.save(update_fields=["destroyed"])
    ring().destroy(epoch, record.destroyed)


def outdated(months: int, today: date) -> list[int]:
    """Return the open epochs whose month ended at least so many months before today's."""
    this_month = today.year * 12 + today.month - 1
    return [epoch for epoch in ring().epochs if this_month - _ordinal(month_of(epoch)) > months]


def check_keys() -> None:
    """Compare the keys with the records of a site; raise KeyFileError if they do not belong to it.

    Keys that were destroyed and came back (with an old key file) are destroyed again.
    """
    keys = ring()
    records = {record.epoch: record for record in KeyRecord.objects.all()}
    site = records.get(SITE)
    if site is not None and bytes(site.check_value) != check_value(keys.site):
        message = _noop(
            "%(name)s: 이 사이트의 열쇠가 아니에요. 다른 사이트의 열쇠 파일인 것 같아요."
        )
        raise KeyFileError(message, name=keys.store.name)
    for epoch, record in sorted(records.items()):
        if epoch != SITE:
            _check_epoch(keys, epoch, record)
    for epoch in {SITE, *keys.epochs} - records.keys():
        _record(keys, epoch)
    check_named_keys(keys)


def _check_epoch(keys: KeyRing, epoch: int, record: KeyRecord) -> None:
    if record.destroyed is not None:
        if epoch in keys.epochs:
            keys.destroy(epoch, record.destroyed)
    elif epoch in keys.destroyed:
        KeyRecord.objects.filter(epoch=epoch).update(destroyed=keys.destroyed[epoch])
    elif epoch not in keys.epochs:
        message = _noop(
            "%(name)s: %(epoch)s의 열쇠가 없어요. 오래된 백업인 것 같아요. 더 새로운 열쇠 파일을 "
            "찾아 두거나, 잃어버린 것이 맞으면 madang keys destroy %(epoch)s --yes 로 적어 주세요."
        )
        raise KeyFileError(message, name=keys.store.name, epoch=epoch)
    elif bytes(record.check_value) != check_value(keys.epochs[epoch]):
        message = _noop("%(name)s: %(epoch)s의 열쇠가 망가졌어요. 백업에서 되돌려 주세요.")
        raise KeyFileError(message, name=keys.store.name, epoch=epoch)


def _record(keys: KeyRing, epoch: int) -> None:
    key = keys.site if epoch == SITE else keys.epochs[epoch]
    KeyRecord.objects.get_or_create(epoch=epoch, defaults={"check_value": check_value(key)})


def _ordinal(month: int) -> int:
    return month // 100 * 12 + month % 100 - 1
