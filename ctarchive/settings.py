"""The archive's settings. Everything that differs between machines comes from the environment.

Each wrong value stops start-up with the variable's name and an example. The variables:

DEBUG            1 on a developer's machine; off by default
SECRET_KEY       signs sessions; or SECRET_KEY_FILE, a file that holds it (DEBUG=1 makes one up)
VAR              folder for database, blobs and collected static files; default: var/ beside manage.py
DATABASE_URL     default: SQLite in VAR
DB_POOL          1 pools connections to PostgreSQL
REDIS_URL        a shared cache; default: memory of each process
BLOBS_URL        where preserved bytes are kept; default: blobs/ in VAR
SITE_URL         the public address; hosts, cookies and redirects follow from it
ALLOWED_HOSTS    further host names, separated by commas
BEHIND_PROXY     1 where a proxy on another machine ends TLS and sets X-Forwarded-Proto
EMAIL_URL        an SMTP server; default: no mail is sent (DEBUG=1 prints it)
EMAIL_FROM       the sender of messages
UPLOAD_MB        how large a dossier or table may be that is uploaded in the admin; default: 25
SPACY_MODEL      an installed spaCy model that helps to find names, such as en_core_web_sm; default: none
COVERAGE_TEXT    a text file with what you say about your coverage, shown on /coverage/; default: our own words
LOG_LEVEL        default: INFO
"""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Never
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def refuse(name: str, problem: str, example: str) -> Never:
    """Stop start-up: say which variable is wrong, why, and what a right one looks like."""
    raise ImproperlyConfigured(f"{name} {problem}. For example: {name}={example}")


def text(name: str, default: str = "") -> str:
    """Return an environment variable without surrounding blanks; an empty one counts as not given."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """Return whether a yes/no variable is on; anything but a plain yes or no is refused."""
    value = text(name, "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        refuse(name, f"is '{value}', which is neither yes nor no", "1")
    return value in {"1", "true", "yes", "on"}


def folder(name: str, default: Path) -> Path:
    """Return the absolute folder a variable names, made if it is missing."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"is the folder {path}, which cannot be made ({error.strerror})", "/srv/ctarchive/var")
    return path


def kept_secret(path: Path) -> str:
    """Return the random secret kept in a file, made at first use and readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(60))
    return path.read_text().strip()


def secret_key() -> str:
    """Return the signing key: given, from a file, or (developers only) made up once and kept in VAR."""
    if given := text("SECRET_KEY"):
        return given
    if path := text("SECRET_KEY_FILE"):
        try:
            from_file = Path(path).expanduser().read_text().strip()
        except OSError as error:
            refuse("SECRET_KEY_FILE", f"is {path}, which cannot be read ({error.strerror})", "/etc/ctarchive/key")
        return from_file or refuse("SECRET_KEY_FILE", f"is {path}, which is empty", "/etc/ctarchive/key")
    if DEBUG:
        return kept_secret(VAR / "debug-secret-key")
    refuse("SECRET_KEY", "is missing; give 50 or more random characters, or SECRET_KEY_FILE", "'k3v…9xQ'")


def site_url() -> SplitResult:
    """Return the public address, split; it has a scheme and a host and nothing after the port."""
    value = text("SITE_URL", "http://localhost:8000")
    example = "https://archive.example.org"
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 -- reading it is what raises on a bad port
    except ValueError as error:
        refuse("SITE_URL", f"is '{value}', which is not an address ({error})", example)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        refuse("SITE_URL", f"is '{value}', which does not begin with https:// (or http://) and a host name", example)
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        refuse("SITE_URL", f"is '{value}', which has more than a scheme, a host and a port", example)
    return parts


def is_local(host: str) -> bool:
    """Return whether a host name is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def database() -> dict[str, Any]:
    """Return Django's settings of the one database, from DATABASE_URL."""
    value = text("DATABASE_URL", f"sqlite:///{VAR / 'ctarchive.sqlite3'}")
    scheme, example = value.partition(":")[0], "postgres://user:password@host:5432/ctarchive"
    if scheme not in {"sqlite", "postgres", "postgresql", "psql"}:
        refuse("DATABASE_URL", "begins with neither sqlite: nor postgres:", example)
    try:
        config = dict(env.db_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        refuse("DATABASE_URL", f"cannot be read ({error})", example)
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    options = dict(config.get("OPTIONS") or {})
    config["OPTIONS"] = sqlite_options(options) if scheme == "sqlite" else options
    if scheme != "sqlite" and switch("DB_POOL"):
        # Django refuses a pool together with connections that outlive a request: the pool keeps them instead.
        config |= {"CONN_MAX_AGE": 0, "OPTIONS": options | {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}}}
    return config


def sqlite_options(given: dict[str, Any]) -> dict[str, Any]:
    """Return SQLite's options: one writer at a time, taken at the start of a transaction, and on disk when answered."""
    return {
        # IMMEDIATE: two verbs that both read and then write must queue, not fail half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # synchronous=FULL: under WAL, NORMAL may lose the last commits in a power cut, and a publication that was
        # answered must be on disk. cache_size is in KiB when negative: 64 MB a connection.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA busy_timeout=20000; PRAGMA cache_size=-64000"
        ),
    } | given


def blobs_folder() -> Path:
    """Return the folder of the preserved bytes, from BLOBS_URL; only file: addresses are understood."""
    value = text("BLOBS_URL", (VAR / "blobs").as_uri())
    parts = urlsplit(value)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.startswith("/"):
        refuse("BLOBS_URL", f"is '{value}'; only a folder of this machine can be used", "file:///srv/ctarchive/blobs")
    return Path(unquote(parts.path))


def cache() -> dict[str, Any]:
    """Return Django's cache settings: Redis where REDIS_URL is given, else each process's own memory."""
    value = text("REDIS_URL")
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "ctarchive"}
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        # The value is not repeated: it may hold a password.
        refuse("REDIS_URL", "does not begin with redis://, rediss:// or unix://", "redis://localhost:6379/0")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value, "KEY_PREFIX": "ctarchive"}


def email() -> dict[str, Any]:
    """Return Django's EMAIL_… settings, from EMAIL_URL; without one, nothing is sent (developers see it printed)."""
    # A log of the service is no place for what letters say.
    value = text("EMAIL_URL", "consolemail://" if DEBUG else "dummymail://")
    if urlsplit(value).scheme not in {*env.EMAIL_SCHEMES}:
        # The value is not repeated: it may hold a password.
        refuse("EMAIL_URL", "begins with no known kind of mail server", "smtp+tls://user:password@mail.example.org:587")
    return dict(env.email_url_config(value))


def log_level() -> str:
    """Return the level from which log lines are written."""
    value = text("LOG_LEVEL", "INFO").upper()
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        refuse("LOG_LEVEL", f"is '{value}'; use DEBUG, INFO, WARNING, ERROR or CRITICAL", "WARNING")
    return value


def upload_size() -> int:
    """Return how many bytes an uploaded dossier or table may have, from UPLOAD_MB."""
    value = text("UPLOAD_MB", "25")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 1000):
        refuse("UPLOAD_MB", f"is '{value}', which is no whole number from 1 to 1000", "25")
    return int(value) * 1024 * 1024


# The machine

DEBUG = switch("DEBUG")
VAR = folder("VAR", BASE_DIR / "var")
SECRET_KEY = secret_key()

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

DATABASES = {"default": database()}
CACHES = {"default": cache()}

COVERAGE_TEXT = text("COVERAGE_TEXT")
if COVERAGE_TEXT and not Path(COVERAGE_TEXT).is_file():
    refuse("COVERAGE_TEXT", f"is '{COVERAGE_TEXT}', where there is no file", "/srv/ctarchive/coverage.txt")

# Hosts ("127.0.0.1:8123") on this very machine from which documents may be fetched: for tests, and no others.
FETCH_LOOPBACK: frozenset[str] = frozenset()

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS: list[Path] = []
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "media"}},
    # No base_url: preserved bytes have no address of their own; a view decides who may read them.
    "blobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": blobs_folder(), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Compressing source maps, and each file under its plain name as well, made a first start three times as long.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["br", "gif", "gz", "ico", "jpeg", "jpg", "map", "png", "webp", "woff2", "zip"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
globals().update(email())
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
    "django_tasks",
    "django_tasks_db",
    "editorial",
    "sources",
    "events",
    "ctarchive",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
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
        },
    },
]

# Languages and time

LANGUAGE_CODE = "en"
# A language belongs here once our own texts are translated: Django's alone would make pages of two languages.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Users

AUTH_USER_MODEL = "editorial.User"
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
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
# Off unless a model is named: what it finds depends on what is installed.
SPACY_MODEL = text("SPACY_MODEL")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# The API

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
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
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Logs: one line of JSON an event, on standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ctarchive.logs.JsonLineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": log_level()},
    # Django's own handlers are replaced: they are silent outside DEBUG and send mail nobody asked for.
    "loggers": {"django": {"handlers": [], "level": log_level(), "propagate": True}},
}
