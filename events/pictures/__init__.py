"""Uploaded pictures: a file is checked, decoded and written anew; only what was written is kept.

Nothing of the file's own bytes survives: no EXIF, no place, no profile, nothing behind its end. So
what poses as a picture and is something else too (a page, a script, an archive) is harmless, since
it is only pixels by then.

They are kept in PostgreSQL, with everything else that the house remembers: one backup holds the
words and the pictures of one moment, an upload needs no folder that all servers share, and the
database itself refuses to delete what readers could see. A few thousand pictures of some hundred
kilobytes each are little for it; readers' browsers keep them for a year.
"""
