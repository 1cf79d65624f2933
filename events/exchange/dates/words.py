"""The words that dates are made of, in English, Serbian (both scripts), Russian, German and French.

A word has roles: what it may be in a date. Which of them it is, the grammar decides.
"""

MONTHS_CAPITAL = {
    # English and German: small letters are verbs and other words ("may", "march").
    1: "January Jan Januar Jänner",
    2: "February Feb Februar Febr",
    3: "March Mar März",
    4: "April Apr",
    5: "May Mai",
    6: "June Jun Juni",
    7: "July Jul Juli",
    8: "August Aug",
    9: "September Sept Sep",
    10: "October Oct Oktober Okt",
    11: "November Nov",
    12: "December Dec Dezember Dez",
}
MONTHS = {
    # Serbian, in four cases; Russian, in three; French.
    1: "januar januara januaru januarom јануар јануара јануару јануаром январь января январе janvier",
    2: "februar februara februaru februarom фебруар фебруара фебруару фебруаром февраль февраля "
    "феврале février",
    3: "mart marta martu martom март марта марту мартом марте",
    4: "april aprila aprilu aprilom април априла априлу априлом апрель апреля апреле avril",
    5: "maj maja maju majem мај маја мају мајем май мая мае mai",
    6: "jun juna junu junom juni јун јуна јуну јуном июнь июня июне juin",
    7: "jul jula julu julom juli јул јула јулу јулом июль июля июле juillet",
    8: "avgust avgusta avgustu avgustom август августа августу августом августе août",
    9: "septembar septembra septembru septembrom септембар септембра септембру септембром "
    "сентябрь сентября сентябре septembre",
    10: "oktobar oktobra oktobru oktobrom октобар октобра октобру октобром октябрь октября октябре "
    "octobre",
    11: "novembar novembra novembru novembrom новембар новембра новембру новембром ноябрь ноября "
    "ноябре novembre",
    12: "decembar decembra decembru decembrom децембар децембра децембру децембром декабрь декабря "
    "декабре décembre",
}
# Only in small letters: the planet is none.
MONTHS_SMALL = {3: "mars"}
SEASONS = {
    21: "spring proleće proleća prolece proljeće пролеће пролећа весна весны весной весну Frühling "
    "Frühjahr printemps",
    22: "summer leto leta ljeto лето лета летом Sommer été",
    23: "autumn fall jesen jeseni јесен јесени осень осени осенью Herbst automne",
    24: "winter zima zime zimu zimi зима зиме зиму зими зимы зимой Winter hiver",
}
# Only in small letters, or only with a capital: other words are written like them.
SMALL = frozenset(
    ["leto", "leta", "лето", "лета", "летом", "été", "spring", "summer", "autumn", "fall", "winter"]
)

ROLES = {
    "century": "century century's centuries vek veka veku vekom vekova vekovima vijek vijeka vijeku "
    "stoleće stoleća stoleću век века веку веком векова вековима столеће столећа столећу веке веков "
    "веках столетие столетия столетии Jahrhundert Jahrhunderts Jahrhunderte Jahrhunderten Jh siècle "
    "siècles",
    "year": "year godina godine godini godinu god година године години годину год года году "
    "годы годов годах годами г гг Jahr Jahre Jahren Jahres année années Années",
    "in": "in during throughout tokom u у в во во im en l'an dans pendant iz из током",
    "of": "of od",
    "the": "the der die das dem den des le la les",
    "from": "from od од с со von ab de du",
    "to": "to through do до bis à au",
    "until": "until till til do до bis jusqu'en jusqu'à jusqu'au",
    "by": "by ka",
    "between": "between između između izmedju између между zwischen entre",
    "and": "and i и und et &",
    "or": "or ili или oder ou",
    "since": "since seit depuis",
    "before": "before prior pre prije пре перед vor avant",
    "after": "after posle poslije nakon после након nach après",
    "circa": "c ca cca circa around about approximately roughly oko око около приблизительно um etwa "
    "gegen vers environ approx",
    "perhaps": "possibly perhaps probably",
    "present": "present today now danas данас настоящее heute aujourd'hui ongoing",
    "onwards": "onwards onward nadalje надаље",
    "decade": "decade",
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
PARTS = {
    "early": "early frühen frühe früher rani rane ranih рани раних ранние",
    "mid": "mid middle sredinom sredina sredini sredine средином средина средини средине середина "
    "середине середину середины Mitte milieu",
    "late": "late spätes späten späte später kasni kasnih kasne касних поздних",
    "start": "start beginning početkom početak početku početka почетком почетак почетку почетка "
    "начало начале начала Anfang Beginn début",
    "end": "end close krajem kraj kraju kraja крајем крај крају краја конец конце конца Ende fin",
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
} | {"twenty-first": 21}
# Adjectives of halves and quarters, and the nouns that they are of.
SHARES = {
    "half": "half polovina polovini polovine polovinom половина половини половине половином половину "
    "половины Hälfte moitié",
    "quarter": "quarter četvrtina četvrtini четвртина четверть четверти Viertel quart",
    "third": "third trećina trećini трећина треть трети Drittel tiers",
}
WHICH = {
    "first": "first prva prvoj prve prvu prvom прва првој прве прву првом первая первой первую ersten "
    "erste première premier",
    "second": "second latter druga drugoj druge drugu drugom друга другој друге другу другом вторая "
    "второй вторую zweiten zweite seconde deuxième second",
    "third": "third treća трећа третья dritten troisième",
    "last": "last final poslednja poslednjoj последња последњој последняя последней letzten dernier "
    "dernière",
}
# Before the common era and of it, as they are printed; longest first when they are looked for.
BEFORE_ERA = (
    "BC|BCE|B\\.C\\.E\\.|B\\.C\\.|pre nove ere|p\\. ?n\\. ?e\\.|pne\\b|pre n\\. ?e\\.|prije nove ere|"
    "пре нове ере|п\\. ?н\\. ?е\\.|пне\\b|пре н\\. ?е\\.|до нашей эры|до н\\. ?э\\.|v\\. ?Chr\\.|"
    "vor Christus|av\\. ?J\\.-C\\.|avant J\\.-C\\.|avant Jésus-Christ"
)
OF_ERA = (
    "AD|CE|A\\.D\\.|C\\.E\\.|nove ere|n\\. ?e\\.|нове ере|н\\. ?е\\.|нашей эры|н\\. ?э\\.|n\\. ?Chr\\.|"
    "nach Christus|apr\\. ?J\\.-C\\.|après J\\.-C\\."
)
# Other eras, of which no year is read.
OTHER_ERA = "AH|A\\.H\\.|AM|BP|BP\\b|SE|AUC"

# What a number before them counts: no year.
COUNTED = frozenset(
    "men women people children troops cattle sheep soldiers horsemen horses villages towns ships guns "
    "inhabitants m km cm mm kg ft mi km2 metres meters feet miles kilometres kilometers tons tonnes "
    "pages years days hours months weeks minutes square dead wounded prisoners houses families copies "
    "dinars francs pounds dollars roubles rubles marks volunteers members refugees victims words "
    "spectators seats students players percent per ljudi vojnika kuća људи војника кућа stanovnika "
    "становника человек солдат километров метров рублей Menschen Mann Soldaten Einwohner Meter Tonnen "
    "hommes habitants soldats mètres kilomètres francs".casefold().split()
)
# Words in s that may follow a year nevertheless.
NOT_COUNTED = frozenset(
    [
        "was",
        "is",
        "has",
        "as",
        "its",
        "his",
        "this",
        "thus",
        "us",
        "does",
        "besides",
        "always",
        "across",
        "towards",
        "perhaps",
        "congress",
        "across",
        "alexis",
        "paris",
        "process",
        "access",
        "press",
        "success",
        "express",
    ]
)
# Words before a number that make it no year.
NAMES = frozenset(
    [
        "page",
        "pages",
        "p",
        "pp",
        "no",
        "nos",
        "number",
        "numbers",
        "article",
        "articles",
        "law",
        "act",
        "chapter",
        "verse",
        "vol",
        "volume",
        "room",
        "flight",
        "bus",
        "route",
        "line",
        "model",
        "type",
        "unit",
        "battalion",
        "regiment",
        "division",
        "no.",
        "nr",
        "str",
        "стр",
        "с",
        "№",
        "art",
        "члан",
        "član",
        "boeing",
        "resolution",
        "psalm",
        "isbn",
        "issn",
        "doi",
        "oclc",
        "psalms",
        "section",
        "sections",
        "articles",
        "chapters",
        "verses",
        "paragraphs",
        "paragraph",
        "windows",
        "area",
    ]
)


def _entries():
    """{word as printed: {role: value}}."""
    found = {}

    def add(words, role, value, *forms):
        for word in words.split():
            for form in {word, *(form(word) for form in forms)}:
                found.setdefault(form, {})[role] = value

    for number, words in MONTHS_CAPITAL.items():
        add(words, "month", number, str.upper)
    for number, words in MONTHS.items():
        add(words, "month", number, str.title)
    for number, words in MONTHS_SMALL.items():
        add(words, "month", number)
    for number, words in SEASONS.items():
        add(words, "season", number, str.title)
    for role, words in ROLES.items():
        add(words, role, True, str.capitalize, str.upper)
    for role, table in (("part", PARTS), ("share", SHARES), ("which", WHICH)):
        for value, words in table.items():
            add(words, role, value, str.capitalize, str.upper)
    for word, value in ORDINALS.items():
        add(word, "ordinal", value, str.capitalize)
    return found


WORDS = _entries()
