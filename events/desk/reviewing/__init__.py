"""How acts read to who decides on them: a sentence with its neighbours, marks and footnotes."""
