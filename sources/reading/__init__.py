"""Reading what people paste: each module turns one shape of text into fields, without the database."""

from sources.reading.encodings import decode, offers
from sources.reading.entries import Reading, Unreadable
from sources.reading.pasted import read

__all__ = ["Reading", "Unreadable", "decode", "offers", "read"]
