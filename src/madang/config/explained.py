"""What each setting is for, what it is now, and where that comes from."""

import os
from dataclasses import dataclass

from madang.identity.key_stores import _noop

from .environment import Environment

# In Korean, below what they are about; in English as `Environment` describes them.
GROUPS: dict[str, dict[str, str]] = {
    _noop("사이트"): {
        "url": "사이트의 공개 주소예요. 예: https://madang.example. 비우면 이 컴퓨터에서만 써요.",
        "hosts": "그 밖에 대답할 호스트 이름이에요. 쉼표로 구분해요.",
        "apps": "켤 앱이에요. 쉼표로 구분해요. 비우면 모두 켜요.",
        "time_zone": "페이지에 나오는 모든 시각의 시간대예요.",
        "data": "사이트가 간직하는 모든 것이 있는 폴더예요.",
        "database_url": "PostgreSQL의 주소예요. 비우면 데이터 폴더의 SQLite를 써요.",
        "media": "사진을 두는 곳이에요. S3를 쓰는 저장소의 주소, 비우면 데이터 폴더예요.",
    },
    _noop("한도"): {
        "pictures_a_day": "한 사람이 하루에 올리는 사진의 수예요.",
        "picture_megabytes": "사진 한 장의 크기(MB)예요.",
        "searches_a_minute": "한 주소나 한 사람이 1분에 하는 검색의 수예요.",
        "connections_an_address": "한 주소가 동시에 여는 연결의 수예요.",
        "redis_url": "한도를 여러 프로세스와 서버가 함께 세는 Redis나 Valkey의 주소예요. "
        "비우면 따로 세요.",
    },
    _noop("키와 지키는 기간"): {
        "keys": "키 파일이에요. 비우면 데이터 폴더 안이나 그 옆이에요.",
        "keys_command": "키를 파일 대신 다른 서비스에 두는 명령이에요.",
        "keys_text": "파일 대신 키를 그대로 적은 것이에요.",
        "keys_months": "몇 달 뒤에 그 달의 키를 없애 누가 썼는지 아무도 모르게 할까요? "
        "0이면 없애지 않아요.",
        "opening_hours": "작성자 확인을 두 번째 운영자가 몇 시간 안에 승인해야 하나요?",
        "leaving_days": "탈퇴한 사람이 며칠 안에 되돌릴 수 있나요?",
        "records_key": "접속 기록을 암호화할 age 공개키예요. 비우면 접속 기록을 남기지 않아요.",
        "records_days": "접속 기록을 며칠 뒤에 지우나요?",
    },
    _noop("백업과 살펴보기"): {
        "backups": "백업을 두는 곳이에요. 다른 디스크의 폴더나 S3예요. 매일 밤 만들고, 비우면 "
        "만들지 않아요.",
        "backup_days": "백업을 며칠 동안 두나요? 지운 것도 그동안은 백업에 남아 있어요.",
        "backup_minutes": "밤 말고도 몇 분마다 백업을 하나 더 만들까요? 0이면 만들지 않아요. "
        "15면 잃어도 15분이에요.",
        "alerts_to": "나빠진 것이 있으면 알릴 이메일 주소예요.",
        "log_format": "로그를 text나 json으로 적어요.",
        "metrics_token": "/metrics를 읽을 때 보여야 하는 토큰이에요. 비우면 아무도 못 읽어요.",
        "slow_query_seconds": "이만큼 걸린 데이터베이스 질문을 값 없이 로그에 적어요. "
        "0이면 적지 않아요.",
        "sentry_dsn": "오류를 보낼 Sentry, GlitchTip, Bugsink의 DSN이에요. 종류와 자리만 보내요.",
        "otlp_endpoint": "읽은 페이지가 얼마나 걸렸는지 보낼 OpenTelemetry 주소예요.",
    },
    _noop("이메일과 알림"): {
        "mail_url": "메일 서버예요. 비우면 이메일을 보내지도 묻지도 않아요.",
        "mail_from": "이메일을 보내는 주소예요.",
        "resolver": "메일 도메인을 살펴볼 DNS 서버예요.",
        "dkim_selector": "메일 도메인의 DKIM 선택자예요.",
        "push_services": "호출을 알릴 수 있는 푸시 서비스예요. none이면 아무도 알리지 않아요.",
    },
    _noop("로그인과 공유"): {
        "kakao": "카카오 로그인: REST API 키와 비밀이에요.",
        "naver": "네이버 로그인: 앱의 아이디와 비밀이에요.",
        "google": "Google 로그인: OAuth 클라이언트의 아이디와 비밀이에요.",
        "apple": "Apple 로그인: 서비스, 팀, 키의 아이디와 키 파일이에요.",
        "kakao_js_key": "카카오톡 공유에 쓰는 JavaScript 키예요. 누르기 전에는 아무것도 "
        "불러오지 않아요.",
        "links_inside": "내부망에서 미리보기와 웹훅이 닿아도 되는 곳이에요. 나머지는 막아요.",
        "country_header": "CDN이 나라를 알려 주는 헤더예요. 비우면 브라우저의 시간대로 짐작해요.",
    },
    _noop("사고와 창구"): {
        "check_codes_a_day": "나도 해당되는지 묻는 사람에게 하루에 보내는 코드의 수예요.",
        "messages_a_minute": "통지와 답을 1분에 몇 통까지 보내나요?",
        "solapi": "Solapi의 키, 비밀, 보내는 번호예요.",
        "solapi_url": "Solapi가 있는 곳이에요.",
        "nhn": "NHN Cloud 알림톡의 키와 비밀이에요.",
        "nhn_url": "NHN Cloud 알림톡이 있는 곳이에요.",
        "alimtalk_templates": "카카오가 승인한 통지 템플릿이에요.",
        "desk_limits": "상담원이 쉬는 시간과 하루의 한도예요.",
        "desk_holidays": "주말과 공휴일 말고 창구가 쉬는 날이에요.",
        "desk_years": "문의를 몇 해 두나요? 그 뒤에는 그 해의 키를 없애요.",
        "desk_api_key": "문의를 가져오는 프로그램이 보여야 하는 열쇠예요.",
        "desk_mail": "창구의 우편함이에요.",
        "desk_rehearsal": "연습할 때만 쓰는, 창구의 시계가 몇 배 빠른지예요.",
    },
    _noop("서버"): {
        "host": "연결을 받을 주소예요.",
        "port": "연결을 받을 포트예요.",
        "workers": "웹 프로세스의 수예요.",
        "threads": "프로세스마다 요청에 답하는 스레드의 수예요.",
        "proxies": "앞에 있는 믿을 수 있는 프록시의 수예요. 바로 연결되면 0이에요.",
        "shared_seconds": "로그인하지 않은 사람들이 한 페이지를 함께 보는 초예요. 0이면 안 해요.",
        "views_flush_seconds": "조회 수를 몇 초마다 적나요?",
    },
}
# What nobody else should read.
SECRETS = frozenset(
    {
        *("keys_text", "keys_command", "metrics_token", "desk_api_key", "sentry_dsn"),
        *("solapi", "nhn", "kakao", "naver", "google", "apple"),
    }
)
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, what it is for, its value as it may be shown."""

    name: str
    meaning: str
    value: str
    is_set: bool


def explained(environment: Environment, language: str) -> dict[str, list[Setting]]:
    """Return all settings below what they are about (to be translated), in a language."""
    return {
        group: [
            _setting(environment, name, korean if language == "ko" else "")
            for name, korean in names.items()
        ]
        for group, names in GROUPS.items()
    }


def _setting(environment: Environment, name: str, korean: str) -> Setting:
    field = Environment.model_fields[name]
    variable = f"MADANG_{name.upper()}"
    others = ("DATABASE_URL",) if name == "database_url" else ()
    is_set = any(os.environ.get(one) for one in (variable, *others))
    meaning = korean or str(field.description)
    return Setting(variable, meaning, shown(name, getattr(environment, name)), is_set)


def shown(name: str, value: object) -> str:
    """Return a setting's value as it may be shown: without passwords, keys and secrets."""
    if value in (None, "", ()):
        return ""
    if name in SECRETS:
        return HIDDEN
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    scheme, is_address, rest = text.partition("://")
    if is_address and "@" in rest:
        return f"{scheme}://{HIDDEN}@{rest.rpartition('@')[2]}"
    return text
