"""The archive's settings. Everything that differs between machines comes from the environment.

Each wrong value stops start-up with the variable's name and an example. The variables:

DEBUG            1 on a developer's machine; off by default
SECRET_KEY       signs sessions; or SECRET_KEY_FILE, a file that holds it (DEBUG=1 makes one up)
CHECKPOINT_KEY_FILE  signs the ledger's heads (manage.py make_checkpoint_key); default: beside SECRET_KEY_FILE, else VAR
VAR              folder for database, blobs and collected static files; default: var/ beside manage.py
DATABASE_URL     default: SQLite in VAR
DB_POOL          1 pools connections to PostgreSQL
REPLICA_URL      a PostgreSQL that follows the one of DATABASE_URL: readers are answered from it; default: none
REPLICA_LAG      how many seconds it may be behind before readers are answered from the other; default: 10
REDIS_URL        a shared cache; default: memory of each process
BLOBS_URL        where preserved bytes are kept: a folder, or a bucket of S3; default: blobs/ in VAR
SITE_URL         the public address; hosts, cookies and redirects follow from it
ALLOWED_HOSTS    further host names, separated by commas
BEHIND_PROXY     1 where a proxy on another machine ends TLS and sets X-Forwarded-Proto
EMAIL_URL        an SMTP server; default: no mail is sent (DEBUG=1 prints it)
EMAIL_FROM       the sender of messages
REQUIRE_SECOND_FACTOR  1 asks everybody who signs in to the admin for a code from an app as well; default: who wants it
UPLOAD_MB        how large a dossier, table or document may be that is uploaded in the admin or by API; default: 25
API_PER_MINUTE   how many requests an API token may send in a minute; default: 120
SEARCHES_PER_MINUTE  how often readers at one address may search in a minute; files half as often; default: 60
REPORT_DAYS      after how many days names and addresses of readers who reported something are erased; default: 90
SPACY_MODEL      an installed spaCy model that helps to find names, such as en_core_web_sm; default: none
COVERAGE_TEXT    a text file with what you say about your coverage, shown on /coverage/; default: our own words
DATA_LICENCE     the licence of the data, named in every export: an SPDX id, and an address if it is a rare one;
                 default: CC-BY-4.0
LOG_LEVEL        default: INFO
ERROR_MAIL       who is written to when something fails that nobody foresaw, separated by commas; default: nobody
SENTRY_DSN       a Sentry that is told of such errors, without personal data; default: none
METRICS_TOKEN    who sends it as a bearer may read /metrics; default: who asks from this machine, through no proxy
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ctarchive.environment import (
    blobs,
    caches,
    checkpoint_key,
    data_licence,
    database,
    email,
    error_mail,
    folder,
    is_local,
    log_level,
    metrics_token,
    refuse,
    replica,
    replica_lag,
    report_days,
    requests_a_minute,
    secret_key,
    sentry_dsn,
    site_url,
    switch,
    text,
    upload_size,
)
from ctarchive.headers import on_files

BASE_DIR = Path(__file__).resolve().parent.parent

# The machine

DEBUG = switch("DEBUG")
VAR = folder("VAR", BASE_DIR / "var")
SECRET_KEY = secret_key(VAR, debug=DEBUG)
CHECKPOINT_KEY_FILE = checkpoint_key(VAR)

_site = site_url()
SITE_URL = f"{_site.scheme}://{_site.netloc}"
SITE_IS_HTTPS = _site.scheme == "https"
# A developer's own `django.test.Client` calls the host "testserver".
_local = ["localhost", "127.0.0.1", "[::1]", *(["testserver"] if DEBUG else [])]
_host = f"[{_site.hostname}]" if ":" in str(_site.hostname) else str(_site.hostname)
ALLOWED_HOSTS = list(
    dict.fromkeys(
        [_host]
        + [host.strip() for host in text("ALLOWED_HOSTS").split(",") if host.strip()]
        + (_local if DEBUG or (not SITE_IS_HTTPS and is_local(str(_site.hostname))) else [])
    )
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
BEHIND_PROXY = switch("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATABASES = {"default": database(VAR)} | replica()
REPLICA_LAG = replica_lag()
if "replica" in DATABASES:
    DATABASE_ROUTERS = ["ctarchive.replica.routing.Router"]
CACHES = caches()
# Whether answers and public pages are kept for as long as the archive does not change; a developer sees each made.
KEEP_ANSWERS = not DEBUG

COVERAGE_TEXT = text("COVERAGE_TEXT")
if COVERAGE_TEXT and not Path(COVERAGE_TEXT).is_file():
    refuse("COVERAGE_TEXT", f"is '{COVERAGE_TEXT}', where there is no file", "/srv/ctarchive/coverage.txt")

# Named in every file and answer that takes data away: {"id": SPDX identifier, "url": address}.
DATA_LICENCE = data_licence()

# Hosts ("127.0.0.1:8123") on this very machine from which documents may be fetched: for tests, and no others.
FETCH_LOOPBACK: frozenset[str] = frozenset()

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS: list[Path] = []
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "media"}},
    "blobs": blobs(VAR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Compressing source maps, and each file under its plain name as well, made a first start three times as long.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["br", "gif", "gz", "ico", "jpeg", "jpg", "map", "png", "webp", "woff2", "zip"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ADD_HEADERS_FUNCTION = on_files
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
globals().update(email(debug=DEBUG))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("EMAIL_FROM", f"ctarchive@{_site.hostname}")

# The application

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "editorial",
    "sources",
    "events",
    "ctarchive",
    # After ours, whose db_worker takes the place of its own.
    "django_tasks_db",
]
MIDDLEWARE = [
    "ctarchive.telemetry.requests.TracingMiddleware",
    "ctarchive.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ctarchive.compression.PagesMiddleware",
    "ctarchive.headers.LoadedByMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ctarchive.languages.LanguageMiddleware",
    "ctarchive.limits.LimitsMiddleware",
    "ctarchive.keeping.pages.KeptPagesMiddleware",
    "ctarchive.keeping.answers.KeptAnswersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ctarchive.direction.DirectionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "editorial.people.second_middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
if "replica" in DATABASES:
    # Outside all that asks a database.
    MIDDLEWARE.insert(2, "ctarchive.replica.middleware.ReplicaMiddleware")
ROOT_URLCONF = "ctarchive.urls"
WSGI_APPLICATION = "ctarchive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ctarchive.context.site",
            ],
            "builtins": ["editorial.templatetags.languages"],
        },
    },
]

# Languages and time

LANGUAGE_CODE = "en"
# A language belongs here once all public texts are translated: Django's alone would make pages of two languages.
LANGUAGES = [("en", _("English")), ("az", _("Azerbaijani")), ("ru", _("Russian"))]
# And here once the editors' texts are: until then the admin and its letters are in English.
EDITING_LANGUAGES = LANGUAGES[:1]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Users

AUTH_USER_MODEL = "editorial.User"
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Ten wrong passwords lock a name, and an address, out for a quarter of an hour. Attempts are counted in the database,
# which all processes share, and thrown away after that time; waiting is not prolonged by trying.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_CLIENT_IP_CALLABLE = "editorial.throttle.whole_address_of"
AXES_LOCKOUT_CALLABLE = "editorial.people.lockout.refuse"
AXES_USE_ATTEMPT_EXPIRATION = AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
REQUIRE_SECOND_FACTOR = switch("REQUIRE_SECOND_FACTOR")
OTP_TOTP_ISSUER = str(_site.hostname)
PASSWORD_RESET_TIMEOUT = 2 * 3600
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "editorial.people.watching.PasswordsAreTold"},
]

# What browsers are told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in [
        *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
        *("publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking"),
    ]
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SITE_IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SITE_IS_HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Whether neighbours on the same domain speak HTTPS too is not ours to promise: no includeSubDomains, no preload.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
LARGEST_UPLOAD = upload_size()
API_PER_MINUTE = requests_a_minute("API_PER_MINUTE", "120")
SEARCHES_PER_MINUTE = requests_a_minute("SEARCHES_PER_MINUTE", "60")
REPORT_DAYS = report_days()
# Off unless a model is named: what it finds depends on what is installed.
SPACY_MODEL = text("SPACY_MODEL")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# The API

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "ctarchive.api.v1.schema.Schema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "EXCEPTION_HANDLER": "ctarchive.api.v1.errors.handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ctarchive",
    "DESCRIPTION": "An archive of counter-terrorism cooperation: every published value carries its quotations.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ctarchive.api.v1.schema.loosened",
        "ctarchive.api.v1.deprecation.mark",
    ],
    # Members called `kind` speak of different vocabularies.
    "ENUM_NAME_OVERRIDES": {
        "EntityKindEnum": "events.choices.EntityKind",
        "EventKindEnum": "events.choices.EventKind",
        "SourceKindEnum": "sources.choices.SourceKind",
        "PublisherKindEnum": "sources.choices.PublisherKind",
        "SuggestionKindEnum": "events.choices.SuggestionKind",
        "FurtherNameKindEnum": "ctarchive.api.v1.writing.inputs.FURTHER_NAMES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# What the operator sees: logs, one line of JSON an event, on standard error; errors; figures

ERROR_MAIL = error_mail()
SENTRY_DSN = sentry_dsn()
METRICS_TOKEN = metrics_token()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ctarchive.logs.JsonLineFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "letters": {"class": "ctarchive.telemetry.errors.ErrorMailHandler", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr", "letters"], "level": log_level()},
    # Django's own handlers are replaced: they are silent outside DEBUG and send mail nobody asked for.
    "loggers": {
        "django": {"handlers": [], "level": log_level(), "propagate": True},
        # That somebody asked for what is not there is told by the request's own line, without the address.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # Requests to the store are signed, and signatures are no matter of a log.
        "botocore": {"handlers": [], "level": "INFO", "propagate": True},
        # Names and addresses of who could not sign in are no matter of a log.
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": True},
    },
}
