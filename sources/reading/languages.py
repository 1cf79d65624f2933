"""Names of languages, in English, their own and a few others', as BCP 47 codes."""

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
CODES = {name: code for code, names in NAMES.items() for name in names.split()}


def code(words):
    """The code of a language's name; anything else as it stands."""
    return CODES.get(words.strip().casefold(), words)
