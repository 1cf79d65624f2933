"""What the steps of the article's page have in common: what was posted, and what comes after."""

from dataclasses import dataclass, field
from uuid import UUID

from events.desk import writing
from events.desk.laid import MODEL_OF
from review.exceptions import NothingProposed, Refused, Stale


class Again(Exception):
    """A form is to be shown again: {its name: the form}."""

    def __init__(self, said="", **forms):
        super().__init__(said)
        self.said, self.forms = said, forms


@dataclass
class Done:
    """What comes after a step: a panel that is opened, or the thing that has the focus."""

    focus: str = ""
    open: str = ""
    tool: str = ""
    add: dict = field(default_factory=dict)
    said: str = ""

    @property
    def is_open(self):
        return bool(self.open or self.add)

    @property
    def place(self):
        return f"k-{self.focus}" if self.focus else "sheet"

    def query(self):
        if self.add:
            return {key: value for key, value in self.add.items() if value}
        return {name: str(value) for name in ("open", "tool") if (value := getattr(self, name))}


def uuid_in(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None


def key_of(desk, name="key"):
    """The key that was sent by a name, or Refused."""
    if (key := uuid_in(desk.request.POST.get(name, ""))) is None:
        raise Refused(writing.MISSING)
    return key


def refusing(form, field, step):
    """What a step returns; where it is refused the form says so, with what was typed."""
    try:
        return step()
    except NothingProposed:
        return None
    except Stale:
        raise
    except Refused as error:
        form.add_error(field, str(error))
        raise Again(**{form.name: form}) from error


def bound(desk, name, form, **more):
    """A form with what was posted, which may be taken; else it is shown again."""
    made = form(desk.request.POST, auto_id=f"{name}_%s", **more)
    made.name = name
    if not made.is_valid():
        raise Again(**{name: made})
    return made


def named(desk):
    model = MODEL_OF.get(desk.request.POST.get("of", ""))
    if model is None:
        raise Refused(writing.MISSING)
    return model
