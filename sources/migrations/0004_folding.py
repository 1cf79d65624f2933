"""How titles and names are compared: sources/models/folding.sql, as it was then."""

from django.db import migrations

FOLDING = r"""
-- Cyrillic is written in Latin letters by each library, journal and passport in its own way: all are
-- brought to one form, which nobody would write. “Ђинђић”, “Đinđić”, “Djindjic” and “Dindic” become
-- “dndc”, “Достоевский” and “Dostoyevsky” “dostoevski”. Other scripts keep their letters.
CREATE OR REPLACE FUNCTION sources_folded(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := lower(normalize(regexp_replace(words, '</?(i|b|sup|sub|span)\y[^>]*>', '', 'g'), NFKD));
    -- Accents, which stand apart now, and the signs of a soft letter.
    words := regexp_replace(words, '[\u0300-\u036f\u0483-\u0489ьъʹʺ''’]', '', 'g');
    words := translate(words,
        'абвгдежзиіјклмнопрстћуфхцчшыэђѣґєѳѵłøđðħıŧyj',
        'abvgdezziiiklmnoprstcufhccsiedegefiloddhitii');
    words := replace(replace(replace(replace(replace(replace(replace(words,
        'щ', 'sc'), 'ю', 'iu'), 'я', 'ia'), 'љ', 'li'), 'њ', 'ni'), 'џ', 'dz'), 'ѕ', 'dz');
    words := replace(replace(replace(replace(words,
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
    words := replace(replace(replace(replace(replace(words,
        'sh', 's'), 'zh', 'z'), 'ch', 'c'), 'kh', 'h'), 'ts', 'c');
    words := regexp_replace(words, '([a-hj-uwz])\1+', '\1', 'g');
    -- But II, VIII and XII tell volumes apart.
    words := regexp_replace(words, '(?<=[a-hj-uwz])ii+|ii+(?=[a-hj-uwz])', 'i', 'g');
    words := replace(replace(replace(words, 'ie', 'e'), 'di', 'd'), 'x', 'ks');
    RETURN regexp_replace(words, '[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9'
        '\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f]+', '', 'g');
END $$;

-- Without what follows a colon, a full stop or a dash; no longer than an index takes.
CREATE OR REPLACE FUNCTION sources_main(title text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN left(coalesce(
        nullif(sources_folded(regexp_replace(title, '([:.;?!]\s|\s[-–—/]\s).*', '')), ''),
        sources_folded(title)), 200);
END $$;
"""
GONE = "DROP FUNCTION sources_main(text); DROP FUNCTION sources_folded(text)"


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_printed")]

    operations = [migrations.RunSQL(FOLDING, GONE)]
