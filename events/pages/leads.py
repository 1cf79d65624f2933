"""A reader's lead: the form on which one says "I have a source" or "this looks wrong" of a statement,
without an account, and the private page that tells what became of it. Neither is ever stored."""

import base64
import secrets
import time
from dataclasses import dataclass

from axes.helpers import get_client_ip_address
from django import forms
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from events import leads
from events.models import Article, CitationRequest, Lead, Statement
from events.pages.fates import fate_of
from events.pages.moments import slugs_of
from review import characters, spoken
from review.exceptions import Refused
from review.models import Subject

SALT = "events.pages.leads"
# Seconds: nobody types so fast, and nobody has a page open so long without looking again.
FASTEST, OLDEST = 3, 24 * 3600
# What a person does not see, and a program fills.
TRAP = "headline"


class Lines(forms.CharField):
    """Browsers send a line's end as two characters, and count it as one."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class LeadForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What do you know of it?"),
        choices=[(name, gettext_lazy(words)) for name, words in Lead.What.choices],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you know of it.")},
    )
    text = Lines(
        label=gettext_lazy("Which source, or what is wrong?"),
        max_length=Lead.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy(
            "A title and a page, a DOI, an ISBN or a web address; or what the statement should "
            "say, and where that stands. Plain text, for the editors alone. Don’t write who you are: "
            "nobody can answer here."
        ),
        error_messages={
            "required": gettext_lazy("Say which source, or what looks wrong."),
            "max_length": format_lazy(
                gettext_lazy("Say it in at most {number} characters."),
                number=lazy(spoken.number, str)(Lead.LONGEST),
            ),
        },
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if sentence := characters.fault(text):
            raise forms.ValidationError(sentence)
        return text


@dataclass(frozen=True)
class Opening:
    """What a form carries, signed: a key of its own, the publication of the statement that it shows,
    and when it was opened. `fault` says why that can't be gone on from."""

    key: str
    seen: int
    at: float
    fault: str = ""

    @classmethod
    def new(cls, statement):
        return cls(secrets.token_urlsafe(12), statement.subject.head_id, time.time())

    @classmethod
    def read(cls, text, statement):
        """The one that was sent; a new one, with the fault, where that does not hold any more."""
        try:
            found = cls(*signing.loads(text, salt=SALT))
        except (signing.BadSignature, TypeError):
            return cls.faulty(
                statement,
                _("This form was not opened here: look it over, and send it again."),
            )
        age = time.time() - found.at
        if age < FASTEST:
            return cls.faulty(
                statement,
                _("That was faster than anybody types: look it over, and send it again."),
            )
        if age > OLDEST:
            return cls.faulty(
                statement,
                _("You opened this page more than a day ago: look it over, and send it again."),
            )
        return found

    @classmethod
    def faulty(cls, statement, why):
        new = cls.new(statement)
        return cls(new.key, new.seen, new.at, why)

    def __str__(self):
        return signing.dumps([self.key, self.seen, self.at], salt=SALT)

    def token(self, data):
        """The private link's. The same words of the same form have the same: sent twice, they are
        kept once."""
        given = "\n".join((self.key, data.get("what", ""), data.get("text", "")))
        made = salted_hmac(SALT, given, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(made[:24]).decode()


@never_cache
def lead(request, anchor):
    """GET shows the statement in its context, and the form; POST sends it. Dynamic, never stored."""
    subject = Subject.objects.select_related("merged_into").filter(
        anchor=anchor, kind="events.statement"
    )
    subject = subject.first()
    if subject is None or subject.head_id is None:
        raise Http404("There is nothing with this anchor.")
    if subject.merged_into and request.method != "POST":
        return redirect("events:lead", subject.merged_into.anchor)
    rows = Statement.objects.select_related("event__article", "subject")
    statement = rows.filter(pk=subject.merged_into_id or subject.pk).first()
    if statement is None:
        typed = request.POST.get("text", "")
        context = {"anchor": anchor, "typed": typed}
        return _page(request, "events/lead_gone.html", context, status=404)
    if request.method == "POST":
        return _posted(request, statement)
    what = request.GET.get("what")
    initial = {"what": what if what in Lead.What.values else Lead.What.SOURCE}
    return _form(request, statement, LeadForm(initial=initial), Opening.new(statement))


def _posted(request, statement):
    form = LeadForm(request.POST)
    opening = Opening.read(request.POST.get("opened", ""), statement)
    is_valid = form.is_valid()
    token = opening.token(form.cleaned_data)
    if request.POST.get(TRAP):
        return _sent(request, statement, token)
    if not is_valid:
        return _form(request, statement, form, opening)
    if opening.fault:
        form.add_error(None, opening.fault)
        return _form(request, statement, form, opening)
    try:
        leads.send(
            statement.pk,
            seen=opening.seen,
            token=token,
            sender=get_client_ip_address(request),
            **form.cleaned_data,
        )
    except leads.TooMany as error:
        form.add_error(None, str(error))
        answer = _form(request, statement, form, opening, status=429)
        answer.headers["Retry-After"] = error.wait
        return answer
    except leads.Reworded as error:
        form.add_error(None, str(error))
        return _form(request, statement, form, Opening.new(statement))
    except Refused as error:
        form.add_error("text", str(error))
        return _form(request, statement, form, opening)
    return _sent(request, statement, token)


def _form(request, statement, form, opening, status=200):
    neighbours = Statement.objects.filter(event=statement.event_id).order_by("position")
    open_ones = CitationRequest.objects.filter(about=statement.pk, resolution="").order_by("pk")
    context = {
        "statement": statement,
        "article": statement.event.article,
        "slug": slugs_of([statement.event.article_id]).get(statement.event.article_id),
        "neighbours": neighbours,
        "requests": open_ones,
        "form": form,
        "opened": str(opening),
        "trap": TRAP,
    }
    return _page(request, "events/lead.html", context, status)


def _sent(request, statement, token):
    address = request.build_absolute_uri(reverse("events:lead-fate", args=[token]))
    context = {"statement": statement, "anchor": statement.subject.anchor, "address": address}
    return _page(request, "events/lead_sent.html", context)


@never_cache
def lead_fate(request, token):
    """What became of a lead, for who has its private link."""
    found = leads.found(token)
    if found is None:
        raise Http404("There is no such page.")
    context = {"lead": found, "fate": fate_of(found), "anchor": found.now.anchor}
    own = Article.objects.filter(events__statements=found.now.pk)
    context["language"] = own.values_list("language", flat=True).first() or ""
    answer = _page(request, "events/lead_fate.html", context)
    # The address is a secret: no link tells it on, not even within the site.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _page(request, template, context, status=200):
    answer = render(request, template, context, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
