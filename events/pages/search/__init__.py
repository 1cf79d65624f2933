"""Finding: what is live by its words, in whatever script and spelling (events/indexing.py)."""
