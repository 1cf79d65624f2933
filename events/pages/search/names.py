"""The seam to persons and places: by which other names what a query names is found."""


def other_names(text):
    """Texts to look for as well as for `text`, each in the place of all of it; none is known yet."""
    return []
