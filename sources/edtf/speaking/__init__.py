"""EDTF in the words of a language, one module each. All have the same functions: `say` a tree, `year`,
`decade` and `century` by number, `beside` a date of another calendar, and names of `CALENDARS`."""
