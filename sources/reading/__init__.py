"""Reading what people paste: each module turns one shape of text into fields, without the database."""
