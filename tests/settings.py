"""The settings the tests and mypy run with: those of production, in a folder that goes away.

`DATABASE_URL` and `BROKER_URL` are taken from the environment as always; that is how the same
suite runs on SQLite and on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

# A test never writes into var/. What the first process makes, it removes at its end; those it
# starts get a folder inside, so that one which is killed leaves nothing behind.
OUTER = "JOURNEYLOOP_TESTS"
_folder = tempfile.mkdtemp(prefix="journeyloop-tests-", dir=os.environ.get(OUTER))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.setdefault(OUTER, _folder)
os.environ |= {
    "JOURNEYLOOP_DATA": _folder,
    "SECRET_KEY": "a long enough key that only tests use, never a real site",
    "DEBUG": "",
    "HTTPS": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
}
# Each of pytest's processes gets a Redis database to itself.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if _worker and os.environ.get("BROKER_URL", "").startswith("redis://"):
    os.environ["BROKER_URL"] = f"{os.environ['BROKER_URL'].rpartition('/')[0]}/{int(_worker) + 1}"

from config.settings import *  # noqa: E402, F403  the environment comes first
from config.settings import STORAGES  # noqa: E402  so does it here

# No collectstatic before a test run, so no manifest to look names up in.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What a test sees, no other test has asked before.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
