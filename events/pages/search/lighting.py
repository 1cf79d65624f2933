"""A text with the words that were found lit, clipped to what stands around them."""

from events import tokens

LONGEST, BEFORE = 360, 120


def pieces(text, places):
    """[(words, whether they are lit)] of a text whose tokens at `places`, counted from 1, were found."""
    spans = [(token.start, token.end) for token in tokens.tokens(text)]
    lit = [spans[place - 1] for place in places if place <= len(spans)]
    start, end = _window(text, lit[0][0] if lit else 0)
    made, at = [], start
    for first, last in lit:
        if start <= first and last <= end:
            made += [(text[at:first], False), (text[first:last], True)]
            at = last
    made.append((text[at:end], False))
    made.insert(0, ("… " if start else "", False))
    made.append((" …" if end < len(text) else "", False))
    return [(words, is_lit) for words, is_lit in made if words]


def _window(text, at):
    """(start, end) of what is shown of a text in which something is at a place; cut at spaces."""
    if len(text) <= LONGEST:
        return 0, len(text)
    start = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    if start + LONGEST >= len(text):
        return start, len(text)
    end = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
    return start, end if end > at else start + LONGEST
