"""A printed reference line, in whatever style, read into labelled parts and the fields of a work."""

from sources.reading.printed.lines import LONGEST, SURE, Part, Printed, read_line
from sources.reading.printed.wrapped import references

__all__ = ["LONGEST", "SURE", "Part", "Printed", "read_line", "references"]
