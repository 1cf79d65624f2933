"""The words that dates are made of, in English, Serbian (both scripts), Russian, German and French.

A word has roles: what it may be in a date. Which of them it is, the grammar decides.
"""


def _words(text):
    return frozenset(text.split())


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
    22: "summer leto leta ljeto лето лета летом Sommer été l'été",
    23: "autumn fall jesen jeseni јесен јесени осень осени осенью Herbst automne l'automne",
    24: "winter zima zime zimu zimi зима зиме зиму зими зимы зимой Winter hiver l'hiver",
}
# Only in small letters, or only with a capital: other words are written like them.
SMALL = frozenset(
    ["leto", "leta", "лето", "лета", "летом", "été", "spring", "summer", "autumn", "fall", "winter"]
)

# Before a season with a capital that is no name.
IN_GERMAN = _words("im den dem des der vom zum seit bis ab")

ROLES = {
    "no": "no not",
    # The first words of "from at least", "à partir de", "up to".
    "phrase": "from à up",
    "century": "century century's centuries vek veka veku vekom vekova vekovima vijek vijeka vijeku "
    "stoleće stoleća stoleću stoljeće stoljeća stoljeću век века веку веком векова вековима столеће столећа столећу веке веков "
    "веках столетие столетия столетии Jahrhundert Jahrhunderts Jahrhunderte Jahrhunderten Jh siècle "
    "siècles",
    "year": "year godinama годинама godina godine godini godinu god година године години годину год года году "
    "годы годов годах годами г гг Jahr Jahre Jahren Jahres année l'année années Années",
    "in": "in during throughout tokom u у в во во im en l'an dans pendant iz из током",
    "of": "of od du de mois",
    "the": "the der die das dem den des le la les zum zu",
    "from": "from od од с со von vom de du",
    "to": "to through do до по bis à au",
    "until": "until till til do до bis jusqu'en jusqu'à jusqu'au",
    "by": "by к ко",
    "between": "between između između izmedju између между zwischen entre",
    "and": "and i и und et &",
    "or": "or ili или oder ou",
    "since": "since seit ab depuis dès",
    "before": "before prior pre prije пре перед vor avant",
    "after": "after posle poslije nakon после након nach après",
    "circa": "c ca cca circa around about approximately roughly oko око ок около приблизительно um etwa "
    "gegen vers environ approx",
    "perhaps": "possibly perhaps probably",
    # "od 1804. pa sve do 1813."
    "on": "pa па sve све",
    "present": "present today now danas данас настоящее heute aujourd'hui ongoing",
    "turn": "turn prelazu prelomu прелазу преломе рубеже Wende",
    "onwards": "onwards onward nadalje надаље",
    "decade": "decade deceniji decenije деценији деценије десятилетии десятилетия décennie Jahrzehnt",
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
PARTS = {
    "early": "early frühen frühe früher rani rane ranih рани раних ранние",
    "mid": "mid middle mi polovinom половином sredinom sredina sredini sredine средином средина средини средине середина "
    "середине середину середины Mitte milieu",
    "late": "late later spätes späten späte kasni kasnih kasne касних поздних",
    "start": "start beginning началу pocetkom početkom početak početku početka почетком почетак почетку почетка "
    "начало начале начала Anfang Beginn début",
    "end": "end close koncu концу krajem kraj kraju kraja крајем крај крају краја конец конце конца Ende fin",
}
NUMBERED = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
"""
ORDINALS = {word: number for number, word in enumerate(NUMBERED.split(), 1)}
# What stands before the endings of an adjective: "devetnaestom", "девятнадцатого".
ORDINAL_STEMS = {
    14: "četrnaest четрнаест четырнадцат",
    15: "petnaest петнаест пятнадцат",
    16: "šesnaest шеснаест шестнадцат",
    17: "sedamnaest седамнаест семнадцат",
    18: "osamnaest осамнаест восемнадцат",
    19: "devetnaest деветнаест девятнадцат",
    20: "dvadeset двадесет двадцат",
}
ENDINGS = "i og om oga ome и ог ом ога оме ый ого ому"
# Decades of a century, by words: "tridesetih godina 19. veka".
TENS = {
    20: "dvadesetih dvadesetim двадесетих двадесетим двадцатых двадцатые",
    30: "tridesetih tridesetim тридесетих тридесетим тридцатых тридцатые",
    40: "četrdesetih četrdesetim четрдесетих четрдесетим сороковых сороковые",
    50: "pedesetih pedesetim педесетих педесетим пятидесятых пятидесятые",
    60: "šezdesetih šezdesetim шездесетих шездесетим шестидесятых шестидесятые",
    70: "sedamdesetih sedamdesetim седамдесетих седамдесетим семидесятых семидесятые",
    80: "osamdesetih osamdesetim осамдесетих осамдесетим восьмидесятых восьмидесятые",
    90: "devedesetih devedesetim деведесетих деведесетим девяностых девяностые",
}
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
OTHER_ERA = "AH|A\\.H\\.|AM|BP|SE|BE|AUC|[Hh]ijri"

# Calendars of no year that is read: "the year 1274 of the Islamic calendar".
OTHER_CALENDARS = _words(
    "islamic muslim hebrew jewish persian iranian buddhist coptic ethiopian chinese hindu byzantine "
    "lunar hijri"
)
# What names the calendar of a day, behind it or beside it, word by word.
CALENDARS = {
    "julian": "o . s .|os|old style|julian calendar|julian|in the julian calendar|"
    "by the julian calendar|according to the julian calendar|julijanski|"
    "po julijanskom kalendaru|po starom kalendaru|по јулијанском календару|по старом календару|"
    "по старому стилю|по юлианскому календарю|ст . ст .|"
    "nach dem julianischen kalender|alten stils|du calendrier julien|selon le calendrier julien",
    "": "n . s .|ns|new style|gregorian calendar|gregorian|in the gregorian calendar|"
    "po gregorijanskom kalendaru|po novom kalendaru|по грегоријанском календару|"
    "по новом календару|по новому стилю|по григорианскому календарю|н . ст .|"
    "nach dem gregorianischen kalender|neuen stils|du calendrier grégorien",
}

# What a number before them counts: no year.
COUNTED = _words(
    "men women people children troops cattle sheep soldiers horsemen horses villages towns ships guns "
    "inhabitants infantry cavalry infantrymen cavalrymen artillery officers votes persons serbs "
    "fighters workers peasants civilians settlers families others more m strana страна страница страниц seiten km cm mm kg ft mi km2 metres "
    "meters feet miles kilometres kilometers tons tonnes acres hectares ha "
    "pages years days hours months weeks minutes square dead wounded prisoners houses copies "
    "dinars francs pounds dollars roubles rubles marks volunteers members refugees victims words "
    "spectators seats students players percent per ljudi vojnika kuća људи војника кућа stanovnika "
    "становника човек человек солдат километров метров рублей лет km² м км "
    "menschen mann soldaten einwohner meter tonnen jahre kilometer "
    "hommes habitants soldats mètres kilomètres francs ans "
    "bytes bits pixels dots m² m2 m³ m3 ha² mg ml cl lb lbs oz hp kw mw rpm hz khz mhz ghz volts watts "
    "knots calories degrees miles² roods gulden guilders florins florin ducats ducat thalers thaler "
    "crowns kronen kreuzer groschen akçe akches akçes piastres lire lira livres sous écus forint forints "
    "dukata dukat forinti dinara groša perpera дуката форинти динара гроша перпера талира дукатов "
    "флоринов гульденов талеров dukaten taler groschen florins ducats couronnes "
    "тонн тонны тонна пудов вёрст верст вершков tona tone тона "
    "gmt utc cet hrs cases places instances occasions metern kilometern exemplaren exemplare fällen "
    "exemplaires cas случаях случаев экземпляров экземплярах метрах километрах primeraka primjeraka "
    "примерака "
    "leaves folios foot horse janissaries households hearths souls manuscripts muskets cannon barrels sacks"
)
# "a force of 1500": so much of it.
MEASURES = _words(
    "force garrison army population total height altitude elevation distance length depth width area "
    "number crowd crew fleet strength group sum price cost speed capacity weight average maximum "
    "minimum body band detachment contingent column "
    "value amount salary rent fine circulation run score rating elo index temperature capital dowry "
    "tribute loan debt ransom output yield"
)
# Words in s that may follow a year nevertheless.
NOT_COUNTED = _words(
    "was is has as its his this thus us does besides always across towards perhaps congress alexis "
    "paris process access press success express"
)
# What is named by its year rather than counted: "the 1848 revolutions".
HAPPENINGS = _words(
    "elections revolutions revolts uprisings riots protests negotiations talks reforms games olympics "
    "championships sanctions demonstrations floods bombings massacres accords wars "
    "election census estimate est revolution revolt uprising coup"
)
# Words before a number that make it no year.
NAMES = _words(
    "page pages p pp no nos number numbers col cols ll lines rooms fol ff inv lot box article articles law act chapter chapters verse verses vol "
    "volume room flight bus route line highway road model type unit battalion regiment division no. nr "
    "str стр с № art члан član boeing airbus resolution regulation directive psalm psalms isbn issn doi "
    "oclc jstor section sections paragraph paragraphs windows area exactly only nearly almost over "
    "some population asteroid planet nights overture ouverture ouvertüre uvertira uvertiru uvertire "
    "увертира увертиру увертире увертюра увертюру увертюры symphony k kv bwv hwv rv op opus cat inv ms "
    "mss cod codex peugeot audi fiat channel psalam псалам псалм суре sura inventory catalogue item "
    "бр br закону zakonu broj број номер закон zakon "
    "track episode interstate autobahn apollo sputnik § kilometre kilometres kilometer kilometers km "
    "километр километре километра kilometru километру"
)
# The same in capitals alone: "EN 1992" is a standard, and "en 1992" a year.
STANDARDS = _words(
    "EN ISO DIN BS IEC IEEE RFC ASTM ANSI ECMA ITU NF ÖNORM STANAG SRPS JUS GOST ГОСТ СНиП ОСТ"
)
# "1729 is the smallest number that …": what tells of a number, behind what says that it is.
IS = _words("is je је ist est")
MATHS = _words(
    "number integer prime semiprime primes cube square power sum product multiple divisor divisible "
    "factorial palindrome broj број kub kvadrat куб квадрат zahl primzahl quadratzahl potenz summe "
    "nombre entier carré somme"
)
PARITY = _words("even odd paran neparan паран непаран gerade ungerade pair impair")
# "1920 by 1080": two numbers that go together.
SIZES = _words("x × by")
# Works whose names begin with a number: "the 1812 Overture", "1001 Nights".
TITLES = {
    1001: _words("arabian nights night noć noći ноћ ноћи ночь ночи nacht nächte nuits"),
    1812: _words("overture ouverture ouvertüre uvertira увертира увертюра"),
}
# "Two years before 1812" is none of the years before it.
UNITS = _words(
    "hour hours day days week weeks month months year years decade decades century centuries dana "
    "meseci meseca godinu godine godina дана месеци месеца годину године година дней месяцев лет "
    "года tage tagen monate monaten jahre jahren jours mois ans années"
)
# "The first years of the 19th century" have no agreed span; "the early years of" it are early.
STRETCHES = _words("part parts years decades days weeks months stages")
# Words before a number that make it a year: "(born 1806)", "anno 1812".
DATING = _words(
    "anno born died founded established built published printed reigned ruled dated "
    "умро умрла umro umrla преминуо преминула preminuo preminula рођен рођена rođen rođena рођени "
    "саграђен саграђена sagrađen sagrađena основан основана osnovan osnovana geboren gestorben"
)
# The same with a point: "(b. 1806)".
DATING_SHORT = _words("b d r fl est geb gest род ум рођ rođ")

# Words after a year that are no adjective: "1850 when men …".
JOINING = _words(
    "when while where with without as but that which who because for he she they it we his her "
    "their both many most two three four five six"
)
# At a sentence's head, what makes of a number none, and what makes of a round one a year.
NO_YEARS = _words("were died of killed wounded other such prisoners came marched fell")
YEARS = _words("was is saw marked brought began ended witnessed became to and in")
# These count as often as they date.
COUNTING = _words("about around approximately roughly oko око около environ etwa")


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
    for value, stems in ORDINAL_STEMS.items():
        for stem in stems.split():
            add(" ".join(stem + ending for ending in ENDINGS.split()), "ordinal", value)
    for value, words in TENS.items():
        add(words, "tens", value, str.capitalize)
    return found


WORDS = _entries()
