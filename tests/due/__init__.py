"""How often the reader of events/due is right: `python -m tests.due [PATH]` prints it.

held_out.txt was labelled by another writer (a language model), by hand and blind to the rules, as
a careful editor would under the taxonomy of Redi and others, 2019; no rule was written or changed by
it. development.txt is what the rules were written by, and says less. A line is `due` or `not`, the
chief reason, and the sentence, with tabs between.
"""
