"""What is new: an article, a statement, a paragraph, a heading, a picture that is wished for."""

from uuid import UUID

from events.desk import asking
from events.desk.laid import Laid
from events.desk.writing import places
from events.desk.writing.changing import change, reword
from events.desk.writing.ground import at_hand, check_free, holding, is_own, keep, row_of, said
from events.models import Article, Event, Illustration, Section, Statement
from review.desk.admin.overlay import Overlay
from review.positions import between
from review.proposing import drafts


def begin(*, by, title, language=""):
    """Begin an article; returns its key."""
    article = Article.new(title=title.strip(), language=language)
    drafts.propose([drafts.create(article)], by=by)
    return article.pk


def add_statement(*, by, key, event, words, beside=None, is_before=False, marks=()):
    """Add a statement to an event, after (or before) the one of the key `beside`, or at its end.

    `key` is what it is to be known by: said again, with other words, it is reworded.
    """
    if is_own(key, by):
        return reword(key, by=by, words=words, marks=marks)
    desk, parent = at_hand(Event, event, by)
    position = places.beside(desk.statements(parent.pk), beside, is_before)
    new = Statement(subject_id=key, event_id=parent.pk, position=position, text=said(words))
    return keep([*holding(parent), drafts.create(new), *asking.marked(key, marks, by=by)], by=by)


def add_event(
    *,
    by,
    key,
    statement,
    article,
    words,
    section=None,
    beside=None,
    is_before=False,
    marks=(),
    **more,
):
    """Add a paragraph with its first statement: after (or before) the event `beside`, else at the end
    of the section, or of what stands before the first one. `more` are its heading and form; `key` and
    `statement` what the two are to be known by."""
    if is_own(statement, by):
        return reword(statement, by=by, words=words, marks=marks)
    for each in (key, statement):
        check_free(each)
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = row_of(desk, Article, article)
    near = next((event for event in desk.events if str(event.pk) == str(beside)), None)
    parent = near.section_id if near else section and UUID(str(section))
    if parent and not near:
        row_of(desk, Section, parent)
    siblings = desk.of_section(parent)
    position = (
        places.beside(siblings, beside, is_before) if siblings else places.opening(desk, parent)
    )
    event = Event(subject_id=key, article_id=whole.pk, section_id=parent, position=position, **more)
    first = Statement(subject_id=statement, event_id=key, position=between(), text=said(words))
    # By its words, since most have no heading, the act is called.
    edits = [drafts.create(first), drafts.create(event)]
    return drafts.propose([*edits, *asking.marked(statement, marks, by=by)], by=by)


def add_section(*, by, key, article, title, level=2, beside=None, is_before=False, at=None):
    """Add a heading after (or before) the section `beside`, with what is within that; at the end
    without it. With `at`, an event, it stands before that one, and the rest of its section follows."""
    if is_own(key, by):
        return change(Section, key, by=by, title=title.strip(), level=level)
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = row_of(desk, Article, article)
    following = []
    if at:
        first = row_of(desk, Event, at)
        own = desk.of_section(first.section_id)
        following = own[[event.pk for event in own].index(first.pk) :]
        beside, is_before = first.section_id, first.section_id is None
        beside = beside or (desk.sections[0].pk if desk.sections else None)
        position = places.beside(desk.sections, beside, is_before)
    else:
        if beside and not is_before:
            beside = places.block(desk.sections, UUID(str(beside)))[-1].pk
        position = places.beside(desk.sections, beside, is_before)
    new = Section(
        subject_id=key, article_id=whole.pk, position=position, title=title.strip(), level=level
    )
    edits = [drafts.update(Event, event.pk, section_id=key) for event in following]
    return keep([drafts.create(new), *edits], by=by)


def add_picture(*, by, key, article, caption):
    """Wish for an illustration: its caption alone, at the end; the file comes later."""
    if is_own(key, by):
        return change(Illustration, key, by=by, caption=said(caption))
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = row_of(desk, Article, article)
    own = list(desk.rows(Illustration).filter(article_id=whole.pk).order_by("position"))
    new = Illustration(
        subject_id=key,
        article_id=whole.pk,
        position=places.beside(own, None, False),
        caption=said(caption),
    )
    return drafts.propose([drafts.create(new)], by=by)
