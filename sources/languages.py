"""Tags of languages (BCP 47), and their names in English, their own and a few others'."""

import re

from django.utils.translation import gettext_noop as N_

NAMES = {
    "en": "english british ukenglish american usenglish englisch anglais engleski енглески английский",
    "de": "german ngerman austrian naustrian deutsch allemand nemački немачки немецкий",
    "fr": "french francais français französisch francuski француски французский",
    "sr": "serbian srpski српски сербский serbisch serbe",
    "sr-Cyrl": "serbianc",
    "hr": "croatian hrvatski хрватски хорватский kroatisch croate",
    "bs": "bosnian bosanski",
    "sl": "slovene slovenian slovenski slovenščina",
    "mk": "macedonian makedonski македонски",
    "bg": "bulgarian bugarski бугарски български болгарский bulgarisch bulgare",
    "ru": "russian ruski руски русский russisch russe",
    "uk": "ukrainian українська украинский",
    "pl": "polish polski польский polnisch polonais",
    "cs": "czech čeština češki чешский tschechisch tchèque",
    "hu": "hungarian magyar mađarski мађарски венгерский ungarisch hongrois",
    "ro": "romanian română rumunski румунски rumänisch roumain",
    "it": "italian italiano italijanski италијански итальянский italienisch italien",
    "es": "spanish español španski шпански spanisch espagnol",
    "pt": "portuguese português",
    "nl": "dutch nederlands",
    "el": "greek ελληνικά grčki грчки греческий griechisch grec",
    "tr": "turkish türkçe turski турски турецкий türkisch turc",
    "la": "latin latina latinski латински латинский latein",
}
# What they are called to readers.
CALLED = {
    "en": N_("English"),
    "de": N_("German"),
    "fr": N_("French"),
    "sr": N_("Serbian"),
    "hr": N_("Croatian"),
    "bs": N_("Bosnian"),
    "sl": N_("Slovene"),
    "mk": N_("Macedonian"),
    "bg": N_("Bulgarian"),
    "ru": N_("Russian"),
    "uk": N_("Ukrainian"),
    "pl": N_("Polish"),
    "cs": N_("Czech"),
    "hu": N_("Hungarian"),
    "ro": N_("Romanian"),
    "it": N_("Italian"),
    "es": N_("Spanish"),
    "pt": N_("Portuguese"),
    "nl": N_("Dutch"),
    "el": N_("Greek"),
    "tr": N_("Turkish"),
    "la": N_("Latin"),
}
# Language, script, country or region, variants such as ekavsk, and private use.
TAG = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?)|(x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE,
)
CODES = {name: code for code, names in NAMES.items() for name in names.split()}


def code(words):
    """The code of a language's name; anything else as it stands."""
    return CODES.get(words.strip().casefold(), words)


def tag(words):
    """The tag of a language that is typed as one, in any case of letters, or by its name; empty stays
    empty. A ValueError says what else it is."""
    typed = " ".join(words.split())
    found = TAG.fullmatch(code(typed))
    if not typed or found is None:
        if typed:
            raise ValueError(
                f"“{typed[:60]}” is no language: enter a tag, as sr-Cyrl, or its name."
            )
        return ""
    language, script, country, variants, private = found.groups("")
    more = (variants.strip("-").lower(), private.lower())
    parts = (language.lower(), script.title(), country.upper(), *more)
    return "-".join(filter(None, parts))
