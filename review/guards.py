"""Triggers that hold the engine's rules in the database, and the operations to install them.

They stop every client, a shell `save()` and raw SQL included. Error code AT001 is ours.

Migrations that were applied long ago import these constants: none is ever edited. What is to be
otherwise is a constant of its own, which a new migration installs over the old one.
"""

from django.db.migrations.operations import RunSQL

from review.gate import GATE

FUNCTIONS = """
CREATE FUNCTION review_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published, decided or sent is never rewritten: % on % refused',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
END $$;

CREATE FUNCTION review_only_engine() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('review.engine', true), 'off') <> 'on' THEN
        RAISE EXCEPTION '% on % refused: reviewed rows are written by the publisher alone',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION review_act_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = NEW.state AND OLD.state = 'draft' THEN RETURN NEW; END IF;
    IF NOT ((OLD.state, NEW.state) IN (
        ('draft', 'pending'), ('draft', 'withdrawn'),
        ('pending', 'approved'), ('pending', 'returned'), ('pending', 'rejected'),
        ('pending', 'withdrawn'), ('pending', 'superseded'), ('returned', 'superseded')))
    THEN
        RAISE EXCEPTION 'an act that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'AT001';
    END IF;
    IF OLD.state <> 'draft' AND (OLD.changeset_id, OLD.type, OLD.title, OLD.revises_id, OLD.undoes_id,
            OLD.amended_by_id, OLD.sent_at, OLD.digest)
        IS DISTINCT FROM
        (NEW.changeset_id, NEW.type, NEW.title, NEW.revises_id, NEW.undoes_id,
            NEW.amended_by_id, NEW.sent_at, NEW.digest)
    THEN
        RAISE EXCEPTION 'a sent act is frozen' USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION review_draft_changes_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM touched JOIN review_act ON review_act.id = touched.act_id
        WHERE review_act.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'a sent change is never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER review_act_moves BEFORE UPDATE ON review_act
    FOR EACH ROW EXECUTE FUNCTION review_act_moves();
CREATE TRIGGER review_act_kept BEFORE DELETE OR TRUNCATE ON review_act
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_subject_kept BEFORE DELETE OR TRUNCATE ON review_subject
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_change_insert AFTER INSERT ON review_change
    REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION review_draft_changes_only();
CREATE TRIGGER review_change_update AFTER UPDATE ON review_change
    REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION review_draft_changes_only();
CREATE TRIGGER review_change_update_to AFTER UPDATE ON review_change
    REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION review_draft_changes_only();
CREATE TRIGGER review_change_delete AFTER DELETE ON review_change
    REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION review_draft_changes_only();
CREATE TRIGGER review_change_truncate BEFORE TRUNCATE ON review_change
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
"""

FUNCTIONS_UNDONE = """
DROP TRIGGER review_change_truncate ON review_change;
DROP TRIGGER review_change_delete ON review_change;
DROP TRIGGER review_change_update_to ON review_change;
DROP TRIGGER review_change_update ON review_change;
DROP TRIGGER review_change_insert ON review_change;
DROP TRIGGER review_subject_kept ON review_subject;
DROP TRIGGER review_act_kept ON review_act;
DROP TRIGGER review_act_moves ON review_act;
DROP FUNCTION review_draft_changes_only;
DROP FUNCTION review_act_moves;
DROP FUNCTION review_only_engine;
DROP FUNCTION review_refuse;
"""


# A redaction blanks text fields of rows that nothing else may ever change. What it may do is
# checked row by row: a changed column holds the mark, nothing, or the seal of what was there.
REDACTION = """
CREATE FUNCTION review_redacting() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('review.redaction', true), 'off') = 'on'
$$;

CREATE OR REPLACE FUNCTION review_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'what was published, decided or sent is never rewritten: % on % refused',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
END $$;

CREATE FUNCTION review_only_blanked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
BEGIN
    IF NOT review_redacting() THEN RETURN NEW; END IF;
    FOR changed IN
        SELECT key, becomes.value FROM jsonb_each(to_jsonb(OLD)) AS was
        JOIN jsonb_each(to_jsonb(NEW)) AS becomes USING (key)
        WHERE was.value IS DISTINCT FROM becomes.value
    LOOP
        IF changed.key NOT IN ('seal', 'salt')
            AND changed.value NOT IN ('"[redacted]"'::jsonb, '{}'::jsonb)
        THEN
            RAISE EXCEPTION 'a redaction blanks, and changes nothing: % of % refused',
                changed.key, TG_TABLE_NAME USING ERRCODE = 'AT001';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_draft_changes_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NULL; END IF;
    IF EXISTS (
        SELECT 1 FROM touched JOIN review_act ON review_act.id = touched.act_id
        WHERE review_act.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'a sent change is never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION review_act_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF review_redacting() THEN RETURN NEW; END IF;
    IF OLD.state = NEW.state AND OLD.state = 'draft' THEN RETURN NEW; END IF;
    IF NOT ((OLD.state, NEW.state) IN (
        ('draft', 'pending'), ('draft', 'withdrawn'),
        ('pending', 'approved'), ('pending', 'returned'), ('pending', 'rejected'),
        ('pending', 'withdrawn'), ('pending', 'superseded'), ('returned', 'superseded')))
    THEN
        RAISE EXCEPTION 'an act that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'AT001';
    END IF;
    IF OLD.state <> 'draft' AND (OLD.changeset_id, OLD.type, OLD.title, OLD.revises_id, OLD.undoes_id,
            OLD.amended_by_id, OLD.sent_at, OLD.digest)
        IS DISTINCT FROM
        (NEW.changeset_id, NEW.type, NEW.title, NEW.revises_id, NEW.undoes_id,
            NEW.amended_by_id, NEW.sent_at, NEW.digest)
    THEN
        RAISE EXCEPTION 'a sent act is frozen' USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER review_act_blanked BEFORE UPDATE ON review_act
    FOR EACH ROW EXECUTE FUNCTION review_only_blanked();
CREATE TRIGGER review_change_blanked BEFORE UPDATE ON review_change
    FOR EACH ROW EXECUTE FUNCTION review_only_blanked();
"""

REDACTION_OF_ONE = """
CREATE FUNCTION review_blank(redaction bigint, place regclass, row_key text, names text[], sealed jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key_column text;
    steps text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM review_redaction WHERE id = redaction) THEN
        RAISE EXCEPTION 'there is no redaction %', redaction USING ERRCODE = 'AT001';
    END IF;
    SELECT attname INTO key_column FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = place AND indisprimary;
    SELECT string_agg(format('%I = %L', attname,
            CASE WHEN atttypid = 'jsonb'::regtype THEN '{}' ELSE '[redacted]' END), ', ')
        INTO steps FROM pg_attribute WHERE attrelid = place AND attname = ANY(names);
    IF sealed IS NOT NULL THEN
        steps := steps || format(', seal = %L, salt = %L', sealed, '');
    END IF;
    PERFORM set_config('review.redaction', 'on', true), set_config('review.engine', 'on', true);
    EXECUTE format('UPDATE %s SET %s WHERE %I = %L', place, steps, key_column, row_key);
    PERFORM set_config('review.redaction', 'off', true), set_config('review.engine', 'off', true);
END $$;
"""

# The same for many rows of one table at once.
REDACTION_OF_MANY = """
CREATE FUNCTION review_blank(
    redaction bigint, place regclass, row_keys text[], names text[], seals jsonb[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key_column text;
    key_type text;
    steps text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM review_redaction WHERE id = redaction) THEN
        RAISE EXCEPTION 'there is no redaction %', redaction USING ERRCODE = 'AT001';
    END IF;
    SELECT attname, format_type(atttypid, atttypmod) INTO key_column, key_type FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = place AND indisprimary;
    SELECT string_agg(format('%I = %L', attname,
            CASE WHEN atttypid = 'jsonb'::regtype THEN '{}' ELSE '[redacted]' END), ', ')
        INTO steps FROM pg_attribute WHERE attrelid = place AND attname = ANY(names);
    IF seals IS NOT NULL THEN
        steps := steps || format(', seal = given.seal, salt = %L', '');
    END IF;
    PERFORM set_config('review.redaction', 'on', true), set_config('review.engine', 'on', true);
    EXECUTE format(
        'UPDATE %s AS held SET %s '
        'FROM (SELECT unnest($1::%s[]) AS key, unnest($2) AS seal) AS given WHERE held.%I = given.key',
        place, steps, key_type, key_column)
        USING row_keys, coalesce(seals, array_fill(NULL::jsonb, ARRAY[cardinality(row_keys)]));
    PERFORM set_config('review.redaction', 'off', true), set_config('review.engine', 'off', true);
END $$;
"""

DROP_OF_ONE = "DROP FUNCTION review_blank(bigint, regclass, text, text[], jsonb)"
DROP_OF_MANY = "DROP FUNCTION review_blank(bigint, regclass, text[], text[], jsonb[])"

# Who puts words into a table waits while a redaction searches and blanks (review/gate.py).
THROUGH_GATE = f"""
CREATE FUNCTION review_through_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({GATE});
    RETURN NULL;
END $$
"""


def through_gate(table):
    """An operation: words come into `table` only while no redaction is at work."""
    return RunSQL(
        f"CREATE TRIGGER {table}_through_gate BEFORE INSERT OR UPDATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION review_through_gate()",
        f"DROP TRIGGER {table}_through_gate ON {table}",
    )


# An entry of the log is written once. Only a publication that does not stand yet takes it in, and
# a redaction seals it: the digest stays, and what it was made of goes.
ENTRIES = """
CREATE FUNCTION review_entry_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND review_redacting()
        AND to_jsonb(OLD) - 'salt' - 'seal' = to_jsonb(NEW) - 'salt' - 'seal'
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.publication_id IS NOT NULL OR NEW.publication_id IS NULL
        OR to_jsonb(OLD) - 'publication_id' <> to_jsonb(NEW) - 'publication_id')
    THEN
        RAISE EXCEPTION 'an entry of the log is never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    IF EXISTS (SELECT 1 FROM review_publication WHERE number = NEW.publication_id) THEN
        RAISE EXCEPTION 'publication % stands: nothing is added to it, % refused',
            NEW.publication_id, TG_OP USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION review_seal_entries(redaction bigint, keys bigint[], seals jsonb[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM review_redaction WHERE id = redaction) THEN
        RAISE EXCEPTION 'there is no redaction %', redaction USING ERRCODE = 'AT001';
    END IF;
    PERFORM set_config('review.redaction', 'on', true);
    UPDATE review_entry AS held SET seal = given.seal, salt = ''
        FROM (SELECT unnest(keys) AS id, unnest(seals) AS seal) AS given WHERE held.id = given.id;
    PERFORM set_config('review.redaction', 'off', true);
END $$;

CREATE TRIGGER review_entry_moves BEFORE INSERT OR UPDATE ON review_entry
    FOR EACH ROW EXECUTE FUNCTION review_entry_moves();
CREATE TRIGGER review_entry_kept BEFORE DELETE OR TRUNCATE ON review_entry
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
"""

ENTRIES_UNDONE = """
DROP TRIGGER review_entry_kept ON review_entry;
DROP TRIGGER review_entry_moves ON review_entry;
DROP FUNCTION review_seal_entries;
DROP FUNCTION review_entry_moves;
"""


# Replaces functions of the constants above (migration 0014). Before, the setting
# `review.redaction` opened every table to whoever set it; now only the trigger of the view
# `review_blanking` opens them: what it updates comes to their triggers at a depth of two. It takes
# a redaction of its own transaction, and the places that this names. Anything else that was sent
# is compared as a whole, so that a column added later is frozen too.
FROZEN = """
CREATE FUNCTION review_redaction_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_redacting() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_trigger_depth() > 1
$$;

CREATE OR REPLACE FUNCTION review_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND review_redacting() AND EXISTS (SELECT FROM pg_trigger
        WHERE tgrelid = TG_RELID AND tgfoid = 'review_only_blanked'::regproc)
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'what was published, decided or sent is never rewritten: % on % refused',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
END $$;

CREATE OR REPLACE FUNCTION review_only_blanked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
BEGIN
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
END $$;

CREATE OR REPLACE FUNCTION review_act_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF review_redacting() THEN RETURN NEW; END IF;
    IF OLD.state = NEW.state AND OLD.state = 'draft' THEN RETURN NEW; END IF;
    IF NOT ((OLD.state, NEW.state) IN (
        ('draft', 'pending'), ('draft', 'withdrawn'),
        ('pending', 'approved'), ('pending', 'returned'), ('pending', 'rejected'),
        ('pending', 'withdrawn'), ('pending', 'superseded'), ('returned', 'superseded')))
    THEN
        RAISE EXCEPTION 'an act that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'AT001';
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(OLD) - 'state' <> to_jsonb(NEW) - 'state' THEN
        RAISE EXCEPTION 'a sent act is frozen' USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION review_changeset_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND review_redacting() THEN RETURN NEW; END IF;
    IF OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a sent changeset is frozen: % refused', TG_OP USING ERRCODE = 'AT001';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION review_restriction_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF review_redacting() THEN RETURN NEW; END IF;
    IF OLD.until <= clock_timestamp() AND to_jsonb(OLD) || '{"is_over": true}' = to_jsonb(NEW) THEN
        RETURN NEW;
    END IF;
    IF OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR NEW.lifted_by_id IS NULL
        OR to_jsonb(OLD) - ARRAY['lifted_at', 'lifted_by_id']
            <> to_jsonb(NEW) - ARRAY['lifted_at', 'lifted_by_id']
    THEN
        RAISE EXCEPTION 'a restriction is lifted, once, or over, and never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
END $$;

CREATE VIEW review_blanking AS SELECT NULL::bigint AS redaction, NULL::regclass AS place,
    NULL::text[] AS row_keys, NULL::text[] AS names, NULL::jsonb[] AS seals WHERE false;

CREATE FUNCTION review_table_of(label text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE label WHEN 'admin.logentry' THEN 'django_admin_log' ELSE replace(label, '.', '_') END
$$;

CREATE FUNCTION review_blank_these() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held review_redaction;
    stray text;
    key_column text;
    key_type text;
    steps text;
BEGIN
    SELECT * INTO held FROM review_redaction WHERE id = NEW.redaction;
    IF held.id IS NULL THEN
        RAISE EXCEPTION 'there is no redaction %', NEW.redaction USING ERRCODE = 'AT001';
    END IF;
    IF held.made_in IS DISTINCT FROM pg_current_xact_id()::text::bigint
        OR NOT EXISTS (SELECT FROM review_publication WHERE decision_id = held.decision_id)
    THEN
        RAISE EXCEPTION 'redaction % is done: it blanks nothing more, refused', NEW.redaction
            USING ERRCODE = 'AT001';
    END IF;
    IF NEW.place <> 'review_entry'::regclass THEN
        SELECT key INTO stray FROM unnest(NEW.row_keys) AS key WHERE key NOT IN (
            SELECT named ->> 1 FROM jsonb_array_elements(held.places) AS named
            WHERE review_table_of(named ->> 0) = NEW.place::text AND named -> 2 ?& NEW.names)
        LIMIT 1;
        IF stray IS NOT NULL OR cardinality(NEW.names) = 0 THEN
            RAISE EXCEPTION 'redaction % does not name % of % %: refused',
                NEW.redaction, NEW.names, NEW.place, stray USING ERRCODE = 'AT001';
        END IF;
    ELSIF NEW.names <> '{}' THEN
        RAISE EXCEPTION 'an entry of the log holds no words: refused' USING ERRCODE = 'AT001';
    END IF;
    SELECT attname, format_type(atttypid, atttypmod) INTO key_column, key_type FROM pg_index
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = NEW.place AND indisprimary;
    SELECT array_to_string(array_agg(format('%I = %L', attname,
            CASE WHEN atttypid = 'jsonb'::regtype THEN '{}' ELSE '[redacted]' END))
            || CASE WHEN NEW.seals IS NOT NULL THEN ARRAY['seal = given.seal', format('salt = %L', '')] END,
            ', ')
        INTO steps FROM pg_attribute
        WHERE attrelid = NEW.place AND attname = ANY(NEW.names);
    PERFORM set_config('review.engine', 'on', true);
    EXECUTE format(
        'UPDATE %s AS held SET %s '
        'FROM (SELECT unnest($1::%s[]) AS key, unnest($2) AS seal) AS given WHERE held.%I = given.key',
        NEW.place, steps, key_type, key_column)
        USING NEW.row_keys,
            coalesce(NEW.seals, array_fill(NULL::jsonb, ARRAY[cardinality(NEW.row_keys)]));
    PERFORM set_config('review.engine', 'off', true);
    RETURN NEW;
END $$;

CREATE TRIGGER review_blank_these INSTEAD OF INSERT ON review_blanking
    FOR EACH ROW EXECUTE FUNCTION review_blank_these();

CREATE OR REPLACE FUNCTION review_blank(
    redaction bigint, place regclass, row_keys text[], names text[], seals jsonb[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO review_blanking VALUES (redaction, place, row_keys, names, seals)
$$;

CREATE OR REPLACE FUNCTION review_seal_entries(redaction bigint, keys bigint[], seals jsonb[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO review_blanking VALUES (redaction, 'review_entry', keys::text[], '{}', seals)
$$;

CREATE TRIGGER review_redaction_made BEFORE INSERT ON review_redaction
    FOR EACH ROW EXECUTE FUNCTION review_redaction_made();
CREATE TRIGGER review_changeset_moves BEFORE UPDATE OR DELETE ON review_changeset
    FOR EACH ROW EXECUTE FUNCTION review_changeset_moves();
CREATE TRIGGER review_changeset_kept BEFORE TRUNCATE ON review_changeset
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_restriction_moves BEFORE UPDATE ON review_restriction
    FOR EACH ROW EXECUTE FUNCTION review_restriction_moves();
CREATE TRIGGER review_restriction_kept BEFORE DELETE OR TRUNCATE ON review_restriction
    FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
"""


def _replaced(sql):
    """The functions of a constant, to be put in place of those that stand."""
    functions = sql.partition("CREATE TRIGGER")[0]
    return functions.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


FROZEN_UNDONE = f"""
DROP TRIGGER review_restriction_kept ON review_restriction;
DROP TRIGGER review_restriction_moves ON review_restriction;
DROP TRIGGER review_changeset_kept ON review_changeset;
DROP TRIGGER review_changeset_moves ON review_changeset;
DROP TRIGGER review_redaction_made ON review_redaction;
DROP VIEW review_blanking;
DROP FUNCTION review_blank_these;
DROP FUNCTION review_table_of;
DROP FUNCTION review_restriction_moves;
DROP FUNCTION review_changeset_moves;
DROP FUNCTION review_redaction_made;
{_replaced(REDACTION)}
{_replaced(REDACTION_OF_MANY)}
{_replaced(ENTRIES)}
"""


def only_blanked(table):
    """An operation: the updates of `table` that a redaction makes blank, and change nothing."""
    return RunSQL(
        f"CREATE TRIGGER {table}_blanked BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION review_only_blanked()",
        f"DROP TRIGGER {table}_blanked ON {table}",
    )


def append_only(table):
    """An operation: UPDATE, DELETE and TRUNCATE on `table` are refused."""
    return RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION review_refuse()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


def reviewed(app, model):
    """Operations for one reviewed model: its live table and its history."""
    live, history = f"{app}_{model}", f"{app}_historical{model}"
    return [
        RunSQL(
            f"CREATE TRIGGER {live}_only_engine BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE "
            f"ON {live} FOR EACH STATEMENT EXECUTE FUNCTION review_only_engine()",
            f"DROP TRIGGER {live}_only_engine ON {live}",
        ),
        append_only(history),
    ]
