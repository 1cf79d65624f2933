"""Names of people and bodies, as they are printed and as they are typed."""

import pytest

from sources.reading import names


def told(person):
    """“van der/Berg, Jan, Jr.”, “Goltz, Colmar/von der”; a literal in braces."""
    if "literal" in person:
        return f"{{{person['literal']}}}"
    particle = person.get("non-dropping-particle", "")
    family = f"{particle}/{person['family']}" if particle else person["family"]
    given = "/".join(filter(None, map(person.get, ("given", "dropping-particle"))))
    return ", ".join(filter(None, [family, given, person.get("suffix")]))


LISTS = [
    ("Marić, Jovan; Petrov, Ivan", "Marić, Jovan; Petrov, Ivan"),
    ("Marić, Jovan; & Petrov, I.;", "Marić, Jovan; Petrov, I."),
    ("A. B. Smith & C. Jones", "Smith, A. B.; Jones, C."),
    ("A. B. Smith, C. Jones, and D. Kerr,", "Smith, A. B.; Jones, C.; Kerr, D."),
    ("Smith, A.B., Jones, C.D.", "Smith, A. B.; Jones, C. D."),
    ("Smith, A. and Jones, B.", "Smith, A.; Jones, B."),
    ("Smith, A., Jones, B., & Kerr, M.", "Smith, A.; Jones, B.; Kerr, M."),
    ("Smith, Anna, and Peter Jones.", "Smith, Anna; Jones, Peter"),
    ("Smith, Anna, Peter Jones, and Mary Kerr", "Smith, Anna; Jones, Peter; Kerr, Mary"),
    ("Simić, Dragan i Ković, Miloš", "Simić, Dragan; Ković, Miloš"),
    ("Simić, Dragan, Ković, Miloš", "Simić, Dragan; Ković, Miloš"),
    ("Dragan Simić, Miloš Ković", "Simić, Dragan; Ković, Miloš"),
    ("Сима Марић и Раде Петров", "Марић, Сима; Петров, Раде"),
    ("Марић С., Петров Р.", "Марић, С.; Петров, Р."),
    ("Иванов И. И., Петров П. П.", "Иванов, И. И.; Петров, П. П."),
    ("И. И. Иванов, П. П. Петров", "Иванов, И. И.; Петров, П. П."),
    ("Kerr MJ, de la Cruz A, Stokes PQ.", "Kerr, M. J.; de la/Cruz, A.; Stokes, P. Q."),
    ("Kerr (M.),", "Kerr, M."),
    ("A.Kerr", "Kerr, A."),
    ("Gadamer, H.-G.", "Gadamer, H.-G."),
    ("Stojanović, Lj.", "Stojanović, Lj."),
    ("García Márquez, Gabriel", "García Márquez, Gabriel"),
    ("van der Berg, Jan", "van der/Berg, Jan"),
    ("Jan van der Berg and Ludwig von Thal", "van der/Berg, Jan; von/Thal, Ludwig"),
    ("De Vries, Jan and Anna La Porta", "De Vries, Jan; La Porta, Anna"),
    ("Beauvoir, Simone de", "Beauvoir, Simone/de"),
    ("Santos, A. de", "Santos, A./de"),
    ("de' Bardi, Giovanni", "de'/Bardi, Giovanni"),
    ("Jeanne d'Arc", "d'Arc, Jeanne"),
    ("Ivanov, Igor'", "Ivanov, Igor'"),
    ("O'Brien, Tim", "O'Brien, Tim"),
    ("Ferren, W. R., Jr.", "Ferren, W. R., Jr."),
    ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
    ("Accord, M. P. & Guern, Jr., B. G.", "Accord, M. P.; Guern, B. G., Jr."),
    ("Ministry of Roads, Bridge Section", "{Ministry of Roads, Bridge Section}"),
    ("Министарство просвете, Одељење за школе", "{Министарство просвете, Одељење за школе}"),
    ("World Bank and Ministry of Finance", "{World Bank and Ministry of Finance}"),
    ("UNESCO", "{UNESCO}"),
    ("Plato.", "Plato"),
    ("———.", ""),
    ("——— and Mary Kerr", "Kerr, Mary"),
    ("", ""),
    (" ,;: ", ""),
    ("سميث، جون", "سميث, جون"),
]


@pytest.mark.parametrize(("text", "wanted"), LISTS)
def test_a_list_of_names(text, wanted):
    assert "; ".join(map(told, names.listed(text).people)) == wanted


TYPED = [
    ("Marić, Jovan", "author Marić, Jovan"),
    ("Jovan Marić", "author Marić, Jovan"),
    ("Marić, Jovan; Petrov, Ivan", "author Marić, Jovan; author Petrov, Ivan"),
    ("Jovan Marić; Ivan Petrov;", "author Marić, Jovan; author Petrov, Ivan"),
    ("Marić, Jovan & Petrov, Ivan", "author Marić, Jovan; author Petrov, Ivan"),
    ("Jovan Marić & Ivan Petrov", "author Marić, Jovan; author Petrov, Ivan"),
    ("Марић, Јован и Петров, Иван", "author Марић, Јован; author Петров, Иван"),
    ("Smith, A., Jones, B. & Kerr, M.", "author Smith, A.; author Jones, B.; author Kerr, M."),
    ("A. B. Smith, C. Jones and D. Kerr", "author Smith, A. B.; author Jones, C.; author Kerr, D."),
    ("A. Smith, B. Jones", "author Smith, A.; author Jones, B."),
    ("Kerr, Mary, Peter Stokes, and Ana Marić",
     "author Kerr, Mary; author Stokes, Peter; author Marić, Ana"),
    # One comma is between a family name and a given one, whatever both are.
    ("García Lorca, Federico José", "author García Lorca, Federico José"),
    ("Ortega y Gasset, José", "author Ortega y Gasset, José"),
    ("Marić, Jovan (ed.)", "editor Marić, Jovan"),
    ("Marić, Jovan, ed.", "editor Marić, Jovan"),
    ("Marić, Jovan [editor]", "editor Marić, Jovan"),
    ("Marić, Jovan [Ed.]", "editor Marić, Jovan"),
    ("Marić, Jovan [series editor]", "collection-editor Marić, Jovan"),
    ("Marić, Jovan [wizard]", "wizard Marić, Jovan"),
    ("Марић, Јован (прев.)", "translator Марић, Јован"),
    ("edited by Jovan Marić", "editor Marić, Jovan"),
    ("Marić, Jovan; Petrov, Ivan (eds.)", "editor Marić, Jovan; editor Petrov, Ivan"),
    ("Marić, Jovan (ed.); Petrov, Ivan (trans.)", "editor Marić, Jovan; translator Petrov, Ivan"),
    ("Murrow, Ed", "author Murrow, Ed"),
    ("Ed Murrow", "author Murrow, Ed"),
    ("Red, Ivan", "author Red, Ivan"),
    ("In Sook Kim", "author Kim, In Sook"),
    ("Cura, Carlo", "author Cura, Carlo"),
    ("Ministry of Roads, Bridge Section", "author {Ministry of Roads, Bridge Section}"),
    ("Ministry of Roads (ed.)", "editor {Ministry of Roads}"),
    ("Министарство просвете, Одељење за школе",
     "author {Министарство просвете, Одељење за школе}"),
    ("United Nations", "author {United Nations}"),
    ("Center for Old Maps", "author {Center for Old Maps}"),
    ("Друштво пријатеља старих књига", "author {Друштво пријатеља старих књига}"),
    ("Friends of the Danube", "author {Friends of the Danube}"),
    ("The Economist", "author {The Economist}"),
    ("UNESCO", "author {UNESCO}"),
    ("Plato", "author {Plato}"),
    ("=Barnes & Noble, Inc.", "author {Barnes & Noble, Inc.}"),
    ("=Jovan Marić [editor]", "editor {Jovan Marić}"),
    ("Church, Alonzo", "author Church, Alonzo"),
    ("Ivanov, Igor'", "author Ivanov, Igor'"),
    ("O’Brien, Tim", "author O’Brien, Tim"),
    ("de' Bardi, Giovanni", "author de'/Bardi, Giovanni"),
    ("d’Arc, Jeanne", "author d’Arc, Jeanne"),
    ("van der Berg, Jan", "author van der/Berg, Jan"),
    ("Jan van der Berg", "author van der/Berg, Jan"),
    ("De Vries, Jan", "author De Vries, Jan"),
    ("Goltz, Colmar von der", "author Goltz, Colmar/von der"),
    ("King, Martin Luther, Jr.", "author King, Martin Luther, Jr."),
    ("King, Jr., Martin Luther", "author King, Martin Luther, Jr."),
    ("Martin Luther King Jr.", "author King, Martin Luther, Jr."),
    ("Kerr, Mary, et al.", "author Kerr, Mary; author {et al.}"),
    ("Plato,", "author Plato"),
    ("", ""),
    (" ; , ", ""),
    ("=", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted"), TYPED)
def test_a_line_of_names_as_people_type_it(line, wanted):
    found = names.typed(line)
    assert "; ".join(f"{one['role']} {told(one)}" for one in found) == wanted
    for one in found:
        parts = {part: value for part, value in one.items() if part != "role"}
        # What is shown in the form again is read as the same person.
        assert names.typed(names.written(parts, one["role"])) == [one]


@pytest.mark.parametrize(
    "words", ["Jovan Marić", "Kerr, Mary", "A; B", "=A", "Kerr (ed.)", "et al."]
)
def test_an_institution_is_written_so_that_it_stays_one(words):
    assert names.typed(names.written({"literal": words})) == [{"role": "author", "literal": words}]


OTHERS = [
    ("Kerr, M., et al.", "Kerr, M."),
    ("M. Kerr et al.", "Kerr, M."),
    ("Kerr, Mary, and others", "Kerr, Mary"),
    ("Марић С. и др.", "Марић, С."),
    ("Marić S. i dr.", "Marić, S."),
    ("Lisý, Ján a kol.", "Lisý, Ján"),
    ("Kerr, M. [et al.];", "Kerr, M."),
    ("et al.", ""),
]


@pytest.mark.parametrize(("text", "wanted"), OTHERS)
def test_names_that_are_cut_short_are_no_person(text, wanted):
    found = names.listed(text)
    assert found.others
    assert "; ".join(map(told, found.people)) == wanted


def test_a_list_in_full_is_not_cut_short():
    assert not names.listed("Dragan Simić, Alan Kerr").others


ROLES = [
    ("Marić, Jovan (ed.)", "editor", "Marić, Jovan"),
    ("Kerr, M., & Stokes, P. (Eds.),", "editor", "Kerr, M.; Stokes, P."),
    ("Adamson, Joni, Mei Mei Evans, and Rachel Stein, eds.", "editor",
     "Adamson, Joni; Evans, Mei Mei; Stein, Rachel"),
    ("edited by Mary Kerr,", "editor", "Kerr, Mary"),
    ("In M. Kerr (Ed.),", "editor", "Kerr, M."),
    ("Müller, Hans (Hrsg.):", "editor", "Müller, Hans"),
    ("Hrsg. von Hans Müller", "editor", "Müller, Hans"),
    ("a cura di Carlo Rossi", "editor", "Rossi, Carlo"),
    ("Јован Марић (ур.),", "editor", "Марић, Јован"),
    ("прир. Јован Марић", "editor", "Марић, Јован"),
    ("priredila Ana Marić,", "editor", "Marić, Ana"),
    ("Иванов И. И. (ред.)", "editor", "Иванов, И. И."),
    ("/ под ред. И. И. Иванова.", "editor", "Иванова, И. И."),
    ("/ отв. ред. И. И. Иванов.", "editor", "Иванов, И. И."),
    ("Translated by Lovett Edwards.", "translator", "Edwards, Lovett"),
    ("(tr. Lovett Edwards),", "translator", "Edwards, Lovett"),
    ("translated from the Serbian by Lovett Edwards", "translator", "Edwards, Lovett"),
    ("Aus dem Serbischen von Hans Müller.", "translator", "Müller, Hans"),
    ("trad. de l’anglais par Jean Dupont,", "translator", "Dupont, Jean"),
    ("Traduction de Jean Dupont.", "translator", "Dupont, Jean"),
    ("ed. van der Berg, Jan", "editor", "van der/Berg, Jan"),
    ("превео Иван Марић,", "translator", "Марић, Иван"),
    ("prev. Ivan Marić,", "translator", "Marić, Ivan"),
    ("/ Пер. с англ. П. Белова.", "translator", "Белова, П."),
    ("Yates, D. (Director).", "director", "Yates, D."),
    ("Edith Drummond", "", "Drummond, Edith"),
    ("Trude Edwards", "", "Edwards, Trude"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "wanted"), ROLES)
def test_what_stands_beside_names_tells_their_role(text, role, wanted):
    found = names.listed(text)
    assert (found.role, "; ".join(map(told, found.people))) == (role, wanted)
