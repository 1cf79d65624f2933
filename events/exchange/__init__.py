"""Articles in and out: reading files, importing what was read, exporting."""
