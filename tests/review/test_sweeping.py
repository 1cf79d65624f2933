"""Stored pages of builds that answer no more are deleted, and no others."""

import io

import pytest
from django.core.management import call_command
from django.test import Client

from review.models import StoredPage
from review.publishing import pages
from tests import builders

pytestmark = pytest.mark.django_db


def test_pages_of_other_builds_are_swept_and_those_of_this_one_stay(settings, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    builders.article(builders.operator())
    for build in ("old", "older", "this"):
        settings.ATTESTED_BUILD = build
        for path in ("/", "/timeline/", "/articles/an-article/"):
            Client().get(path)
    said = io.StringIO()
    call_command("sweep_pages", stdout=said)
    assert "6 stored pages of other builds deleted." in said.getvalue()
    assert set(StoredPage.objects.values_list("build", flat=True)) == {"this"}
    assert StoredPage.objects.count() == 3
