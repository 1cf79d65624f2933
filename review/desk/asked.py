"""What is asked once about drafts when they are sent. It never blocks: sent again, they go.

What is asked, the kinds say (`kinds.register_asking`). An answer goes along as a comment on its act,
or as a draft that is sent with it.
"""

from review import kinds
from review.deciding import trust
from review.desk.views.base import desk_page
from review.proposing import proposals

FIELD = "asked"


def before(request, acts, summary):
    """The page that asks about these drafts, or None where nothing is to be asked or it has been."""
    if FIELD in request.POST:
        return None
    acts = list(acts)
    found = [question for _, question in kinds.questions(acts)]
    if not found:
        return None
    return desk_page(
        request,
        "review/asked.html",
        "Before it is sent",
        acts=acts,
        questions=found,
        summary=summary,
    )


def send(request, acts, *, summary):
    """Send drafts with what was answered about them; returns the changeset."""
    acts, by = list(acts), request.user
    along, said = [], []
    given = {n: v for n, v in request.POST.items() if n.startswith("answer-") and v}
    for asking, question in kinds.questions(acts) if given else []:
        value = given.get(f"answer-{question.key}")
        if value in dict(question.answers):
            act, words = asking.answer(question, value, by=by)
            along += [act] if act else []
            said += [(question.act, words)] if words else []
    sent = trust.send([*acts, *along], by=by, summary=summary)
    own = {act.pk: act for act in acts}
    for key, words in said:
        proposals.comment(own[key], by=by, text=words)
    return sent
