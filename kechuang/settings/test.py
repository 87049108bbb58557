"""Settings of pytest: the real PostgreSQL, plain static names, nothing that slows a test without making it truer."""

import os

os.environ.setdefault("KECHUANG_PLAIN_HTTP", "1")
os.environ.setdefault("KECHUANG_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("KECHUANG_SECRET_KEY", "tests-only-and-nowhere-else-0123456789abcdefghij")

from kechuang.core.database import TEST_CLUSTER, django_database

from .base import *  # noqa: F403
from .base import STORAGES, VAR_DIR

KECHUANG_DEMO = True
DATABASES = {"default": django_database(os.environ.get("DATABASE_URL"), VAR_DIR, cluster=TEST_CLUSTER)}
DATABASES["default"]["OPTIONS"]["options"] = "-c kechuang.flush=on"  # tests may empty the ledger of their own database
DATABASES["default"]["TEST"] = {"NAME": f"test_kechuang_{os.getpid()}"}  # two runs at once do not meet
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None  # type: ignore[assignment]  # nothing is collected: files are found where they are written
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
