"""Reads the environment for the settings. Each wrong value stops start-up with the variable's name and an example.

What the variables are is told at the top of `settings.py`. Every function raises `ImproperlyConfigured`.
"""

import os
import re
import secrets
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Never
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

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


def secret_key(var: Path, *, debug: bool) -> str:
    """Return the signing key: given, from a file, or (developers only) made up once and kept in VAR."""
    if given := text("SECRET_KEY"):
        return given
    if path := text("SECRET_KEY_FILE"):
        try:
            from_file = Path(path).expanduser().read_text().strip()
        except OSError as error:
            refuse("SECRET_KEY_FILE", f"is {path}, which cannot be read ({error.strerror})", "/etc/ctarchive/key")
        return from_file or refuse("SECRET_KEY_FILE", f"is {path}, which is empty", "/etc/ctarchive/key")
    if debug:
        return kept_secret(var / "debug-secret-key")
    refuse("SECRET_KEY", "is missing; give 50 or more random characters, or SECRET_KEY_FILE", "'k3v…9xQ'")


def checkpoint_key(var: Path) -> Path:
    """Return where the key that signs checkpoints lies: CHECKPOINT_KEY_FILE, beside SECRET_KEY_FILE, or in VAR."""
    if path := text("CHECKPOINT_KEY_FILE"):
        return Path(path).expanduser().resolve()
    secret = text("SECRET_KEY_FILE")
    return (Path(secret).expanduser().resolve().parent if secret else var) / "checkpoint-key"


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


_POSTGRESQL = {"postgres", "postgresql", "psql"}
_DATABASE = "postgres://user:password@host:5432/ctarchive"


def database(var: Path) -> dict[str, Any]:
    """Return Django's settings of the one database that is written, from DATABASE_URL."""
    value = text("DATABASE_URL", f"sqlite:///{var / 'ctarchive.sqlite3'}")
    scheme = value.partition(":")[0]
    if scheme not in {"sqlite", *_POSTGRESQL}:
        refuse("DATABASE_URL", "begins with neither sqlite: nor postgres:", _DATABASE)
    config = _database("DATABASE_URL", value)
    if text("REPLICA_URL"):
        config["OPTIONS"] = SOON_GONE | config["OPTIONS"]
    return config


# A machine that is gone answers nothing at all: seconds to wait for a connection, milliseconds for what was sent.
SOON_GONE = {"connect_timeout": 3, "tcp_user_timeout": 10_000}


def replica() -> dict[str, dict[str, Any]]:
    """Return Django's settings of the database that only readers are led to, from REPLICA_URL; {} without one."""
    value = text("REPLICA_URL")
    if not value:
        return {}
    if value.partition(":")[0] not in _POSTGRESQL:
        refuse("REPLICA_URL", "does not begin with postgres:", _DATABASE)
    if text("DATABASE_URL").partition(":")[0] not in _POSTGRESQL:
        refuse("REPLICA_URL", "is given, and DATABASE_URL names no PostgreSQL that it could follow", _DATABASE)
    config = _database("REPLICA_URL", value)
    return {"replica": config | {"OPTIONS": SOON_GONE | config["OPTIONS"], "TEST": {"MIRROR": "default"}}}


def replica_lag() -> int:
    """Return how many seconds the replica may be behind, from REPLICA_LAG."""
    value = text("REPLICA_LAG", "10")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 3600):
        refuse("REPLICA_LAG", f"is '{value}', which is no whole number from 1 to 3600", "10")
    return int(value)


def _database(name: str, value: str) -> dict[str, Any]:
    scheme = value.partition(":")[0]
    try:
        config = dict(env.db_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        refuse(name, f"cannot be read ({error})", _DATABASE)
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    options = dict(config.get("OPTIONS") or {})
    config["OPTIONS"] = sqlite_options(options) if scheme == "sqlite" else options
    if scheme != "sqlite" and switch("DB_POOL"):
        # Django refuses a pool together with connections that outlive a request: the pool keeps them instead.
        timeout = SOON_GONE["connect_timeout"] if text("REPLICA_URL") else 10
        config |= {"CONN_MAX_AGE": 0, "OPTIONS": options | {"pool": {"min_size": 2, "max_size": 8, "timeout": timeout}}}
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


def blobs(var: Path) -> dict[str, Any]:
    """Return Django's settings of the store of preserved bytes, from BLOBS_URL: a folder (file:) or a bucket (s3:)."""
    value = text("BLOBS_URL", (var / "blobs").as_uri())
    parts = urlsplit(value)
    if parts.scheme == "s3":
        return {"BACKEND": "sources.s3.S3Blobs", "OPTIONS": _bucket(parts)}
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.startswith("/"):
        problem = f"is '{value}'; only a folder of this machine, or a bucket (s3://), can be used"
        refuse("BLOBS_URL", problem, "file:///srv/ctarchive/blobs")
    # No base_url: preserved bytes have no address of their own; a view decides who may read them.
    options = {"location": Path(unquote(parts.path)), "base_url": None}
    return {"BACKEND": "sources.storage.BlobStorage", "OPTIONS": options}


def _bucket(parts: SplitResult) -> dict[str, Any]:
    """The options of a bucket: s3://bucket/prefix?endpoint_url=…&region=…"""
    example = "'s3://my-archive/blobs?endpoint_url=https://s3.example.org&region=eu-central-1'"
    if "@" in parts.netloc:
        # The value is not repeated: it holds a password.
        refuse("BLOBS_URL", "holds keys; give them as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", example)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := asked.keys() - {"endpoint_url", "region"}:
        refuse("BLOBS_URL", f"has the unknown options {', '.join(sorted(unknown))}", example)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc):
        refuse("BLOBS_URL", f"names '{parts.netloc}', which is no name of a bucket", example)
    if missing := [name for name in ("boto3", "storages") if find_spec(name) is None]:
        refuse("BLOBS_URL", f"needs {', '.join(missing)}; run: pip install -r requirements-s3.txt", example)
    return {
        "bucket_name": parts.netloc, "location": unquote(parts.path).strip("/"),
        "endpoint_url": asked.get("endpoint_url") or None, "region_name": asked.get("region") or None,
    }  # fmt: skip


def caches() -> dict[str, dict[str, Any]]:
    """Return Django's cache settings: Redis where REDIS_URL is given, else each process's own memory.

    What was answered has a cache of its own, so that counters and tokens are not thrown away for it.
    """
    value = text("REDIS_URL")
    if not value:
        memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        # More than `ctarchive.keeping.store` has drawers.
        answers = {"LOCATION": "ctarchive-answers", "OPTIONS": {"MAX_ENTRIES": 1000}}
        return {"default": {**memory, "LOCATION": "ctarchive"}, "answers": {**memory, **answers}}
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        # The value is not repeated: it may hold a password.
        refuse("REDIS_URL", "does not begin with redis://, rediss:// or unix://", "redis://localhost:6379/0")
    redis = {"BACKEND": "ctarchive.caching.PatientRedisCache", "LOCATION": value}
    return {"default": {**redis, "KEY_PREFIX": "ctarchive"}, "answers": {**redis, "KEY_PREFIX": "ctarchive-answers"}}


def email(*, debug: bool) -> dict[str, Any]:
    """Return Django's EMAIL_… settings, from EMAIL_URL; without one, nothing is sent (developers see it printed)."""
    # A log of the service is no place for what letters say.
    value = text("EMAIL_URL", "consolemail://" if debug else "dummymail://")
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


def report_days() -> int:
    """Return after how many days names and addresses of readers are erased, from REPORT_DAYS."""
    value = text("REPORT_DAYS", "90")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 3650):
        refuse("REPORT_DAYS", f"is '{value}', which is no whole number from 1 to 3650", "90")
    return int(value)


def upload_size() -> int:
    """Return how many bytes an uploaded dossier or table may have, from UPLOAD_MB."""
    value = text("UPLOAD_MB", "25")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 1000):
        refuse("UPLOAD_MB", f"is '{value}', which is no whole number from 1 to 1000", "25")
    return int(value) * 1024 * 1024


LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}


def data_licence() -> dict[str, str]:
    """Return the licence of the data as `id` (SPDX) and `url`, from DATA_LICENCE: a known id, or any id and an address.

    SPDX has a form for licences that it does not list: LicenseRef-ours.
    """
    value = text("DATA_LICENCE", "CC-BY-4.0")
    name, _blank, url = value.partition(" ")
    url = url.strip() or LICENCES.get(name, "")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]*", name):
        refuse("DATA_LICENCE", f"is '{value}', which does not begin with an SPDX identifier", "CC-BY-4.0")
    if not re.fullmatch(r"https?://[^\s<>\"]+", url):
        example = "'LicenseRef-ours https://archive.example.org/licence'"
        known = ", ".join(LICENCES)
        refuse("DATA_LICENCE", f"is '{value}', which is none of {known} and has no address after it", example)
    return {"id": name, "url": url}


def requests_a_minute(name: str, default: str) -> int:
    """Return how many requests may be sent in a minute, from the variable of this name."""
    value = text(name, default)
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 100_000):
        refuse(name, f"is '{value}', which is no whole number from 1 to 100000", default)
    return int(value)


def error_mail() -> list[str]:
    """Return who is written to about errors, from ERROR_MAIL."""
    addresses = [one.strip() for one in text("ERROR_MAIL").split(",") if one.strip()]
    for one in addresses:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", one):
            refuse("ERROR_MAIL", f"has '{one}', which is no e-mail address", "operator@example.org")
    return addresses


def sentry_dsn() -> str:
    """Return the address of a Sentry with its key, from SENTRY_DSN; empty for none."""
    value = text("SENTRY_DSN")
    if value and not re.fullmatch(r"https?://[^@\s/]+@[^@\s/]+/\S*\d+", value):
        # The value is not repeated: it holds a key.
        refuse("SENTRY_DSN", "is no address of a Sentry project", "https://key@sentry.example.org/1")
    return value


def metrics_token() -> str:
    """Return what whoever reads /metrics must send, from METRICS_TOKEN; empty for who asks from this machine alone."""
    value = text("METRICS_TOKEN")
    if value and not re.fullmatch(r"[\x21-\x7e]{20,}", value):
        refuse("METRICS_TOKEN", "has fewer than 20 characters, or others than plain ones", "'mT4x…8pQz'")
    return value
