"""Every admin that is registered: its forms are sent by each role, and what they keep is there.

Values come from the forms as they are shown, so that a new admin is tested without a line here; a
field that can't be guessed makes the test say how to go on.
"""

import itertools

import pytest
from django import forms
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse

from events.models import Dating, Illustration, Section, SectionRequest, Statement
from review.deciding import decisions
from review.models import CannedReason, Change, Reviewed
from review.proposing import drafts
from tests import builders
from tests.test_access import ROLES, TABLE

pytestmark = pytest.mark.django_db
assert get_resolver().url_patterns  # config/urls.py sets the site up.

MODELS = [m for m in admin.site._registry if m._meta.app_label != "toy"]
# What plain words would not be accepted for: {(model, field): value}.
FILL = {
    ("user", "password1"): "a-long-phrase-of-words",
    ("user", "password2"): "a-long-phrase-of-words",
    ("dating", "edtf"): "1812-05",
    ("mention", "words"): "thing happened",
}
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def people(for_all):
    """The account of each role, in a world where every registered model has a row."""
    with for_all():
        op = builders.operator()
        found = {
            "reader": builders.user("reader"),
            "editor": builders.editor(),
            "moderator": builders.moderator(),
            "operator": op,
        }
        article = builders.article(op)
        first = Statement.objects.order_by("position").first()
        builders.published_citation(op, first)
        more = (
            Section.new(article_id=article.pk, position="5", title="Part"),
            SectionRequest.new(article_id=article.pk),
            Illustration.new(article_id=article.pk, position="5", caption="A view"),
            Dating.new(statement_id=first.pk, words="1812", edtf="1812"),
        )
        decisions.publish([drafts.create(o) for o in more], by=op, summary="more")
        builders.topic(op, named=[(first, "thing")])
        CannedReason.objects.create(choice="return", text="Why?")
    return found


@pytest.fixture
def clients(people):
    """A client of each role."""
    found = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, person in people.items():
        found[role].force_login(person)
        found[role].person = person
    return found


def name_of(model):
    return f"{model._meta.app_label}/{model._meta.model_name}"


def row_of(model):
    found = model._base_manager.order_by("pk").first()
    assert found, f"say in the fixture how {model.__name__} gets a row"
    return found


def address_of(model, view, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{view}", args=args)


def may(role, model, view):
    route = f"admin/{name_of(model)}/" + {"add": "add/"}.get(view, f"<path:object_id>/{view}/")
    return TABLE[route][ROLES.index(role)] == 200


def form_of(page):
    """(the form, what a browser would send of it and its inlines)."""
    form = page.context["adminform"].form
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    data = {}
    for each in [form, *(f.management_form for f in formsets), *(f for s in formsets for f in s)]:
        for name, field in each.fields.items():
            value = each[name].value()
            if field.disabled or value is None or value is False or value == "":
                continue
            if isinstance(value, list | tuple):
                data[each.add_prefix(name)] = [str(getattr(v, "pk", v)) for v in value]
            else:
                data[each.add_prefix(name)] = "on" if value is True else str(value)
    return form, data


def value_for(model, form, name):
    field = form.fields[name]
    if (model._meta.model_name, name) in FILL:
        return FILL[model._meta.model_name, name]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        widget = getattr(field.widget, "widget", field.widget)
        options = [o["value"] for _, group, _ in widget.optgroups(name, []) for o in group]
        return str(next(value for value in options if value))
    if isinstance(field, forms.CharField):
        return f"Words{next(NUMBERS)}"
    pytest.fail(f"say in FILL how to fill {model.__name__}.{name}")


def filled(model, page):
    form, data = form_of(page)
    for name, field in form.fields.items():
        is_wanted = field.required or (model._meta.model_name, name) in FILL
        if is_wanted and not field.disabled and name not in data:
            data[name] = value_for(model, form, name)
    return data


def changed(model, page):
    """(what is sent, the field that it changes): the first that takes plain words."""
    form, data = form_of(page)
    for name, field in form.fields.items():
        if type(field) is forms.CharField and not field.widget.is_hidden and not field.disabled:
            return data | {name: value_for(model, form, name)}, name
    if "username" in form.fields:
        return data | {"username": value_for(model, form, "username")}, "username"
    return pytest.fail(f"say which field of {model.__name__} to change")


def sent(client, path, data):
    """The page that the sending led to."""
    answer = client.post(path, data)
    if answer.status_code == 200 and answer.context and "adminform" in answer.context:
        form = answer.context["adminform"].form
        inlines = [i.formset.errors for i in answer.context["inline_admin_formsets"]]
        pytest.fail(f"say in FILL how to fill what was refused: {form.errors} {inlines}")
    if answer.status_code == 302:
        answer = client.get(answer.url, follow=True)
    assert answer.status_code == 200, path
    return answer


def refused(client, path, data):
    """A page that says no, or the way to sign in; nothing of it is kept."""
    answer = client.post(path, data)
    is_shut = answer.status_code == 403
    assert is_shut or (answer.status_code == 302 and "/admin/login/" in answer.url), path
    return True


def own(client, model, op):
    """The open changes of one sort that a person has of a model."""
    label = model._meta.label_lower
    return Change.objects.filter(
        act__changeset__author=client.person, op=op, subject__kind=label, act__state="draft"
    )


def count_of(client, model, op="create"):
    """How much was added: drafts of a reviewed model, rows of any other."""
    if issubclass(model, Reviewed):
        return own(client, model, op).count()
    return model._base_manager.count()


@pytest.mark.parametrize("button", ["_save", "_addanother", "_continue", "_popup"])
@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_what_each_role_adds_is_kept_or_refused(model, button, clients):
    path, data = address_of(model, "add"), {}
    for role in reversed(ROLES):  # Those who may first: the others then send what is valid.
        client = clients[role]
        if not may(role, model, "add"):
            before = Change.objects.count(), model._base_manager.count()
            assert refused(client, path, data)
            assert (Change.objects.count(), model._base_manager.count()) == before
            continue
        query = "?_popup=1" if button == "_popup" else ""
        data = filled(model, client.get(path + query)) | {button: "1"}
        before = count_of(client, model)
        page = sent(client, path + query, data)
        assert count_of(client, model) == before + 1, role
        if button == "_addanother":
            assert page.request["PATH_INFO"] == path
        if button == "_continue":
            new = (
                own(client, model, "create").get().subject_id
                if issubclass(model, Reviewed)
                else model._base_manager.latest("pk").pk
            )
            assert page.request["PATH_INFO"] == address_of(model, "change", new)


@pytest.mark.parametrize("button", ["_save", "_addanother", "_continue", "_popup"])
@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_what_each_role_changes_is_kept_or_refused(model, button, clients):
    row = row_of(model)
    path, data = address_of(model, "change", row.pk), {}
    for role in reversed(ROLES):
        client = clients[role]
        if not may(role, model, "change"):
            before = Change.objects.count(), model._base_manager.filter(pk=row.pk).values().get()
            assert refused(client, path, data)
            now = Change.objects.count(), model._base_manager.filter(pk=row.pk).values().get()
            assert now == before
            continue
        query = "?_popup=1" if button == "_popup" else ""
        data, name = changed(model, client.get(path + query))
        page = sent(client, path + query, data | {button: "1"})
        if issubclass(model, Reviewed):
            assert own(client, model, "update").get().after[name] == data[name], role
            assert getattr(row_of(model), name) == getattr(row, name)
        else:
            row.refresh_from_db()
            assert getattr(row, name) == data[name], role
        if button == "_continue":
            assert page.request["PATH_INFO"] == path


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_what_each_role_removes_is_kept_or_refused(model, clients):
    for role in reversed(ROLES):
        client, row = clients[role], model._base_manager.order_by("pk").first()
        path = address_of(model, "delete", row.pk if row else 1)
        if not may(role, model, "delete"):
            before = Change.objects.count(), model._base_manager.count()
            assert refused(client, path, {"post": "yes"})
            assert (Change.objects.count(), model._base_manager.count()) == before
            continue
        sent(client, path, {"post": "yes"})
        if issubclass(model, Reviewed):
            assert own(client, model, "delete").filter(subject_id=row.pk).exists(), role
        else:
            assert not model._base_manager.filter(pk=row.pk).exists(), role
