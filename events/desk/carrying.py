"""What becomes of the mentions on a statement when it is cut, joined or reworded: edits of the same act."""

from events import naming
from events.models import Mention
from review.models import Change
from review.proposing import drafts


def parted(mentions, parts):
    """Edits on the mentions of a statement that is cut into `parts`, (key, words) each, of which the first
    keeps its identity. Words that a cut goes through name nothing any more."""
    for mention in mentions:
        at = next((n for n, (_, words) in enumerate(parts) if mention.words in words), None)
        if at is None:
            yield drafts.remove(Mention, mention.pk)
        elif at:
            yield drafts.update(Mention, mention.pk, statement_id=parts[at][0])


def merged(mentions, others, to):
    """Edits that take mentions to the statement `to`, where there are these others: what both say is said
    once."""
    said = {(other.topic_id, other.words) for other in others}
    for mention in mentions:
        if (mention.topic_id, mention.words) in said:
            yield drafts.remove(Mention, mention.pk)
        else:
            yield drafts.update(Mention, mention.pk, statement_id=to)


def reworded(mentions, words, own=None, act=None):
    """Edits on live mentions whose statement is to have these words: one goes on by another form of its
    own words, and goes where there is none.

    `own` are the author's open changes of mentions by key: those of `act`, the one that rewords the
    statement, are made anew, since a word comes back while it is typed.
    """
    for mention in mentions:
        change = (own or {}).get(str(mention.pk))
        if change and change.act_id != act:
            continue
        found = form_in(words, mention.words)
        if not found:
            if not (change and change.op == Change.Op.DELETE):
                yield drafts.remove(Mention, mention.pk)
        elif change or found != mention.words:
            yield drafts.update(Mention, mention.pk, words=found)


def form_in(text, name):
    """The words of a text that are a name, in the form that it has or in another of its cases; "" """
    if name in text:
        return name
    wanted = [
        naming.stems_of_form(word) | naming.stems_of_name(word) for *_, word in naming.words(name)
    ]
    there = naming.words(text)
    for first in range(len(there) - len(wanted) + 1) if wanted else ():
        run = there[first : first + len(wanted)]
        pairs = zip(run, wanted, strict=True)
        if run[0][2][:1].isupper() and all(
            stems & naming.stems_of_form(w) for (*_, w), stems in pairs
        ):
            return text[run[0][0] : run[-1][1]]
    return ""
