"""What the desk can refuse. Each carries a sentence that an editor can read."""


class Refused(Exception):
    """The base of all refusals: `str()` of any of them is the sentence to show."""


class IllegalMove(Refused):
    """The act's state does not allow this step."""

    def __init__(self, act, to):
        self.act, self.to = act, to
        super().__init__(
            f"“{act}” {act.state_said}, so it can't become {to}: "
            "someone may have decided on it or sent it meanwhile."
        )


class NotAllowed(Refused):
    """The person's role does not grant this step."""


class Restricted(NotAllowed):
    """The account is blocked, or the object is closed to proposals."""


class NothingProposed(Refused):
    """There is no difference to propose, or no act to send or decide."""


class SentAlready(NothingProposed):
    """The person proposes anew what their sent or returned act proposes as it is."""

    def __init__(self, act):
        self.act = act
        super().__init__(
            "This came back to you as it is: revise it before you send it again."
            if act.state == "returned"
            else "You have sent this already: it waits for review."
        )


class UndoWaits(Refused):
    """Another undo of the same work waits for a verdict, in the changeset of this number."""

    def __init__(self, changeset):
        self.changeset = changeset
        super().__init__(
            f"Changeset {changeset} undoes this already, and waits for a verdict: "
            "have it decided on, or withdrawn, first."
        )


class Stale(Refused):
    """The form was opened before the object, or the person's own draft of it, changed."""

    def __init__(self, what="This"):
        super().__init__(
            f"{what} has changed since you opened the form. What you typed is kept below; "
            "look at the current text and save again."
        )


class Moved(Refused):
    """The outcome is no longer the one that the moderator looked at."""

    def __init__(self):
        super().__init__(
            "Something was published since you opened this page, so the outcome is no longer "
            "the one you looked at. It is shown anew below: nothing has been decided yet."
        )


class Clashes(Refused):
    """The acts can't be published as they stand. `clashes` lists why."""

    def __init__(self, clashes):
        self.clashes = tuple(clashes)
        self.sentences = tuple(dict.fromkeys(clash.sentence for clash in self.clashes))
        more = len(self.sentences) - 1
        tail = f" (and {more} more)" if more > 0 else ""
        super().__init__(f"{self.sentences[0]}{tail}")


class Guarded(Refused):
    """Code tried to write a reviewed table past the publisher."""

    def __init__(self, model):
        super().__init__(f"{model._meta.label} is reviewed: propose a change instead of saving.")


class FilesStand(Refused):
    """Pages that readers are served as files can't be taken away, so nothing may take their place."""

    def __init__(self, error):
        super().__init__(
            "Nothing was published: the pages that readers are served as files can't be taken away "
            f"({error.strerror or error}). Tell an operator."
        )
