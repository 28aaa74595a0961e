"""What an operator sets: environment variables, each with its default and its meaning."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from madang.core.apps import known_apps
from madang.delivery.nhn_cloud.accounts import NhnAccount
from madang.delivery.solapi.accounts import SolapiAccount
from madang.desk.limits import Limits, read_pace
from madang.desk.mail.accounts import read_account
from madang.identity.key_stores import CommandStore, FileStore, KeyStore, TextStore
from madang.identity.sealed_records import is_public_key

PREFIX = "MADANG_"
# Of Chrome and most others, Firefox, Safari, and Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
# Settings that are several values with commas between.
LISTS = (
    "hosts",
    "push_services",
    "links_inside",
    "apps",
    "alimtalk_templates",
    "messages_a_minute",
    "desk_limits",
    "desk_holidays",
)
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class WrongSettings(Exception):
    """One or more settings are wrong; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Environment(BaseSettings):
    """The settings of one site. Every field is the variable MADANG_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")

    data: Path = Field(Path("data"), description="Folder that holds everything the site keeps.")
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("MADANG_DATABASE_URL", "DATABASE_URL"),
        description="postgresql://user:password@host/name; empty for SQLite in the data folder. "
        "DATABASE_URL is read too.",
    )
    apps: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Which apps run, separated by commas: an app needs those below it (calls need "
        "boards). Empty: all.",
    )
    redis_url: str = Field(
        "",
        description="redis://host:port/0 or redis+unix:///path of a Redis or Valkey, so that "
        "limits count for all processes and machines together; empty: each process counts "
        "by itself.",
    )
    keys: Path | None = Field(
        None,
        description="The key file; empty for keys/keys.json in the data folder, or beside that "
        "folder (its name with -keys) once MADANG_URL is set: backups of the data lack it then.",
    )
    keys_command: str = Field(
        "",
        description="A command for a key service instead of a file: called with `read` it prints "
        "the keys, with `write` it takes them from standard input.",
    )
    keys_text: str = Field(
        "", description="The keys themselves, instead of a file; they cannot be changed from here."
    )
    country_header: str = Field(
        "",
        pattern="^[A-Za-z0-9-]{0,40}$",
        description="The header in which a CDN or proxy tells a visitor's country, such as "
        "CF-IPCountry; empty: the browser's time zone and languages are all there is.",
    )
    keys_months: int = Field(
        12,
        ge=0,
        le=600,
        description="Months after which a month's key is destroyed and with it who wrote what; "
        "0: never.",
    )
    opening_hours: int = Field(
        24,
        ge=1,
        le=24 * 30,
        description="Hours in which a second operator has to approve opening a seal.",
    )
    leaving_days: int = Field(
        7, ge=0, le=90, description="Days in which somebody who leaves may still come back."
    )
    mail_url: str = Field(
        "",
        description="The mail server, smtps://user:password@host, smtp+starttls:// or (within one "
        "machine) smtp://; empty: no e-mail is sent or asked for.",
    )
    mail_from: str = Field("", description="The sender of e-mail; needed with MADANG_MAIL_URL.")
    push_services: Annotated[tuple[str, ...], NoDecode] = Field(
        PUSH_SERVICES,
        description="Whose push services are told of calls: host names, .example for all below "
        "one, or host:port of your own network; none: nobody is told by Web Push.",
    )
    media: str = Field(
        "",
        description="Where pictures are kept, s3://key:secret@host/bucket for a store that speaks "
        "S3 (s3+http:// without TLS, ?region= where it wants one); empty: in the data folder.",
    )
    backups: str = Field(
        "",
        description="Where backups of the data are kept: a folder on another disk, or "
        "s3://key:secret@host/bucket; one is made every night. Empty: none are.",
    )
    backup_days: int = Field(
        30,
        ge=1,
        le=3650,
        description="Days for which a backup is kept. What was deleted can be read in it for as "
        "long, by whoever has the keys too.",
    )
    backup_minutes: int = Field(
        0,
        ge=0,
        le=1440,
        description="Minutes after which one more backup is made, besides the one of each night; "
        "0: none is. 15 loses a quarter of an hour at most.",
    )
    links_inside: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="What of your own network link cards may be read from, as host:port; all "
        "other addresses that are not public are refused.",
    )
    pictures_a_day: int = Field(
        100,
        ge=0,
        le=10_000,
        description="Pictures that a member may send in a day.",
    )
    picture_megabytes: int = Field(
        20, ge=1, le=200, description="Megabytes that a picture may have as it is sent."
    )
    searches_a_minute: int = Field(
        120,
        ge=1,
        le=1_000_000,
        description="Searches in a minute from one address, or of one member; many phones may "
        "share one address.",
    )
    check_codes_a_day: int = Field(
        20_000,
        ge=0,
        le=10_000_000,
        description="Codes that are sent in a day to those who ask whether an incident is about "
        "them, of each channel; each process counts by itself without MADANG_REDIS_URL.",
    )
    messages_a_minute: Annotated[tuple[str, ...], NoDecode] = Field(
        ("100000",),
        description="Messages of notices and answers that each provider is given in a minute at "
        "most; for one alone (solapi, nhn, smtp, push) such as 100000,smtp=600.",
    )
    desk_limits: Annotated[tuple[str, ...], NoDecode] = Field(
        ("pause=60", "stretch=50", "break=10", "day=480", "rest=10"),
        description="Of those who answer inquiries: seconds after each contact in which nothing "
        "is given (pause); minutes of work at a stretch, of the break after it, of work a day, and "
        "of rest after abuse.",
    )
    desk_holidays: Annotated[tuple[date, ...], NoDecode] = Field(
        (),
        description="Days on which the desk does not work besides weekends and Korean holidays, "
        "such as 2026-06-03,2026-12-31.",
    )
    desk_years: int = Field(
        3,
        ge=1,
        le=10,
        description="Full years that inquiries are kept; then the key of their year is destroyed.",
    )
    desk_api_key: str = Field(
        "",
        description="What programs that bring inquiries (POST /inquiries/api) show as a bearer "
        "token, 24 characters at least; empty: none may.",
    )
    desk_mail: str = Field(
        "",
        description="The desk's mailbox, and the addresses whose mail comes there: "
        "imaps://user:password@host/INBOX?for=help@shop.example;privacy@shop.example",
    )
    desk_rehearsal: str = Field(
        "",
        description="Only for a rehearsal: how many times faster the desk's clock goes, and since "
        "when, such as 48@2026-11-30T09:00:00+09:00.",
    )
    solapi: str = Field(
        "",
        description="Text messages through Solapi: key:secret:sender, and :channel for Alimtalk "
        "(the KakaoTalk channel's pfId).",
    )
    nhn: str = Field(
        "",
        description="Alimtalk through NHN Cloud: appkey:secret:senderkey; beside Solapi, the two "
        "share the letters, and one that fails is given none for a while.",
    )
    nhn_url: str = Field(
        "https://api-alimtalk.cloud.toast.com", description="Where NHN Cloud's Alimtalk is."
    )
    alimtalk_templates: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Alimtalk templates that Kakao approved for notices, as possible=ID, "
        "confirmed=ID, not_a_leak=ID, correction=ID; of NHN Cloud nhn/confirmed=CODE and so on.",
    )
    resolver: str = Field(
        "", description="The DNS resolver that looks at the mail domain, host:port; empty: yours."
    )
    dkim_selector: str = Field("", description="The selector of the mail domain's DKIM key.")
    solapi_url: str = Field(
        "https://api.solapi.com", description="Where Solapi, or a gateway like it, is."
    )
    kakao_js_key: str = Field(
        "",
        pattern="^[0-9A-Za-z]{0,64}$",
        description="The JavaScript key of an app at developers.kakao.com, for sharing by "
        "KakaoTalk; nothing of Kakao's is loaded before somebody presses that button.",
    )
    kakao: str = Field(
        "",
        description="Signing in with Kakao: the app's REST API key and client secret, id:secret.",
    )
    naver: str = Field("", description="Signing in with Naver: the app's id:secret.")
    google: str = Field("", description="Signing in with Google: the OAuth client's id:secret.")
    apple: str = Field(
        "",
        description="Signing in with Apple: services-id:team-id:key-id:/path/to/AuthKey.p8.",
    )
    records_key: str = Field(
        "",
        description="An age public key (`madang records new-key`): what writes is recorded, sealed "
        "to it; empty: no access records at all.",
    )
    records_days: int = Field(
        90, ge=1, le=3660, description="Days after which sealed access records are deleted."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How the log is written: text, or json with an object a line."
    )
    metrics_token: str = Field(
        "",
        description="Who sends this as a bearer token may read /metrics (Prometheus); empty: "
        "nobody, and nothing is counted.",
    )
    slow_query_seconds: float = Field(
        1.0,
        ge=0,
        description="A query that takes as long is logged, without its values; 0: none is.",
    )
    sentry_dsn: str = Field(
        "",
        description="Where errors are sent: the DSN of Sentry, GlitchTip or Bugsink. Their kind "
        "and place alone go there. Empty: nowhere.",
    )
    otlp_endpoint: str = Field(
        "",
        description="Where traces of pages that were read go (OpenTelemetry, OTLP over HTTP), such "
        "as http://127.0.0.1:4318. Empty: nowhere.",
    )
    alerts_to: str = Field(
        "",
        description="An e-mail address that is told when something turns bad, such as a backup "
        "that fails; needs MADANG_MAIL_URL.",
    )
    url: str = Field(
        "",
        description="The site's public address, such as https://madang.example; empty for local.",
    )
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further host names to answer to, separated by commas."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(2, ge=1, le=64, description="Web worker processes.")
    threads: int = Field(2, ge=1, le=64, description="Threads that answer requests, per worker.")
    proxies: int = Field(
        0, ge=0, le=9, description="Trusted proxies in front; 0 if readers connect directly."
    )
    connections_an_address: int = Field(
        200,
        ge=10,
        le=100_000,
        description="Connections, and requests under way, that one address may have at once in "
        "each worker; many phones may share one address. This machine's own are not counted.",
    )
    time_zone: str = Field("Asia/Seoul", description="Time zone of every time on the pages.")
    shared_seconds: int = Field(
        1,
        ge=0,
        le=60,
        description="Seconds that readers without an account share a page; 0: never.",
    )
    views_flush_seconds: float = Field(
        2.0, ge=0.1, le=60, description="Seconds between two writes of the view counts."
    )

    @field_validator(*LISTS, mode="before")
    @classmethod
    def _split(cls, value: str | tuple[str, ...]) -> tuple[str, ...]:
        if value == "none":
            return ()
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("apps")
    @classmethod
    def _is_closed_downwards(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = known_apps()
        for name in value:
            if name not in known:
                raise ValueError(f"there is no app {name}; there are {', '.join(known)}")
            optional = [one for one in known[name].requires if known[one].is_optional]
            if value and (lacks := [one for one in optional if one not in value]):
                raise ValueError(f"{name} needs {', '.join(lacks)}")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis(cls, value: str) -> str:
        parts = urlsplit(value)
        is_host = parts.scheme in ("redis", "rediss") and parts.hostname
        is_socket = parts.scheme == "redis+unix" and parts.path.startswith("/")
        if value and not is_host and not is_socket:
            raise ValueError("must look like redis://host:6379/0 or redis+unix:///run/redis.sock")
        return value

    @field_validator("alimtalk_templates")
    @classmethod
    def _are_templates(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        kinds = ("possible", "confirmed", "not_a_leak", "correction")
        named = (part.removeprefix("nhn/").partition("=") for part in value)
        if not all(kind in kinds and name for kind, _equals, name in named):
            raise ValueError("must look like confirmed=KA01TP…,correction=KA01TP…")
        return value

    @field_validator("messages_a_minute", mode="after")
    @classmethod
    def _are_rates(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = ValueError("must look like 100000 or 100000,smtp=600; 60 at least")
        for part in value:
            name, _equals, rate = part.rpartition("=")
            is_number = rate.isascii() and rate.isdigit() and 60 <= int(rate[:9]) <= 10_000_000
            if name not in ("", "solapi", "nhn", "smtp", "push") or not is_number:
                raise wrong
        return value

    @field_validator("desk_limits", mode="after")
    @classmethod
    def _are_limits(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Limits.read(value)
        return value

    @field_validator("desk_api_key")
    @classmethod
    def _is_long(cls, value: str) -> str:
        if value and len(value) < 24:
            raise ValueError("must have 24 characters at least")
        return value

    @field_validator("desk_mail")
    @classmethod
    def _is_a_mailbox(cls, value: str) -> str:
        read_account(value)
        return value

    @field_validator("desk_rehearsal")
    @classmethod
    def _is_a_pace(cls, value: str) -> str:
        read_pace(value)
        return value

    @property
    def message_rates(self) -> dict[str, int]:
        """Messages a minute by provider; of all others under an empty name."""
        parts = [part.rpartition("=") for part in ("100000", *self.messages_a_minute)]
        return {name: int(rate) for name, _equals, rate in parts}

    @field_validator("url", "solapi_url", "nhn_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
            raise ValueError("must look like https://madang.example")
        return value.rstrip("/")

    @field_validator("kakao", "naver", "google")
    @classmethod
    def _is_an_id_and_a_secret(cls, value: str) -> str:
        if value and not all(value.partition(":")):
            raise ValueError("must look like id:secret")
        return value

    @field_validator("solapi")
    @classmethod
    def _is_an_account(cls, value: str) -> str:
        if value and (len(parts := value.split(":")) not in (3, 4) or not all(parts)):
            raise ValueError("must look like key:secret:0215881588")
        return value

    @field_validator("nhn")
    @classmethod
    def _is_of_nhn(cls, value: str) -> str:
        if value and (len(parts := value.split(":")) != 3 or not all(parts)):
            raise ValueError("must look like appkey:secret:senderkey")
        return value

    @field_validator("apple")
    @classmethod
    def _is_what_apple_gives(cls, value: str) -> str:
        parts = value.split(":", 3)
        if value and (len(parts) != 4 or not all(parts) or not Path(parts[3]).is_file()):
            raise ValueError("must look like services-id:team-id:key-id:/path/to/AuthKey.p8")
        return value

    @field_validator("records_key")
    @classmethod
    def _is_a_public_key(cls, value: str) -> str:
        if value and not is_public_key(value):
            raise ValueError("must be an age public key, which begins with age1")
        return value

    @field_validator("mail_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in MAIL_PORTS or not urlsplit(value).hostname):
            raise ValueError("must look like smtps://user:password@mail.example")
        return value

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> "Environment":
        if self.mail_url and "@" not in self.mail_from:
            raise ValueError("MADANG_MAIL_FROM must be an address when MADANG_MAIL_URL is set")
        return self

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("is not a time zone; an example is Asia/Seoul") from None
        return value

    @field_validator("backups")
    @classmethod
    def _is_a_place(cls, value: str) -> str:
        return cls._is_a_store(value) if "://" in value else value

    @field_validator("media")
    @classmethod
    def _is_a_store(cls, value: str) -> str:
        parts = urlsplit(value)
        bucket = parts.path.strip("/")
        known = parts.scheme in ("s3", "s3+http") and parts.username and parts.password
        if value and not (known and parts.hostname and bucket and "/" not in bucket):
            raise ValueError("must look like s3://key:secret@host/bucket")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("postgres", "postgresql", "sqlite"):
            raise ValueError("must begin with postgresql:// (or be empty for SQLite)")
        return value

    @property
    def apps_on(self) -> tuple[str, ...]:
        """The names of the apps that run, those below first."""
        return tuple(
            name
            for name, app in known_apps().items()
            if not app.is_optional or not self.apps or name in self.apps
        )

    @property
    def folder(self) -> Path:
        return self.data.expanduser().absolute()

    @property
    def key_file(self) -> Path:
        beside = self.folder.with_name(f"{self.folder.name}-keys") / "keys.json"
        default = beside if self.url else self.key_file_of_a_local_site
        return (self.keys or default).expanduser().absolute()

    @property
    def key_file_of_a_local_site(self) -> Path:
        """The key file's default place before the site has a public address."""
        return self.folder / "keys" / "keys.json"

    @property
    def key_store(self) -> KeyStore:
        if self.keys_text:
            return TextStore(self.keys_text)
        return CommandStore(self.keys_command) if self.keys_command else FileStore(self.key_file)

    @property
    def database(self) -> dict[str, object]:
        """Django's DATABASES["default"]."""
        url = self.database_url or f"sqlite:///{self.folder / 'database' / 'madang.sqlite3'}"
        database: dict[str, object] = dict(
            dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
        )
        if str(database["ENGINE"]).endswith("sqlite3"):
            database["OPTIONS"] = {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
                # What is deleted is gone from the file, however SQLite was built.
                "PRAGMA secure_delete=ON",
            }
        return database

    @property
    def media_store(self) -> dict[str, Any]:
        """Django's STORAGES["default"]."""
        if not self.media:
            return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        more = {"object_parameters": {"CacheControl": "public, max-age=86400"}}
        return _s3_store(self.media, **more)

    @property
    def backup_store(self) -> dict[str, Any]:
        """Django's STORAGES["backups"]: where none are kept, a folder that nobody writes to."""
        if "://" in self.backups:
            return _s3_store(self.backups, file_overwrite=True)
        folder = Path(self.backups).expanduser().absolute() if self.backups else None
        location = str(folder or self.folder / "no-backups")
        options = {"location": location, "allow_overwrite": True}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}

    @property
    def media_origin(self) -> str:
        """Where readers are sent for pictures; empty: they come from the site itself."""
        return _origin(self.media) if self.media else ""

    @property
    def mail(self) -> dict[str, Any]:
        """Django's settings of the mail server, by their names without EMAIL_."""
        parts = urlsplit(self.mail_url)
        return {
            "HOST": parts.hostname or "",
            "PORT": parts.port or MAIL_PORTS.get(parts.scheme, 25),
            "HOST_USER": unquote(parts.username or ""),
            "HOST_PASSWORD": unquote(parts.password or ""),
            "USE_SSL": parts.scheme == "smtps",
            "USE_TLS": parts.scheme == "smtp+starttls",
        }

    @property
    def solapi_account(self) -> SolapiAccount | None:
        """Whose account of Solapi messages are sent by; None: by nobody's."""
        return SolapiAccount(self.solapi_url, *self.solapi.split(":")) if self.solapi else None

    @property
    def nhn_account(self) -> NhnAccount | None:
        """Whose account of NHN Cloud Alimtalk is sent by; None: by nobody's."""
        return NhnAccount(self.nhn_url, *self.nhn.split(":")) if self.nhn else None

    @property
    def sign_in_providers(self) -> dict[str, Any]:
        """allauth's SOCIALACCOUNT_PROVIDERS: nothing is asked of a provider but who it is."""
        made = {}
        for name in ("kakao", "naver", "google"):
            client, _, secret = getattr(self, name).partition(":")
            if client:
                made[name] = _provider({"client_id": client, "secret": secret})
        if self.apple:
            client, team, key_id, file = self.apple.split(":", 3)
            signing = {"certificate_key": Path(file).read_text()}
            app = {"client_id": client, "secret": key_id, "key": team, "settings": signing}
            made["apple"] = _provider(app)
        if "google" in made:
            made["google"] |= {"SCOPE": ["openid"], "OAUTH_PKCE_ENABLED": True}
        return made

    @property
    def allowed_hosts(self) -> list[str]:
        named = [urlsplit(self.url).hostname or ""] if self.url else []
        return ["localhost", "127.0.0.1", "[::1]", *named, *self.hosts]


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings; raise WrongSettings that names every wrong or unknown one."""
    problems = [
        f"{name}: there is no such setting (see `madang settings`)"
        for name in sorted(variables)
        if name.startswith(PREFIX) and name not in _known_names()
    ]
    try:
        environment = Environment()
    except ValidationError as error:
        problems += [_sentence(dict(detail)) for detail in error.errors()]
    if problems:
        raise WrongSettings(problems)
    return environment


def _provider(app: dict[str, Any]) -> dict[str, Any]:
    return {"APPS": [app], "SCOPE": []}


def _known_names() -> set[str]:
    # The run secret is not a setting: the parent process hands it to its workers.
    return {PREFIX + name.upper() for name in Environment.model_fields} | {"MADANG_RUN_SECRET"}


def _sentence(error: Mapping[str, Any]) -> str:
    said = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return said
    name = str(error["loc"][0]).upper()
    name = name if name.startswith(("MADANG_", "DATABASE_URL")) else PREFIX + name
    return f"{name}={error['input']!r}: {said}"


def _s3_store(address: str, **more: Any) -> dict[str, Any]:
    """Return one of Django's STORAGES for s3://key:secret@host/bucket."""
    parts = urlsplit(address)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": _origin(address),
            "region_name": dict(parse_qsl(parts.query)).get("region", "us-east-1"),
            "addressing_style": "path",
            "signature_version": "s3v4",
            **more,
        },
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return f"{scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
