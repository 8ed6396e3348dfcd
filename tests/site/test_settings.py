"""The environment chooses the settings; a wrong value stops start-up with its name and an example."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

GOOD_KEY = "k3vQ9xZr7TnL2mWc8yBd5hJf4gPs6aEu1oRi0DtVqXwKzMbYlS"
SHOW = """
import json, sys
from ctarchive import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def load(var: Path, *names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own that knows this environment and no other."""
    environment = {"PATH": os.environ["PATH"], "VAR": str(var)} | environment
    command = [sys.executable, "-c", SHOW, *names]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def setting(var: Path, name: str, **environment: str) -> Any:
    """Return one setting, as JSON knows it."""
    done = load(var, name, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)[name]


WRONG = [
    ("DEBUG", "maybe", "neither yes nor no"),
    ("DATABASE_URL", "mysql://localhost/x", "neither sqlite: nor postgres:"),
    ("DATABASE_URL", "postgres://u:secret@host:port/x", "cannot be read"),
    ("REPLICA_URL", "sqlite:///x", "does not begin with postgres:"),
    ("REPLICA_URL", "postgres://u@host/x", "names no PostgreSQL that it could follow"),
    ("REPLICA_LAG", "0", "REPLICA_LAG=10"),
    ("REDIS_URL", "localhost:6379", "does not begin with redis://"),
    ("BLOBS_URL", "ftp://bucket/blobs", "only a folder of this machine"),
    ("BLOBS_URL", "s3://key:secret@bucket/blobs", "AWS_SECRET_ACCESS_KEY"),
    ("BLOBS_URL", "s3://bucket/blobs?acl=public", "unknown options acl"),
    ("BLOBS_URL", "s3://My_Bucket/blobs", "no name of a bucket"),
    ("SITE_URL", "archive.example.org", "does not begin with https://"),
    ("SITE_URL", "https://archive.example.org/under", "more than a scheme, a host and a port"),
    ("SITE_URL", "https://archive.example.org:http", "not an address"),
    ("EMAIL_URL", "mail.example.org", "no known kind of mail server"),
    ("LOG_LEVEL", "LOUD", "use DEBUG, INFO"),
    ("UPLOAD_MB", "plenty", "UPLOAD_MB=25"),
    ("DATA_LICENCE", "All rights reserved?", "has no address after it"),
    ("DATA_LICENCE", "WTFPL", "none of CC-BY-4.0"),
    ("REPORT_DAYS", "never", "REPORT_DAYS=90"),
    ("BEHIND_PROXY", "nginx", "neither yes nor no"),
    ("SECRET_KEY_FILE", "/nowhere/key", "cannot be read"),
    ("VAR", "/dev/null/var", "cannot be made"),
]


def test_a_bucket_is_named_by_its_address(tmp_path: Path) -> None:
    url = "s3://my-archive/kept/blobs?endpoint_url=https://s3.example.org&region=eu-central-1"
    blobs = setting(tmp_path, "STORAGES", BLOBS_URL=url, DEBUG="1")["blobs"]
    assert blobs["BACKEND"] == "sources.s3.S3Blobs"
    assert blobs["OPTIONS"] == {
        "bucket_name": "my-archive", "location": "kept/blobs", "endpoint_url": "https://s3.example.org",
        "region_name": "eu-central-1",
    }  # fmt: skip


def test_a_replica_is_read_through_a_router_and_left_soon_when_it_is_gone(tmp_path: Path) -> None:
    urls = {"DATABASE_URL": "postgres://u@one/x", "REPLICA_URL": "postgres://u@two/x", "DEBUG": "1"}
    found = setting(tmp_path, "DATABASES", **urls)
    assert [found[alias]["HOST"] for alias in ("default", "replica")] == ["one", "two"]
    assert [found[alias]["OPTIONS"]["connect_timeout"] for alias in ("default", "replica")] == [3, 3]
    assert setting(tmp_path, "DATABASE_ROUTERS", **urls) == ["ctarchive.replica.routing.Router"]
    order = setting(tmp_path, "MIDDLEWARE", **urls)
    assert order[order.index("ctarchive.health.HealthMiddleware") + 1].endswith("ReplicaMiddleware")


@pytest.mark.parametrize(("name", "value", "problem"), WRONG, ids=[f"{name}={value}" for name, value, _ in WRONG])
def test_a_wrong_value_is_named_with_an_example(tmp_path: Path, name: str, value: str, problem: str) -> None:
    done = load(tmp_path, **({"DEBUG": "1"} | {name: value}))
    assert done.returncode != 0
    last_line = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last_line
    assert problem in last_line
    assert f"For example: {name}=" in last_line


def test_a_password_in_a_wrong_address_is_not_repeated(tmp_path: Path) -> None:
    assert "hunter2" not in load(tmp_path, DEBUG="1", REDIS_URL="http://:hunter2@cache").stderr.splitlines()[-1]


def test_without_debug_a_secret_key_is_required(tmp_path: Path) -> None:
    done = load(tmp_path)
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


def test_debug_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert setting(tmp_path, "DEBUG", SECRET_KEY=GOOD_KEY) is False


def test_a_developer_gets_one_random_key_per_var(tmp_path: Path) -> None:
    first = setting(tmp_path / "a", "SECRET_KEY", DEBUG="1")
    assert len(first) >= 50
    assert setting(tmp_path / "a", "SECRET_KEY", DEBUG="1") == first
    assert setting(tmp_path / "b", "SECRET_KEY", DEBUG="1") != first
    assert stat.S_IMODE((tmp_path / "a" / "debug-secret-key").stat().st_mode) == 0o600


def test_the_key_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(GOOD_KEY + "\n")
    assert setting(tmp_path, "SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "key")) == GOOD_KEY


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    assert "which is empty" in load(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).stderr


def test_data_is_kept_in_var_by_default(tmp_path: Path) -> None:
    done = load(tmp_path / "new", "DATABASES", "STATIC_ROOT", "STORAGES", DEBUG="1")
    values = json.loads(done.stdout)
    assert values["DATABASES"]["default"]["NAME"] == str(tmp_path / "new" / "ctarchive.sqlite3")
    assert values["STATIC_ROOT"] == str(tmp_path / "new" / "static")
    assert values["STORAGES"]["blobs"]["OPTIONS"] == {"location": str(tmp_path / "new" / "blobs"), "base_url": None}


def test_sqlite_writes_one_at_a_time_and_keeps_what_it_answered(tmp_path: Path) -> None:
    options = setting(tmp_path, "DATABASES", DEBUG="1")["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_pools_only_when_asked(tmp_path: Path) -> None:
    url = "postgres://u:p@db:5433/archive"
    plain = setting(tmp_path, "DATABASES", DEBUG="1", DATABASE_URL=url)["default"]
    assert (plain["HOST"], plain["PORT"], plain["NAME"], plain["OPTIONS"]) == ("db", 5433, "archive", {})
    pooled = setting(tmp_path, "DATABASES", DEBUG="1", DATABASE_URL=url, DB_POOL="1")["default"]
    assert pooled["OPTIONS"]["pool"]["max_size"] == 8
    assert pooled["CONN_MAX_AGE"] == 0


def test_a_public_address_brings_https_with_it(tmp_path: Path) -> None:
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    done = load(
        tmp_path,
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        *names,
        SECRET_KEY=GOOD_KEY,
        SITE_URL="https://archive.example.org",
    )
    values = json.loads(done.stdout)
    assert values["ALLOWED_HOSTS"] == ["archive.example.org"]
    assert values["CSRF_TRUSTED_ORIGINS"] == ["https://archive.example.org"]
    assert all(values[name] for name in names)


def test_a_local_address_answers_to_this_machine_only(tmp_path: Path) -> None:
    hosts = setting(tmp_path, "ALLOWED_HOSTS", SECRET_KEY=GOOD_KEY, SITE_URL="http://localhost:8123")
    assert hosts == ["localhost", "127.0.0.1", "[::1]"]


def test_further_hosts_may_be_named(tmp_path: Path) -> None:
    hosts = setting(
        tmp_path,
        "ALLOWED_HOSTS",
        SECRET_KEY=GOOD_KEY,
        SITE_URL="https://archive.example.org",
        ALLOWED_HOSTS="www.example.org, old.example.org",
    )
    assert hosts == ["archive.example.org", "www.example.org", "old.example.org"]


@pytest.mark.parametrize(("behind", "header"), [("1", ["HTTP_X_FORWARDED_PROTO", "https"]), ("0", None)])
def test_a_proxy_is_believed_only_when_there_is_one(tmp_path: Path, behind: str, header: list[str] | None) -> None:
    assert setting(tmp_path, "SECURE_PROXY_SSL_HEADER", DEBUG="1", BEHIND_PROXY=behind) == header


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "LocMemCache"), ({"REDIS_URL": "redis://localhost:6379/3"}, "RedisCache")],
    ids=["memory", "redis"],
)
def test_redis_is_the_cache_where_it_is_given(tmp_path: Path, environment: dict[str, str], backend: str) -> None:
    assert setting(tmp_path, "CACHES", DEBUG="1", **environment)["default"]["BACKEND"].endswith(backend)


def test_a_mail_server_may_be_named(tmp_path: Path) -> None:
    address = "smtp+tls://archive:pw@mail.example.org:587"
    assert setting(tmp_path, "EMAIL_HOST", DEBUG="1", EMAIL_URL=address) == "mail.example.org"


@pytest.mark.parametrize(("debug", "backend"), [("0", "dummy"), ("1", "console")])
def test_without_a_mail_server_no_letter_gets_into_a_log(tmp_path: Path, debug: str, backend: str) -> None:
    key = "" if debug == "1" else GOOD_KEY
    found = setting(tmp_path, "EMAIL_BACKEND", DEBUG=debug, SECRET_KEY=key)
    assert found == f"django.core.mail.backends.{backend}.EmailBackend"


def test_the_deployment_check_is_silent_on_a_good_environment(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "VAR": str(tmp_path),
        "SECRET_KEY": GOOD_KEY,
        "SITE_URL": "https://archive.example.org",
        "EMAIL_URL": "smtp+tls://archive:pw@mail.example.org:587",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_licence_of_the_data_is_a_known_one_or_has_an_address(tmp_path: Path) -> None:
    assert setting(tmp_path, "DATA_LICENCE", DEBUG="1")["id"] == "CC-BY-4.0"
    own = setting(tmp_path, "DATA_LICENCE", DEBUG="1", DATA_LICENCE="LicenseRef-ours https://archive.example.org/l")
    assert own == {"id": "LicenseRef-ours", "url": "https://archive.example.org/l"}
