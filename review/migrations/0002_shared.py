"""What rules need beside the tables: review/models/shared.sql, as it was then."""

from django.db import migrations

SHARED = """
-- Only the view `review_blanking` opens what is kept to a redaction: what its trigger updates comes
-- to the triggers of the tables at a depth of two. No setting does.
CREATE OR REPLACE FUNCTION review_redacting() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_trigger_depth() > 1
$$;

CREATE OR REPLACE VIEW review_blanking AS SELECT NULL::bigint AS redaction, NULL::regclass AS place,
    NULL::text[] AS row_keys, NULL::text[] AS names, NULL::jsonb[] AS seals WHERE false;

CREATE OR REPLACE FUNCTION review_table_of(label text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE label WHEN 'admin.logentry' THEN 'django_admin_log' ELSE replace(label, '.', '_') END
$$;

-- It takes a redaction of its own transaction, and the places that this names.
CREATE OR REPLACE FUNCTION review_blank_these() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE TRIGGER review_blank_these INSTEAD OF INSERT ON review_blanking
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

-- Words come into the log of Django's admin through the gate too (review/gate.py).
CREATE OR REPLACE FUNCTION review_through_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734440037);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER django_admin_log_through_gate BEFORE INSERT OR UPDATE ON django_admin_log
    FOR EACH STATEMENT EXECUTE FUNCTION review_through_gate();
"""

GONE = """
DROP TRIGGER django_admin_log_through_gate ON django_admin_log;
DROP FUNCTION review_through_gate;
DROP FUNCTION review_seal_entries;
DROP FUNCTION review_blank;
DROP VIEW review_blanking;
DROP FUNCTION review_blank_these;
DROP FUNCTION review_table_of;
DROP FUNCTION review_redacting;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunSQL(SHARED, GONE)]
