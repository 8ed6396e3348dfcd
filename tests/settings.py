"""The archive's settings, as the tests want them: a throwaway VAR, cheap passwords, no waiting for the disk."""

import atexit
import os
import secrets
import shutil
import tempfile

_var = tempfile.mkdtemp(prefix="ctarchive-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)

# DATABASE_URL and REDIS_URL are kept: they say what to test on. The rest of the caller's environment must not matter.
for _name in (
    "SECRET_KEY_FILE", "BLOBS_URL", "ALLOWED_HOSTS", "BEHIND_PROXY", "EMAIL_URL", "EMAIL_FROM", "DB_POOL",
    "DATA_LICENCE", "REQUIRE_SECOND_FACTOR", "CHECKPOINT_KEY_FILE", "REPLICA_URL", "REPLICA_LAG",
    "ERROR_MAIL", "SENTRY_DSN", "METRICS_TOKEN",
):  # fmt: skip
    os.environ.pop(_name, None)
os.environ |= {
    "VAR": _var,
    "DEBUG": "1",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "SITE_URL": "http://localhost:8000",
    "LOG_LEVEL": "WARNING",
    "SEARCHES_PER_MINUTE": "100000",
}

from ctarchive.settings import *  # noqa: E402, F403 -- after the environment is set
from ctarchive.settings import DATABASES, STATIC_ROOT, STORAGES, VAR  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["blobs"]["OPTIONS"]["is_durable"] = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads cannot race for a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
# Under a test every connection is the test's own.
DATABASES["default"]["CONN_MAX_AGE"] = 0
