"""Identifiers of works, in their normal form. No network: only what the digits themselves say."""

import re


class BadIdentifier(ValueError):
    """The text is no such identifier; the sentence says what is wrong."""


def normal_isbn(text):
    """ISBN-13 without hyphens (ISO 2108); an ISBN-10 is converted. Empty stays empty."""
    digits = re.sub(r"[\s-]|^ISBN(?:-1[03])?:?", "", text.strip(), flags=re.IGNORECASE).upper()
    if not digits:
        return ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        if sum((10 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(digits)) % 11:
            raise BadIdentifier(
                f"{text.strip()} is no ISBN: its last digit does not fit the others."
            )
        digits = f"978{digits[:9]}"
        return digits + str(-_weighted(digits) % 10)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise BadIdentifier(
            f"{text.strip()} is no ISBN: it needs 10 digits, or 13 that begin with 978 or 979."
        )
    if _weighted(digits) % 10:
        raise BadIdentifier(f"{text.strip()} is no ISBN: its last digit does not fit the others.")
    return digits


def _weighted(digits):
    return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits))


def normal_doi(text):
    """A DOI in lower case without resolver or “doi:” (ISO 26324). Empty stays empty."""
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)
    if not doi:
        return ""
    if not re.fullmatch(r"10\.\d{2,9}(?:\.\d+)*/\S+", doi):
        raise BadIdentifier(f"{text.strip()} is no DOI: one reads 10.1000/182.")
    return doi.lower()
