"""What a reader and an editor do with a lead."""

import re
from datetime import timedelta

from django.core import signing
from django.db.models import F
from django.test import Client

from events.desk import resolving
from events.models import Lead
from events.pages import leads as pages
from review.models import Act
from review.proposing import drafts, proposals
from tests import builders

TEXT = "Glenny, The Balkans, page 30 says so."
LIST = "/admin/events/citationrequest/leads/"


def path_of(statement):
    return f"/statements/{statement.subject.anchor}/lead/"


def form_on(client, path, age=60):
    """What the form of a page carries, as if the page had been open for `age` seconds."""
    page = client.get(path).content.decode()
    opened = re.search('name="opened" value="([^"]+)"', page)[1]
    key, seen, at = signing.loads(opened, salt=pages.SALT)
    return {
        "opened": signing.dumps([key, seen, at - age], salt=pages.SALT),
        "what": "source",
        "text": TEXT,
    }


def sent(statement, client=None, age=60, address="192.0.2.1", **more):
    """The answer to a form that was opened and sent."""
    client = client or Client()
    data = form_on(client, path_of(statement), age) | more
    return client.post(path_of(statement), data, REMOTE_ADDR=address)


def link_in(answer):
    return re.search("/leads/[^/]+/", answer.content.decode())[0]


def told(link):
    return Client().get(link).content.decode()


def removed(statement, by, judge):
    act = drafts.propose(resolving.remove_statement(statement), by=by, type="delete")
    proposals.send([act], by=by, summary="It is wrong")
    builders.approve(Act.objects.get(pk=act.pk), judge)


def later(**span):
    Lead.objects.update(at=F("at") - timedelta(**span))


def resolve(client, request, lead, **more):
    data = {"way": "cite", "title": "The Balkans", "summary": "Found", "send": "1"} | more
    path = f"/admin/events/citationrequest/{request.pk}/resolve/?lead={lead.pk}"
    return client.post(path, data, follow=True)
