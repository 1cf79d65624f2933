"""The settings under test: the test cluster, and the toy kind that `review` is tried with."""

import os

os.environ["ATTESTED_CLUSTER"] = "test"
os.environ.pop("ATTESTED_PRODUCTION", None)

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as PROJECT_APPS
from config.settings import STORAGES as PROJECT_STORAGES

INSTALLED_APPS = [*PROJECT_APPS, "tests.toy"]
STORAGES = {
    **PROJECT_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
