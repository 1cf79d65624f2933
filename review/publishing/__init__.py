"""Putting things before readers: the log's chain and what it covers, the writing of rows, stored
pages. Knows the ground."""
