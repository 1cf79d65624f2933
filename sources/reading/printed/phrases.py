"""Phrases that tell by themselves what a part of a printed reference is: an edition, a thesis, a role.

A phrase is a stretch of its own, whatever stops stand within it. It is a feature of the model, no
rule: the model learns what standing in one is worth.
"""

import re

_ORDINAL = (
    r"(?:\d+(?:st|nd|rd|th|ª|º|e|re|-е)?\.?,?|first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|revised|rev\.|new|nouvelle|друго|треће|drugo|treće)"
)
_EDITION_WORD = r"(?:ed(?:n|ns|itions?)?|éd(?:ition)?|aufl(?:age)?|ausgabe|vyd|vydání|изд|издание|издање|izd|izdanje|ed\.? riv)"
_PATTERNS = {
    "edition": rf"{_ORDINAL}(?: (?:and |& )?[\w-]+[.,]?){{0,2}}? {_EDITION_WORD}\b|(?:revised|enlarged|expanded|"
    r"reprint(?:ed)?|preprint|neuausgabe|neuauflage)(?:,? (?:and |& )?(?:enlarged|expanded|revised|updated))?(?! in\b)(?=[.,)\]])",
    "thesis": r"(?:unpublished )?(?:(?:ph\.? ?d|doctoral|master[’'`]?s?|m\.?a|m\.?sc|diploma|bachelor[’'`]?s|honou?rs)\.?,? )?"
    r"(?:thesis|dissertation(?! abstracts)|diss\b\.?)|habilitationsschrift|thèse(?: de doctorat)?|tesi di laurea",
    "report": r"(?:tech(?:nical|\.)?|research|internal|working|discussion) (?:summary )?(?:reports?|rep\.?|rpt\.?|memo(?:randum)?|note|papers?)"
    r"(?: (?:no\.?|number|nr\.?|#)| #)?(?: ?#?[a-z/-]*\d[\w./-]*)?|(?:report|memo|rfc) (?:no\.? |number |#)?[a-z/-]*\d[\w./-]*|"
    r"tr ?-?\d[\w./-]*|\w*-tr-\w[\w./-]*|u\.?s\.? patent(?: no\.?)?|press release|motion picture|internet[- ]draft",
    "form": r"(?:dvd|cd-rom|print|web|videocassette|vhs|pdf|film|audio cd|microfilm|microfiche|television|online|videotape)(?=[.,)\]]|$)",
    "seen": r"(?:last )?(?:retrieved|accessed|visited|available|consulted|modified|updated|abgerufen|consulté|retirado|disponible|приступљено|"
    r"преузето|дата обращения|режим доступа)\b(?:[^;()\[\]<]{0,30}?\b(?:at|from|on|via|de|le|са|из)\b:?)?",
    "fate": r"to appear|in press|forthcoming|submitted(?: (?:for publication|to))?|accepted(?: for publication)?|in preparation|"
    r"unpublished (?:manuscript|paper|typescript|work)|ahead of print|в печати|у штампи",
    "remark": r"(?:as )?(?:re)?printed in|special issue(?: on)?|(?:see|cited|quoted|also|published|originally published|first published|"
    r"presented|held|issued|reviewed) (?:also|in|as|at|by)\b|original work published|in (?:russian|german|french|chinese|japanese|italian|spanish|polish|hebrew|czech|serbian|greek|arabic)|"
    r"with (?:a |an )?(?:foreword|preface|introduction|afterword|comments|personal)|perf\.|performed by|performances by|starring|narr\.",
    "printed": r"printed (?:by|for)|impr\.|druck von|imprimé par",
    "director": r"(?:writer/)?director|directed by|dir[.,](?= [A-Z])",
    "producer": r"(?:executive )?producers?|prod\.|produced by",
    "editor": r"(?:gen\. )?eds?\.(?=[),]|,? [A-Z])|editors?|edited by|hrsg\.(?: von)?|hg\.(?: von)?|a cura di|под ред\.|отв\. ред\.|ур\.|прир\.",
    "translator": r"(?-i:[Tt]ranslated(?: and edited)?(?: from the \w+)? by|[Tt]ransl?\.(?: by)?(?! [a-z]| [A-Z][a-z]+\.))|translators?|übers(?:\.|etzt)(?: von)?|ubersetzt von|traduit (?:de [\w’' ]+ )?par|"
    r"trad\.(?: (?:fr|it|esp)\.)?(?: par| di| de)?|превео|превела|прев\.|пер\. с \w+\.",
    "abstracts": r"dissertation abstracts international",
    "series": r"lecture notes in|(?:\w+ )?series in|graduate texts in|studies in|monographs? (?:in|on)",
    "meeting": r"(?:proceedings|proc\.|workshop|conference|symposium|congress|meeting|transactions)(?: of(?: the)?| on)?",
}  # fmt: skip
_PHRASE = re.compile(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{pattern}))" for name, pattern in _PATTERNS.items()),
    re.IGNORECASE,
)
# Each of these is a stretch of its own; with the others one only begins, or they stand within one.
WHOLE = {"edition", "thesis", "report", "seen", "fate"}
LEADS = {"director", "producer", "translator", "printed", "remark", "abstracts"}
ROLES = ("editor", "translator", "director", "producer")


def phrases_of(words):
    """For each of the texts of words that follow each other the name of the phrase it is of, "" for
    none, and whether the phrase begins with it."""
    made, starts, end = [("", False)] * len(words), [], 0
    for word in words:
        starts.append(end)
        end += len(word) + 1
    place = 0
    for found in _PHRASE.finditer(" ".join(words)):
        while place + 1 < len(words) and starts[place + 1] <= found.start():
            place += 1
        first = place
        while place < len(words) and starts[place] < found.end():
            made[place] = (found.lastgroup, place == first)
            place += 1
    return made
