"""Objects made as people make them, through the rooms: no test stands on an impossible state."""

import io
import secrets
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from events import leads
from events.desk import campaigns, resolving
from events.desk.worklist import Wanted
from events.exchange.importing import import_article
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Event,
    Mention,
    Statement,
    Topic,
    TopicName,
)
from events.pictures import keeping
from review import kinds
from review.deciding import decisions
from review.models import Slug, User
from review.proposing import drafts, proposals
from sources.models import Contributor, Source

SAMPLE = Path(settings.BASE_DIR) / "samples" / "russia-serbia-relations.txt"
SHARED = Path(settings.BASE_DIR).parent / "shared" / "samples" / "russia-serbia-relations.txt"


def user(name, role="", directly=False):
    """An account with the role's rights and, if asked, the grant to publish directly."""
    made = User.objects.create_user(
        name, password="secret", public_name=name.capitalize(), is_staff=bool(role)
    )
    if role:
        made.groups.add(Group.objects.get(name=role))
    if directly:
        made.user_permissions.add(Permission.objects.get(codename="publish_directly"))
    return User.objects.get(pk=made.pk)


def editor(name="editor"):
    return user(name, "editor")


def moderator(name="moderator"):
    return user(name, "moderator")


def operator(name="operator"):
    return user(name, "operator", directly=True)


def importer(name="importer"):
    """An operator whose imports are reviewed."""
    return user(name, "operator")


def imported(by=None, data=None):
    """The published article of a file, the sample unless another is given."""
    done = import_article(data or SAMPLE.read_bytes(), by=by or operator())
    return Article.objects.get(
        pk=Slug.objects.get(kind="events.article", slug=done.slug).subject_id
    )


def article(by, statements=("One thing happened.", "Another followed."), title="An article"):
    """A published article with one event of these statements, and a request on the first."""
    made = Article.new(title=title)
    event = Event.new(article_id=made.pk, position="5")
    texts = [
        Statement.new(event_id=event.pk, position=f"5{n:03}1", text=text)
        for n, text in enumerate(statements)
    ]
    request = CitationRequest.new(about_id=texts[0].pk)
    edits = [drafts.create(o) for o in (made, event, *texts, request)]
    decisions.publish(edits, by=by, summary="begun")
    return made


def book(**fields):
    """(an unpublished source, its author) to propose or publish."""
    values = {"title": "The Balkans", "publisher": "Granta", "issued": "2012", "language": "en"}
    source = Source.new(type="book", **(values | fields))
    author = Contributor.new(source_id=source.pk, position="5", family="Glenny", given="Misha")
    return source, author


def answer(request, by, locator="30", summary="Found it", **fields):
    """A sent act that cites a new book for a request."""
    source, author = book(**fields)
    edits = resolving.cite(
        request, new_source=source, contributors=[author], label="page", locator=locator
    )
    act = drafts.propose(edits, by=by, type="resolve")
    proposals.send([act], by=by, summary=summary)
    act.refresh_from_db()
    return act


def lead(statement, text="Glenny says so", what="source", token="", sender="192.0.2.1"):
    """What a reader sent of a live statement."""
    return leads.send(
        statement.pk,
        seen=statement.subject.head_id,
        what=what,
        text=text,
        token=token or secrets.token_urlsafe(),
        sender=sender,
    )


def approve(act, by, **more):
    return decisions.decide([decisions.Ruling(act.pk, "approve")], by=by, **more)


def reject(act, by, reason="Not this way"):
    return decisions.decide([decisions.Ruling(act.pk, "reject", reason)], by=by)


def return_(act, by, reason="Add the page"):
    return decisions.decide([decisions.Ruling(act.pk, "return", reason)], by=by)


def change(instance, by, summary="better", **values):
    """A sent act that changes one object."""
    act = drafts.propose([drafts.update(type(instance), instance.pk, **values)], by=by)
    proposals.send([act], by=by, summary=summary)
    act.refresh_from_db()
    return act


def outlived(edit, kind, by):
    """A sent act whose kind the next release does not have any more."""
    kinds.register(kind)
    act = drafts.propose([replace(edit, kind=kind)], by=by)
    proposals.send([act], by=by, summary="before the release")
    kinds.unregister(kind)
    act.refresh_from_db()
    return act


def picture(by, size=(640, 400), colour="#2040c0"):
    """An uploaded picture."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return keeping.take_in(SimpleUploadedFile("view.png", file.getvalue()), by=by)


def published_citation(by, statement, **fields):
    source, author = book(**fields)
    citation = Citation.new(
        statement_id=statement.pk, source_id=source.pk, position="5", label="page", locator="7"
    )
    edits = [drafts.create(o) for o in (source, author, citation)]
    decisions.publish(edits, by=by, summary="cited")
    return Citation.objects.get(pk=citation.pk)


def topic(by, name="Karađorđe", names=(), named=(), **fields):
    """A published topic with other names, (name, language) each, which statements name, (statement,
    words) each."""
    made = Topic.new(name=name, **fields)
    more = [
        TopicName.new(topic_id=made.pk, position=f"5{n:03}1", name=other, language=language)
        for n, (other, language) in enumerate(names)
    ]
    more += [Mention.new(statement_id=s.pk, topic_id=made.pk, words=words) for s, words in named]
    decisions.publish([drafts.create(o) for o in (made, *more)], by=by, summary="who it is")
    return Topic.objects.get(pk=made.pk)


def campaign(by, name="A campaign", **wanted):
    """A campaign of today, of what a filter finds: statements that need a citation, unless another
    is given."""
    today = timezone.now().date()
    return campaigns.open_campaign(
        name,
        by=by,
        about="What it is about.",
        begins_on=today,
        ends_on=today,
        wanted=Wanted(**(wanted or {"kind": "citation-needed"})),
    ).campaign
