"""Scripts that measure; the tests pin numbers of queries instead, which a busy machine can't bend."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
