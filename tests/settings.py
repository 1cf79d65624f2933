"""The settings under test: the test cluster, and the toy kinds that `review` is tried with."""

import os

os.environ["ATTESTED_CLUSTER"] = "test"
os.environ.pop("ATTESTED_PRODUCTION", None)

from config import settings as project
from config.settings import *  # noqa: F403

DEMO = True
INSTALLED_APPS = [*project.INSTALLED_APPS, "tests.toy"]
# Static files come from the folders themselves; connections end with their threads.
MIDDLEWARE = [name for name in project.MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    **project.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES = {"default": {**project.DATABASES["default"], "CONN_MAX_AGE": 0}}
if not os.environ.get("DATABASE_URL"):
    # Two runs at once have a database each; the cluster goes with the last of them.
    DATABASES["default"]["TEST"] = {"NAME": f"test_{os.getpid()}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests that need other styles than the house's name them: each is a call of pandoc for every work.
ATTESTED_OFFERED_STYLES = []
