"""Works in print: renderings by citeproc, made in batches and kept."""
