"""How titles and names are compared, as sources/folding.py wrote it then: Greek is read as Latin too, a
backup is restored without a search path, and an import finds what titles once were by an index."""

from django.db import migrations

FOLDING = r"""
CREATE OR REPLACE FUNCTION sources_folded(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := lower(normalize(regexp_replace(words, '</?(i|b|sup|sub|span)([ \t\n/][^>]*)?>', '', 'g'), NFKD));
    words := replace(replace(words, 'ѓ', 'gj'), 'ќ', 'kj');
    words := regexp_replace(words, '[\u0300-\u036f\u0483-\u0489ʹʺ''’]', '', 'g');
    words := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss'), 'ѕ', 'dz'), 'љ', 'lj'), 'њ', 'nj'), 'џ', 'dz'), 'щ', 'sc'), 'ю', 'ju'), 'я', 'ja'), 'θ', 'th'), 'χ', 'ch'), 'ψ', 'ps');
    words := translate(words, 'đðħłøŧıабвгдезиіјклмнопрстуфыэѣђєжћхцчшѳѵґαβγδεζηικλμνξοπρσςτυφωъь', 'ddhlotiabvgdeziijklmnoprstufyeedezchccsfigavgdeziiklmnxoprsstyfo');
    words := replace(replace(replace(replace(replace(replace(replace(words, 'y', 'i'), 'j', 'i'), 'sh', 's'), 'zh', 'z'), 'ch', 'c'), 'kh', 'h'), 'ts', 'c');
    words := regexp_replace(words, '([a-hj-uwz])\1+', '\1', 'g');
    words := regexp_replace(words, '(?<=[a-hj-uwz])ii+|ii+(?=[a-hj-uwz])', 'i', 'g');
    words := replace(replace(replace(words, 'ie', 'e'), 'di', 'd'), 'x', 'ks');
    RETURN regexp_replace(words, '[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f]+', '', 'g');
END $$;

CREATE OR REPLACE FUNCTION sources_main(title text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN left(coalesce(nullif(sources_folded(regexp_replace(title, '(?s)([:.;?!][ \t\n\u00a0]|[ \t\n\u00a0][-–—/][ \t\n\u00a0]).*', '', 'g')), ''),
        sources_folded(title)), 200);
END $$;
"""
# What was kept by the rule before.
ANEW = """
REINDEX INDEX sources_source_main;
CREATE INDEX sources_historicalsource_folded ON sources_historicalsource
USING hash (sources_folded(title));
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_same_works")]

    operations = [
        migrations.RunSQL(FOLDING, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, "DROP INDEX sources_historicalsource_folded"),
    ]
