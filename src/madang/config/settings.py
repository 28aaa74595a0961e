"""Django's settings; whatever an operator may change comes from `environment`."""

import secrets
from pathlib import Path

from madang.desk.limits import Limits, read_pace
from madang.desk.mail.accounts import read_account
from madang.identity.keys import KeyRing, signing_key

from .environment import read_environment

ENV = read_environment()
PACKAGE = Path(__file__).parent.parent

# Without apps that are switched off; from the lowest to the highest.
APPS_ON = ENV.apps_on
DATA_FOLDER = ENV.folder
RUN_FOLDER = DATA_FOLDER / "run"
KEY_STORE = ENV.key_store
OLD_KEY_FILE = ENV.key_file_of_a_local_site
KEY_MONTHS = ENV.keys_months
OPENING_HOURS = ENV.opening_hours
RECORDS_KEY = ENV.records_key
RECORDS_DAYS = ENV.records_days
LEAVING_DAYS = ENV.leaving_days
BACKUPS = ENV.backups
BACKUP_DAYS, BACKUP_MINUTES = ENV.backup_days, ENV.backup_minutes
METRICS_TOKEN = ENV.metrics_token
ALERTS_TO = ENV.alerts_to
SLOW_QUERY_SECONDS = ENV.slow_query_seconds
SENTRY_DSN, OTLP_ENDPOINT = ENV.sentry_dsn, ENV.otlp_endpoint
EXPORTS_FOLDER = DATA_FOLDER / "exports"
INCIDENT_LISTS_FOLDER = DATA_FOLDER / "incident-lists"
DESK_FILES_FOLDER = DATA_FOLDER / "desk-files"
SET_ASIDE_FOLDER = DATA_FOLDER / "set-aside"
RECORDS_FOLDER = DATA_FOLDER / "records"
SITE_URL = ENV.url
# Letters and files that are read elsewhere need a whole address, on a local site too.
SITE_ADDRESS = ENV.url or f"http://127.0.0.1:{ENV.port}"
PUSH_SERVICES = ENV.push_services
LINKS_INSIDE = ENV.links_inside
PICTURE_MEGABYTES = ENV.picture_megabytes
PORT, LISTENS_ON = ENV.port, ENV.host
THREADS = ENV.threads
TRUSTED_PROXIES = ENV.proxies
CONNECTIONS_AN_ADDRESS = ENV.connections_an_address
COUNTRY_HEADER = ENV.country_header
KAKAO_JS_KEY = ENV.kakao_js_key
SHARED_SECONDS = ENV.shared_seconds
VIEWS_FLUSH_SECONDS = ENV.views_flush_seconds

# Before the first start there is no key file; a throwaway key serves the commands that run then.
SECRET_KEY = signing_key(KeyRing.load(KEY_STORE)) if KEY_STORE.exists() else secrets.token_hex()
DEBUG = False
ALLOWED_HOSTS = ENV.allowed_hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    *(f"allauth.socialaccount.providers.{name}" for name in ENV.sign_in_providers),
    *(f"madang.{name}" for name in APPS_ON),
]
MIDDLEWARE = [
    "madang.operations.watching.traces.Traces",
    "madang.operations.health.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "madang.site.access_records.AccessRecords",
    "madang.site.headers.PageHeaders",
    "madang.site.addresses.OneAddress",
    "madang.site.language.ReaderLanguage",
    "madang.site.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "madang.site.writers.NotesWriters",
    "allauth.account.middleware.AccountMiddleware",
    "madang.site.first_run.FirstRun",
]
ROOT_URLCONF = "madang.config.urls"
WSGI_APPLICATION = "madang.config.wsgi.application"
APPEND_SLASH = False

DATABASES = {"default": ENV.database}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Limits are counted in it: anyone who fills it would make them forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / name / "templates" for name in APPS_ON],
        "OPTIONS": {
            "environment": "madang.site.templating.environment",
            "context_processors": ["madang.site.templating.page_context"],
        },
    },
    # allauth's own pages, those that Madang has not drawn anew.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [PACKAGE / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_FOLDER / "media"
# Another origin from which pictures come; empty: the site itself.
MEDIA_ORIGIN = ENV.media_origin
STORAGES = {
    "default": ENV.media_store,
    "backups": ENV.backup_store,
    "staticfiles": {"BACKEND": "madang.site.static_files.StaticFiles"},
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["madang.accounts.login.backend.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "madang.accounts.foreign_passwords.ForeignHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "MinimumLengthValidator",
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "madang.accounts.login.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "madang.accounts.login.forms.SignInForm",
    "signup": "madang.accounts.login.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USERNAME_MIN_LENGTH = 2
PICTURES_A_DAY = ENV.pictures_a_day
SOLAPI = ENV.solapi_account
ALIMTALK_TEMPLATES = dict(part.split("=", 1) for part in ENV.alimtalk_templates)
RESOLVER, DKIM_SELECTOR = ENV.resolver, ENV.dkim_selector
NHN = ENV.nhn_account
MESSAGES_A_MINUTE = ENV.message_rates
DESK_LIMITS = Limits.read(ENV.desk_limits)
DESK_HOLIDAYS = frozenset(ENV.desk_holidays)
DESK_YEARS, DESK_API_KEY = ENV.desk_years, ENV.desk_api_key
DESK_MAIL = read_account(ENV.desk_mail)
DESK_REHEARSAL = read_pace(ENV.desk_rehearsal)
CHECK_CODES_A_DAY = ENV.check_codes_a_day
SEARCHES_A_MINUTE = ENV.searches_a_minute
REDIS_URL = ENV.redis_url
ACCOUNT_SESSION_REMEMBER = True
SOCIALACCOUNT_PROVIDERS = ENV.sign_in_providers
SOCIALACCOUNT_ADAPTER = "madang.accounts.providers.adapter.ProviderAdapter"
MFA_ADAPTER = "madang.accounts.login.authenticators.AuthenticatorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code counts for half a minute longer, as RFC 6238 (5.2) advises: it is typed by hand and sent.
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "madang.accounts.sessions.store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https:")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
CSRF_FAILURE_VIEW = "madang.site.views.form_expired"
# A notice after an action travels in a cookie of its own: a session would cost a reader without
# an account the shared page.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST, EMAIL_PORT = ENV.mail["HOST"], ENV.mail["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail["HOST_USER"], ENV.mail["HOST_PASSWORD"]
EMAIL_USE_SSL, EMAIL_USE_TLS = ENV.mail["USE_SSL"], ENV.mail["USE_TLS"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from

# Errors go to standard error without the request's address, cookies or form.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "madang.core.logs.PlainFormatter"},
        "json": {"()": "madang.core.logs.JsonFormatter"},
    },
    "filters": {"limited": {"()": "madang.core.log_limits.OneLineAMinute"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": ENV.log_format},
        "kept": {"class": "madang.core.logs.KeepsErrors", "level": "ERROR"},
        "limited": {
            "class": "logging.StreamHandler",
            "formatter": ENV.log_format,
            "filters": ["limited"],
        },
    },
    "root": {"handlers": ["console", "kept"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console", "kept"], "level": "ERROR", "propagate": False},
        "django.request": {"level": "ERROR"},
        # What clients make go wrong by their number.
        "madang.serving": {"handlers": ["limited"], "level": "ERROR", "propagate": False},
        # Wrong hosts and other requests that nobody sends by mistake.
        "django.security": {"handlers": ["limited"], "level": "ERROR", "propagate": False},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
