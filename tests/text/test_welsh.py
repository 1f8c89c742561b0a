"""cy.po: finished, with the same facts, in the glossary's words, with mutations that show."""

from __future__ import annotations

import re
import unicodedata
from types import ModuleType

import pytest

from sel.text.voice import Voice, placeholders


def _texts(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def _english(message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple) else [message.id]


def test_nothing_is_untranslated_unsure_or_stale(words: ModuleType) -> None:
    assert words.problems() == []


def test_the_header_has_six_forms(words: ModuleType) -> None:
    content = (words.ROOT / "i18n" / "cy.po").read_text("utf-8")
    assert f'"Plural-Forms: {words.PLURALS["cy"]}\\n"' in content
    assert "nplurals=6" in words.PLURALS["cy"]
    catalogue = Voice("cy")._catalogue
    assert [catalogue.plural(n) for n in range(13)] == [0, 1, 2, 3, 5, 5, 4, 5, 5, 5, 5, 5, 5]


def test_the_same_facts_on_both_sides(welsh: list) -> None:
    wrong = []
    for message in welsh:
        wanted = {placeholders(each) for each in _english(message)}
        wrong += [
            f"{message.context}: {t}" for t in _texts(message) if placeholders(t) not in wanted
        ]
    assert not wrong


def test_every_plural_has_six_forms(welsh: list) -> None:
    plurals = [message for message in welsh if isinstance(message.id, tuple)]
    assert plurals
    assert not [m.context for m in plurals if len(m.string) != 6 or not all(m.string)]


def test_what_stands_at_the_edges_is_the_same(welsh: list) -> None:
    """Leading and trailing spaces and the closing sign: a sentence stays one, a label too."""
    wrong = []
    for message in welsh:
        english = _english(message)[-1]
        for text in _texts(message):
            if (text[:1].isspace(), text[-1:].isspace()) != (
                english[:1].isspace(),
                english[-1:].isspace(),
            ):
                wrong.append(f"{message.context}: spaces")
            for sign in ".:?…":
                if english.rstrip().endswith(sign) != text.rstrip().endswith(sign):
                    wrong.append(f"{message.context}: {sign}")
    assert not wrong


def test_mnemonics_are_letters_of_a_uk_keyboard(welsh: list) -> None:
    wrong = []
    for message in welsh:
        wanted = len(re.findall(r"&(?=\S)", _english(message)[0].replace("&&", "")))
        for text in _texts(message):
            letters = re.findall(r"&(\S)", text.replace("&&", ""))
            if len(letters) != wanted or any(
                x.lower() not in "abcdefghilmnoprstuwy" for x in letters
            ):
                wrong.append(f"{message.context}: {text}")
    assert not wrong


# What the glossary decided against, and what it says instead.
FORBIDDEN = {
    r"\w*arwyddo\w*": "llofnodi",
    r"ebost\w*": "e-bost",
    r"\w*danfon\w*": "anfon, anfonwr",
    r"d?diddym\w*|ddiddym\w*": "dirymu, canslo",
    r"\w*amgryptiad\w*": "amgryptio",
    r"[dn]?derbyniwr": "derbynnydd",
    r"[bm]?h?plygell\w*|blygell\w*": "ffolder",
    r"g?gwasanaethwr": "gweinydd",
    r"pen?bwrdd|penbwrdd": "bwrdd gwaith",
    r"g?cymal cyfrin|gymal cyfrin": "cyfrinymadrodd",
    r"\w*tystysgrifo": "tystysgrifau",
    r"c[l]iciwch|gliciwch|clicio": "dewiswch",
    r"arbed\w*": "cadw",
    r"ôl bys|ôl bawd": "bysbrint",
    r"nôl": "yn ôl",
    r"ti|dy|wyt": "chi, eich",
    r"gellir": "gallwch",
    r"ee\.|hy\.|e\.e\.|h\.y\.|t\.g\.": "ee, hy, TG",
    r"Shêl|Sel": "Sêl",
    r"os gwelwch yn dda": "plain sentence",
    r"tystysgrif breifat|dystysgrif breifat": "allwedd breifat",
    r"cyfrineiriau? diogelwch": "cyfrinair",
}
ALLOWED = {"y gellir ei ffugio"}


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_the_glossary_is_kept(welsh: list, pattern: str) -> None:
    search = re.compile(rf"(?<![\w'&]){pattern}(?!\w)".replace(pattern, f"(?:{pattern})"))
    wrong = []
    for message in welsh:
        for text in _texts(message):
            for allowed in ALLOWED:
                text = text.replace(allowed, "")
            if search.search(text):
                wrong.append(f"{message.context}: {text} → {FORBIDDEN[pattern]}")
    assert not wrong


def _wide(text: str) -> set[str]:
    return set(re.findall(r"\s{2,}", text))


def test_signs_are_plain(welsh: list) -> None:
    wrong = []
    for message in welsh:
        english = "".join(_english(message))
        for text in _texts(message):
            if unicodedata.normalize("NFC", text) != text:
                wrong.append(f"{message.context}: not NFC")
            if re.search("[‘’`´!]", text) or _wide(text) - _wide(english):
                wrong.append(f"{message.context}: {text}")
    assert not wrong


# Facts whose form nobody knows may not follow a word whose own form, or theirs, depends on it.
BEFORE_A_FACT = re.compile(
    r"(?:^|[\s(“])(?:a|ac|â|ag|gyda|gydag|y|yr|yn|yng|ym|na|nag|i|o|am|at|gan|heb|neu|dan|drwy|"
    r"ei|eich|ein|eu|fy)\s+[“(]?\{(\w+)\}"
    r"|'r\s+\{(\w+)\}"
)
# Numbers and dates in digits never mutate and are no words.
DIGITS = frozenset(
    """n done total number start end date starts ends ended size when day time until since
    verified begins""".split()  # noqa: SIM905  a list of words reads better
)


def test_no_unknown_fact_stands_where_a_mutation_hangs_on_it(welsh: list) -> None:
    wrong = []
    for message in welsh:
        for text in _texts(message):
            for first, second in BEFORE_A_FACT.findall(text):
                if (first or second) not in DIGITS:
                    wrong.append(f"{message.context}: {text}")
    assert not wrong


# Words of the glossary in their plain form: none of them may follow what softens.
PLAIN = """
tystysgrif tystysgrifau cyfrinair cyfrineiriau cyfrinymadrodd cyfrinymadroddion copi
copïau cais ceisiadau cadwyn pâr polisi porwr parth parthau pwnc person pobl popeth pob
tudalen taflen gwefan tîm cyfeiriad cyfeiriadau cyfrif cyfrifiadur cyfrifiaduron
cydweithiwr cydweithwyr cyswllt cysylltiadau cofbin botwm blwch diwrnod dyfais dyfeisiau
dyddiad data derbynnydd derbynwyr desg dewis dewisiadau dogfen gosodiad gosodiadau gwall
gwallau gair geiriau gorchymyn gweinydd gwraidd gyriant llofnod llofnodion llofnodi llyfr
lle llun llinell mis munud modd man manylion math maint rhaglen rhaglenni rhestr
rhwydwaith rhif rhybudd canlyniad cam cymorth cylch creu cadw canfod cau copïo cynnwys
ceisio torri tynnu trwsio profi prawf parhau gwneud gwirio gosod gweld gweithio gorffen
dadgryptio dangos darllen defnyddio deall derbyn dileu diogelu mynd mewnforio mewngofnodi
llwytho rhoi rhedeg
"""
SOFTENING = r"i|o|ar|am|at|gan|heb|neu|dan|drwy|dros|hyd|dau|dwy|ddau|ddwy"
AFTER_SOFTENING = re.compile(
    rf"(?<![\w'])(?:{SOFTENING}) (?:{'|'.join(PLAIN.split())})(?!\w)", re.IGNORECASE
)


def test_after_prepositions_words_are_soft(welsh: list) -> None:
    assert not [
        f"{message.context}: {slip}"
        for message in welsh
        for text in _texts(message)
        for slip in AFTER_SOFTENING.findall(text)
    ]


@pytest.mark.parametrize("slip", ["i cadw", "o tystysgrif", "heb cyfrinair", "am llofnodi"])
def test_slips_after_prepositions_are_seen(slip: str) -> None:
    assert AFTER_SOFTENING.search(f"Rhywbeth {slip} yma")
    assert not AFTER_SOFTENING.search("Rhywbeth i gadw o'r copi")


# â, gyda, a (and), tua, tri, chwe: c p t turn into ch ph th.
AFTER_ASPIRATE = re.compile(r"(?<![\w'])(?:â|gyda|tua)\s+((?:c(?!h)|p(?!h)|t(?!h))\w+)")


def test_after_a_and_gyda_words_are_aspirated(welsh: list) -> None:
    assert not [
        f"{message.context}: {word}"
        for message in welsh
        for text in _texts(message)
        for word in AFTER_ASPIRATE.findall(text)
    ]


# The article softens feminine nouns in the singular and leaves masculine ones alone.
FEMININE = "tystysgrif cadwyn desg tudalen taflen blwyddyn problem dyfais gwefan terfynell cerdyn"
MASCULINE = (
    "gopi gais gyfrinair gyfrinymadrodd gyfrifiadur gyfrif gyfeiriad gysylltiad gydweithiwr "
    "barth borwr bwnc lofnod ddyddiad dderbynnydd flwch fotwm ganlyniad gam fis ddiwrnod wall "
    "rwydwaith lyfr bolisi gylch orchymyn yriant"
)


def test_the_article_mutates_by_gender(welsh: list) -> None:
    feminine = "|".join(set(FEMININE.split()) - {"cerdyn"})
    masculine = "|".join(MASCULINE.split())
    slip = re.compile(rf"(?:(?<!\w)[Yy] |'r )(?:(?:{feminine})|(?:{masculine}))(?!\w)")
    assert not [
        f"{message.context}: {text}"
        for message in welsh
        for text in _texts(message)
        if slip.search(text)
    ]


def test_participles_agree(welsh: list) -> None:
    """`wedi'i` + h before a vowel, unaspirated verb: one of the two genders' forms, never none."""
    slip = re.compile(
        r"wedi'i (?:cadw|copïo|creu|tynnu|profi|torri|dirmygu|gosod\w*h|llofnod(?!i))"
    )
    assert not [
        f"{message.context}: {text}"
        for message in welsh
        for text in _texts(message)
        if slip.search(text)
    ]
