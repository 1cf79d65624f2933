"""What readers get: articles, the timeline, the history of statements. Reads what was published."""
