"""Verdicts: publishing, trust, undoing, amending and redacting what was published."""
