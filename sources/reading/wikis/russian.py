"""книга and статья, of the Russian wiki."""

import re

from sources.reading import names
from sources.reading.wikis.fields import (
    ARTICLES,
    IDS,
    first,
    put,
    put_dates,
    put_places,
    put_titles,
)

FIELDS = {
    **IDS,
    **dict.fromkeys(("ссылка", "url", "url статьи", "ссылка часть"), "URL"),
    **dict.fromkeys(("место", "location"), "publisher-place"),
    **dict.fromkeys(("издательство", "publisher"), "publisher"),
    **dict.fromkeys(("том", "volume"), "volume"),
    **dict.fromkeys(("номер", "выпуск", "issue"), "issue"),
    **dict.fromkeys(("серия", "series"), "collection-title"),
    **dict.fromkeys(("издание", "edition"), "edition"),
    **dict.fromkeys(("страниц", "allpages"), "number-of-pages"),
    **dict.fromkeys(("язык", "language"), "language"),
    **dict.fromkeys(("дата обращения", "accessdate", "access-date"), "accessed"),
    **{"оригинал": "original-title", "томов": "number-of-volumes", "тип": "genre"},
}
ROLES = {"автор": "author", "author": "author", "авторы": "author", "ответственный": "editor",
         "редактор": "editor", "editor": "editor"}  # fmt: skip


def read(draft, given):
    for name in list(given):
        role = ROLES.get(re.sub(r"\s*[0-9]?$", "", name))
        if role:
            _put_people(draft, role, given.pop(name))
    title, part = first(given, "заглавие", "название", "title"), first(given, "часть", "chapter")
    is_article = draft.fields["type"] in ARTICLES
    # A book's «издание» is its edition.
    container = first(given, "издание", "журнал", "journal", "сборник") if is_article else ""
    if part:
        draft.fields["type"] = "chapter"
    put_titles(draft, title, part, container)
    put_dates(draft, given, "дата", "date", "год", "year")
    put_places(draft, given, "страницы", "pages", "page", "страница")
    for name, words in given.items():
        if FIELDS.get(name) == "issue" and not is_article:
            draft.put("number", words)
        else:
            put(draft, name, words, FIELDS)


OFFICE = re.compile(r"(?:отв\.|под|общ\.|ред\.|редактор|сост\.|пер\.|\s)+(?=\s|[А-ЯЁA-Z])")


def _put_people(draft, role, words):
    """“Ключев В. О., Соловей С. М.”; the editor with “под ред.” before."""
    office = OFFICE.match(words)
    if office:
        # A name behind “под ред.” stands in the genitive.
        draft.sure = "likely"
        words = words[office.end() :].strip()
        role = "compiler" if "сост" in office[0] else "translator" if "пер." in office[0] else role
    for one in re.split(r"\s*[;,]\s*(?=[А-ЯЁA-Z][\w-]+[\s,])|\s+и\s+(?=[А-ЯЁA-Z])", words):
        if others := names.OTHERS.search(one):
            draft.tell(f"{role}s", others[0].strip())
            one = one[: others.start()]
        one = re.sub(r"(?<=\w{4})\.$", "", one)
        family = re.fullmatch(r"([А-ЯЁA-Z][\w’'-]+),?\s+((?:[А-ЯЁA-Z][\w-]*\.?\s*){1,3})", one)
        initials = re.fullmatch(r"((?:[А-ЯЁA-Z]\.\s*){1,3})([А-ЯЁA-Z][\w’'-]+)", one)
        if initials:
            draft.names(role, one, [names.person(initials[2], initials[1])])
        elif family:
            draft.names(role, one, [names.person(family[1], family[2])])
        else:
            draft.names(role, one, names.literal(one))
