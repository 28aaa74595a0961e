"""Whether mail from the site's domain is believed: SPF, DKIM, DMARC (RFC 7208, 6376, 7489)."""

from collections.abc import Callable, Iterator
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from .answers import Answer, State

SECONDS = 5.0
# What says of a name's records how they stand.
Judge = Callable[[str, str, list[str]], Answer]


class NotLookedUp(Exception):
    """The resolver did not answer."""


def answers() -> Iterator[Answer]:
    """Look at the domain from which mail comes."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if not settings.EMAIL_HOST or not domain:
        yield Answer(
            _("메일 서버"), State.MISSING, _("MADANG_MAIL_URL과 MADANG_MAIL_FROM을 정하세요.")
        )
        return
    yield Answer(_("메일 서버"), State.READY, settings.EMAIL_HOST)
    yield _looked_up("SPF", domain, _spf)
    selector = settings.DKIM_SELECTOR
    if selector:
        yield _looked_up("DKIM", f"{selector}._domainkey.{domain}", _dkim)
    else:
        yield Answer("DKIM", State.CANNOT_TELL, _("MADANG_DKIM_SELECTOR를 정하면 살펴봐요."))
    yield _looked_up("DMARC", f"_dmarc.{domain}", _dmarc)


def _looked_up(what: str, name: str, judge: Judge) -> Answer:
    try:
        records = _texts(name)
    except NotLookedUp:
        return Answer(what, State.CANNOT_TELL, _("%s: 조회할 수 없어요.") % name)
    return judge(what, name, records)


def _spf(what: str, name: str, records: list[str]) -> Answer:
    found = [record for record in records if record.lower().startswith("v=spf1")]
    if len(found) != 1:
        said = _("%s에 SPF 기록이 하나 있어야 해요.") % name
        return Answer(what, State.MISSING, said)
    if found[0].endswith(("+all", "?all")):
        return Answer(what, State.WEAK, _("누구나 이 도메인으로 보낼 수 있게 되어 있어요."))
    return Answer(what, State.READY, found[0][:120])


def _dkim(what: str, name: str, records: list[str]) -> Answer:
    key = next((record for record in records if "p=" in record), "")
    if not key.partition("p=")[2].strip():
        return Answer(what, State.MISSING, _("%s에 열쇠가 없어요.") % name)
    return Answer(what, State.READY, name)


def _dmarc(what: str, name: str, records: list[str]) -> Answer:
    found = next((one for one in records if one.upper().startswith("V=DMARC1")), "")
    if not found:
        return Answer(what, State.MISSING, _("%s에 DMARC 기록이 없어요.") % name)
    if "p=none" in found.replace(" ", "").lower():
        return Answer(what, State.WEAK, _("가짜 메일을 거르지 않게 되어 있어요 (p=none)."))
    return Answer(what, State.READY, found[:120])


def _texts(name: str) -> list[str]:
    """Return the TXT records of a name, none where there are none; raises NotLookedUp."""
    # Loaded when it is asked for: readers' processes need none of it.
    import dns.exception
    import dns.resolver

    resolver = dns.resolver.Resolver(configure=not settings.RESOLVER)
    if settings.RESOLVER:
        host, _colon, port = settings.RESOLVER.partition(":")
        resolver.nameservers, resolver.port = [host], int(port or 53)
    try:
        answer = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NotLookedUp(name) from error
    return [b"".join(record.strings).decode(errors="replace") for record in answer]
