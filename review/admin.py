"""Where Django looks for what the admin shows: the desk has it."""

from review.desk import admin  # noqa: F401
