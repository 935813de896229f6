"""The settings the tests and mypy run with: those of production, in a folder that goes away.

`DATABASE_URL` and `BROKER_URL` are taken from the environment as always; that is how the same
suite runs on SQLite and on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

# A test never writes into var/. Processes that a test starts inherit the folder.
_folder = tempfile.mkdtemp(prefix="journeyloop-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ |= {
    "JOURNEYLOOP_DATA": _folder,
    "SECRET_KEY": "a long enough key that only tests use, never a real site",
    "DEBUG": "",
    "HTTPS": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
}

from config.settings import *  # noqa: E402, F403  the environment comes first
from config.settings import STORAGES  # noqa: E402  so does it here

# No collectstatic before a test run, so no manifest to look names up in.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
