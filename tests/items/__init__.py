"""Test items of others, put through our reading, our columns and the house style.

    .venv/bin/python -m tests.items measure SUITE TRANSLATORS SCHEMA

The paths are checkouts, which stay outside the project, of citation-style-language/test-suite,
zotero/translators and zotero/zotero-schema. An item is rendered as it is and as we hold it: what
the style prints of the one and not of the other is lost. `--lost` shows each such item.
"""
