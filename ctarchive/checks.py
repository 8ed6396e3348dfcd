"""System checks: each misconfiguration is named, with the way to mend it.

E001 DEBUG on a public address       W001 the public address is not HTTPS (--deploy)
E002 a weak SECRET_KEY               W002 SQLite does not use its write-ahead log
E003 VAR cannot be written           W003 Redis does not answer (--deploy)
E004 SQLite too old, or without FTS5
E005 preserved bytes among the static files
E006 a sender that no mail server accepts
E007 a spaCy model that is not installed
E008 a checkpoint key that cannot be used
I001 no mail is sent (--deploy)
"""

import os
import sqlite3
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.checks import Warning as Notice
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connections
from redis import Redis, RedisError

from ctarchive.proof import signing
from events.suggest.mentions import assisted

OLDEST_SQLITE = (3, 35, 0)
KEY_LENGTH, KEY_VARIETY = 50, 5

Apps = Sequence[AppConfig] | None


def is_public() -> bool:
    """Return whether SITE_URL names something other than this machine."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return not (host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(".localhost"))


@register(Tags.security)
def debug_is_private(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows the source code and the settings to whoever meets an error."""
    if not (settings.DEBUG and is_public()):
        return []
    return [
        Error(
            f"DEBUG is on, and SITE_URL is the public address {settings.SITE_URL}.",
            hint="Unset DEBUG and give a SECRET_KEY, or set SITE_URL=http://localhost:8000.",
            id="ctarchive.E001",
        )
    ]


@register(Tags.security)
def secret_key_is_strong(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Whoever guesses the key can sign a session as any user."""
    key = settings.SECRET_KEY
    if not is_public() or (len(key) >= KEY_LENGTH and len(set(key)) >= KEY_VARIETY):
        return []
    return [
        Error(
            f"SECRET_KEY is too easy to guess: it has {len(key)} characters, {len(set(key))} of them different.",
            hint="Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'",
            id="ctarchive.E002",
        )
    ]


@register(Tags.files)
def var_is_writable(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The database, the preserved bytes and the collected static files are all kept in VAR."""
    if Path(settings.VAR).is_dir() and os.access(settings.VAR, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"VAR is {settings.VAR}, which is not a folder that this user may write to.",
            hint=f"Give it to the user who runs the archive (chown -R USER {settings.VAR}), or set VAR to another.",
            id="ctarchive.E003",
        )
    ]


def uses_sqlite() -> bool:
    """Return whether the archive's database is SQLite."""
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")


def sqlite_has_fts5() -> bool:
    """Return whether this Python's SQLite can make full-text indexes."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


@register(Tags.compatibility)
def sqlite_is_able(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Search needs FTS5, and several queries need RETURNING (SQLite 3.35)."""
    if not uses_sqlite() or (sqlite3.sqlite_version_info >= OLDEST_SQLITE and sqlite_has_fts5()):
        return []
    lacks = "lacks full-text search (FTS5)" if not sqlite_has_fts5() else "is older than 3.35"
    return [
        Error(
            f"This Python's SQLite is {sqlite3.sqlite_version}, which {lacks}.",
            hint="Use a Python built with a newer SQLite, or PostgreSQL: DATABASE_URL=postgres://user:pw@host/name",
            id="ctarchive.E004",
        )
    ]


@register(Tags.security)
def blobs_are_not_served(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Static files are open to everybody; preserved bytes are not."""
    if not settings.STORAGES["blobs"]["BACKEND"].endswith(".BlobStorage"):
        return []
    blobs = Path(settings.STORAGES["blobs"]["OPTIONS"]["location"]).resolve()
    if not blobs.is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        return []
    return [
        Error(
            f"Preserved bytes are kept in {blobs}, inside the static files that everybody may read.",
            hint=f"Move them and set BLOBS_URL to a folder outside {settings.STATIC_ROOT}.",
            id="ctarchive.E005",
        )
    ]


def sends_mail() -> bool:
    """Return whether letters leave this machine."""
    return not settings.EMAIL_BACKEND.endswith((".dummy.EmailBackend", ".console.EmailBackend", ".locmem.EmailBackend"))


@register()
def sender_has_an_address(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Servers refuse letters from a sender that cannot be answered."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    try:
        validate_email(address)
    except ValidationError:
        pass
    else:
        return []
    if not sends_mail():
        return []
    return [
        Error(
            f"EMAIL_FROM is '{settings.DEFAULT_FROM_EMAIL}', which is not an e-mail address.",
            hint="For example: EMAIL_FROM='The archive <archive@example.org>'",
            id="ctarchive.E006",
        )
    ]


@register(deploy=True)
def mail_is_sent(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Nobody is told by e-mail what waits for them. That may be meant."""
    if sends_mail():
        return []
    return [
        Info(
            "EMAIL_URL names no mail server: editors get no notices by e-mail.",
            hint="For example: EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
            id="ctarchive.I001",
        )
    ]


@register(Tags.security, deploy=True)
def site_url_is_https(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Without HTTPS anybody on the way can read a session, or change a page."""
    if urlsplit(settings.SITE_URL).scheme == "https":
        return []
    return [
        Notice(
            f"SITE_URL is {settings.SITE_URL}: readers would not use HTTPS, and links would lead there.",
            hint="Set SITE_URL to the public address, for example SITE_URL=https://archive.example.org",
            id="ctarchive.W001",
        )
    ]


@register(Tags.database)
def sqlite_uses_wal(app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Without the write-ahead log every reader waits for the writer. Some network disks cannot have one."""
    if "default" not in (databases or []) or not uses_sqlite():
        return []
    with connections["default"].cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode in {"wal", "memory"}:
        return []
    return [
        Notice(
            f"SQLite keeps a '{mode}' journal instead of a write-ahead log, so readers wait for writers.",
            hint="Keep the database on a local disk (VAR or DATABASE_URL), not on a network share.",
            id="ctarchive.W002",
        )
    ]


@register()
def spacy_model_is_installed(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A model that is asked for and cannot be loaded would fail each capture's suggestions, in the background."""
    missing = assisted.what_is_missing(settings.SPACY_MODEL) if settings.SPACY_MODEL else ""
    if not missing:
        return []
    return [
        Error(
            f"SPACY_MODEL is {settings.SPACY_MODEL}, and the module {missing} is not installed.",
            hint="Install it beside the archive, or unset SPACY_MODEL. For example: pip install spacy en_core_web_sm",
            id="ctarchive.E007",
        )
    ]


@register(Tags.security)
def checkpoint_key_is_usable(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A key that is there and cannot sign: witnesses would find no checkpoint, and nobody would know why."""
    path = settings.CHECKPOINT_KEY_FILE
    try:
        signing.read(path)
    except FileNotFoundError:
        return []
    except (signing.UnusableError, OSError) as error:
        return [
            Error(
                f"The key that signs checkpoints, {path}, cannot be used: {error}.",
                hint="Put its copy back, or move it away and run: manage.py make_checkpoint_key",
                id="ctarchive.E008",
            )
        ]
    return []


@register(Tags.caches, deploy=True)
def redis_answers(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A cache that is configured but silent makes every page slow, and counts no requests of tokens."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("RedisCache"):
        return []
    try:
        Redis.from_url(cache["LOCATION"], socket_connect_timeout=2, socket_timeout=2).ping()
    except (RedisError, OSError, ValueError) as error:
        return [
            Notice(
                f"The cache that REDIS_URL names does not answer ({error}).",
                hint="Start Redis, correct REDIS_URL, or unset it to use each process's own memory.",
                id="ctarchive.W003",
            )
        ]
    return []
