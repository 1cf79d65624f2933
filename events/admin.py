"""Where Django looks for what the admin shows: the desk has it."""

from events.desk import admin  # noqa: F401
