"""Writing an article: each step makes or extends a draft act of its author, and nothing is published.

Steps begin from what their author has before them, their own drafts laid over what is live. What is
made on something that is itself only proposed goes into its act, so that a new paragraph with its
statements and citations is one; everything else is an act of its own, to be decided apart.
"""

from events.desk.writing.adding import add_event, add_picture, add_section, add_statement, begin
from events.desk.writing.changing import ask, change, cite, date, reword
from events.desk.writing.cutting import merge, split
from events.desk.writing.ground import MISSING
from events.desk.writing.moving import move
from events.desk.writing.removing import remove, remove_event, remove_section, remove_statement
from events.desk.writing.taking import building_on, take_back, take_back_change

__all__ = [
    "MISSING",
    "add_event",
    "add_picture",
    "add_section",
    "add_statement",
    "ask",
    "begin",
    "building_on",
    "change",
    "cite",
    "date",
    "merge",
    "move",
    "remove",
    "remove_event",
    "remove_section",
    "remove_statement",
    "reword",
    "split",
    "take_back",
    "take_back_change",
]
