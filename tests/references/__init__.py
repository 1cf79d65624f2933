"""The reader of printed references: what it is learnt from, and how well it reads.

    .venv/bin/python -m tests.references train PATH      writes the model into the project
    .venv/bin/python -m tests.references measure PATH    five-fold cross-validation, our own lines

PATH is the AnyStyle project's references-core.xml, which stays outside the project.
"""
