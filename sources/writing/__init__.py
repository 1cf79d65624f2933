"""Writing works in the formats that reference managers read; what a format can't hold is named.

Each module has `write(works)`, of the fields that sources/reading gives: (the text, for each work
the names of its variables that are not in it, or stand in it as something else: a year for a date
that is circa, an institution for a person of one name).
"""
