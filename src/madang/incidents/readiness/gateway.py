"""Whether text messages and Alimtalk could go today: sender, credit, templates that are awake."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from madang.delivery.mailings.providers import Refused, TryLater
from madang.delivery.solapi.client import SolapiClient

from ..models import NoticeKind
from ..notices.rendering import templates_of
from .answers import Answer, State

# A text message of 2,000 bytes costs about so many won; below enough for a thousand it is little.
WON_A_MESSAGE, MESSAGES = 30, 1000


def answers() -> Iterator[Answer]:
    """Look at the gateway that is set up."""
    account = settings.SOLAPI
    if account is None:
        yield Answer(_("문자 게이트웨이"), State.MISSING, _("MADANG_SOLAPI를 정하세요."))
        return
    client = SolapiClient(account)
    try:
        yield _balance(client.balance())
        yield _sender(client, account.sender)
        if account.channel_id:
            yield from _templates(client)
    except TryLater as error:
        yield Answer(_("문자 게이트웨이"), State.CANNOT_TELL, str(error))
    except Refused as error:
        said = _("게이트웨이가 거절했어요: %s") % error
        yield Answer(_("문자 게이트웨이"), State.MISSING, said)
    if not account.channel_id:
        yield Answer(_("알림톡"), State.WEAK, _("채널이 없어서 문자로만 나가요."))


def _balance(won: float) -> Answer:
    enough = won >= WON_A_MESSAGE * MESSAGES
    said = _("%(won)s원, 긴 문자 약 %(messages)s건") % {
        "won": f"{won:,.0f}",
        "messages": f"{int(won // WON_A_MESSAGE):,}",
    }
    return Answer(_("게이트웨이 잔액"), State.READY if enough else State.WEAK, said)


def _sender(client: SolapiClient, sender: str) -> Answer:
    registered = client.get("/senderid/v1/numbers/active")
    numbers = {str(one.get("phoneNumber", "")).replace("-", "") for one in registered}
    if sender in numbers:
        return Answer(_("발신번호"), State.READY, sender)
    return Answer(_("발신번호"), State.MISSING, _("%s: 등록되지 않은 번호예요.") % sender)


def _templates(client: SolapiClient) -> Iterator[Answer]:
    for kind in NoticeKind:
        what = _("알림톡 템플릿: %s") % kind.label
        template = templates_of(kind.value).get("solapi")
        if template is None:
            said = _("없어요. 심사에 이틀까지 걸리니 미리 승인받아 두세요.")
            yield Answer(what, State.MISSING, said)
            continue
        try:
            found = client.get(f"/kakao/v2/templates/{template}")
        except Refused:
            yield Answer(what, State.MISSING, _("%s: 템플릿을 찾을 수 없어요.") % template)
            continue
        yield _template(what, template, found)


def _template(what: str, template: str, found: dict[str, object]) -> Answer:
    if found.get("dormant") or found.get("status") == "DORMANT":
        said = _("%s: 휴면 상태예요 (1년 동안 쓰지 않음). 휴면을 해제하거나 새로 승인받으세요.")
        return Answer(what, State.MISSING, said % template)
    if found.get("status") != "APPROVED":
        return Answer(what, State.MISSING, _("%s: 아직 승인되지 않았어요.") % template)
    return Answer(what, State.READY, template)
