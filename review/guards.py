"""Rules that the database itself holds, against every client: a shell `save()` and raw SQL too.

A model declares its rules in `Meta.triggers`, and `makemigrations` sees when one changes. What
several tables share stands here, what is one table's own beside its model, and what belongs to no
table (functions, the view that a redaction blanks by) in review/models/shared.sql. Error code AT001
is ours.
"""

from inspect import cleandoc

from pgtrigger import (
    After,
    Before,
    Delete,
    Insert,
    Referencing,
    Statement,
    Trigger,
    Truncate,
    Update,
    UpdateOf,
    compiler,
)

from review.gate import GATE

__all__ = [
    "After",
    "Delete",
    "Insert",
    "Referencing",
    "Statement",
    "Truncate",
    "Update",
    "UpdateOf",
]


class Sql(compiler.UpsertTriggerSql):
    """A trigger and its function, under one name.

    Those of the library let pass whoever sets `pgtrigger.ignore`: a setting opens nothing here.
    """

    def get_template(self):
        return """
CREATE OR REPLACE FUNCTION {pgid}() RETURNS trigger LANGUAGE plpgsql AS $$
{declare}
BEGIN
{func}
END $$;
CREATE OR REPLACE TRIGGER {pgid} {when} {operation} ON {table} {referencing}
    FOR EACH {level} EXECUTE FUNCTION {execute};
COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
"""


class Rule(Trigger):
    """A trigger that is called by its table and its name. For each row, before it is written."""

    when = Before

    def get_pgid(self, model):
        return f"{model._meta.db_table}_{self.name}"

    def get_func(self, model):
        return cleandoc(super().get_func(model))

    def compile(self, model):
        made = super().compile(model)
        return compiler.Trigger(name=made.name, sql=Sql(**made.sql.kwargs))


REFUSE = """
RAISE EXCEPTION 'what was published, decided or sent is never rewritten: % on % refused',
    TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
"""


class Kept(Rule):
    """Rows stay."""

    name = "kept"
    level = Statement
    operation = Delete | Truncate
    func = REFUSE


class AppendOnly(Kept):
    """Rows stay as they were written."""

    name = "append_only"
    operation = Update | Delete | Truncate


class _AppendOnlyButBlanked(AppendOnly):
    func = f"IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NULL; END IF;\n{REFUSE}"


class Blanked(Rule):
    """What a redaction changes holds the mark, nothing, or the seal of what was there."""

    name = "blanked"
    operation = Update
    declare = [("changed", "record")]
    func = """
    IF NOT review_redacting() THEN RETURN NEW; END IF;
    FOR changed IN
        SELECT key, becomes.value FROM jsonb_each(to_jsonb(OLD)) AS was
        JOIN jsonb_each(to_jsonb(NEW)) AS becomes USING (key)
        WHERE was.value IS DISTINCT FROM becomes.value
    LOOP
        IF changed.key <> 'seal'
            AND NOT (changed.key = 'salt' AND changed.value = '""'::jsonb)
            AND changed.value NOT IN ('"[redacted]"'::jsonb, '{}'::jsonb)
        THEN
            RAISE EXCEPTION 'a redaction blanks, and changes nothing: % of % refused',
                changed.key, TG_TABLE_NAME USING ERRCODE = 'AT001';
        END IF;
    END LOOP;
    RETURN NEW;
    """


# Rows stay as they were written, but for what a redaction blanks.
BLANKED_ONLY = (_AppendOnlyButBlanked(), Blanked())


class ThroughGate(Rule):
    """Words come in only while no redaction searches and blanks (review/gate.py)."""

    name = "through_gate"
    level = Statement
    operation = Insert | Update
    func = f"PERFORM pg_advisory_xact_lock_shared({GATE});\nRETURN NULL;"


class OnlyEngine(Rule):
    """Only the publisher writes (review/publishing/writing.py)."""

    name = "only_engine"
    level = Statement
    operation = Insert | Update | Delete | Truncate
    func = """
    IF coalesce(current_setting('review.engine', true), 'off') <> 'on' THEN
        RAISE EXCEPTION '% on % refused: reviewed rows are written by the publisher alone',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
    """
