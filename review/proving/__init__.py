"""Showing that the record is whole: it checks, tells and seals the log."""
