"""What a header means that no list of names has: told by its words.

Exports make headers up from parts ("Person - Phone - Work", "Home city", "Nom de l'entreprise").
A header is of a field when one of its words names that field and all others may stand beside it.
Words are folded: lower case, no accents, no punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Meaning(msgspec.Struct, frozen=True):
    """What a header means."""

    field: str
    rank: int
    """Lower is taken before higher."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PHONE_WORDS = _words(
    "phone phones telephone tel telefon telefonnummer telefono telefone telefoon telefoonnummer"
    " rufnummer handy handynummer mobile mobil mobiltelefon mobilnummer mobiel movil cell"
    " cellular cellphone cellulare celular portable gsm komorka iphone telemovel mob telefonu"
    " landline festnetz"
    " callback ddi switchboard"
)
_PHONE_PHRASES = frozenset({
    "contact number",
    "contact no",
    "call number",
    "number to call",
    "direct dial",
    "direct line",
})
_BESIDE_PHONE = _words(
    "number numbers no nr num numero nummer n work home business office direct dial line primary"
    " main other company corporate hq headquarters contact person first second secondary alternate"
    " alternative alt value car radio assistant s personal private privat account organization"
    " organisation lead zentrale festnetz fixe fixed land landline fijo thuis werk zakelijk prive"
    " ufficio casa fisso trabajo bureau buro geschaftlich geschaftl gesch dienstlich dienstl"
    " priv pro de du di da do del d la le e164 komorkowy stacjonarny sluzbowy vast standard"
    " centralita centralino arbeit travail trabalho lavoro oficina escritorio particular"
    " principal principale haupt directo direkt direkte directe valor valeur wert waarde valore"
    " 1 2 3 4 5 6 7 8 9"
)
_EMAIL_WORDS = _words(
    "email emails mail mails courriel correo mailadresse emailadresse emailadres mailadres"
    " messagerie"
)
_BESIDE_EMAIL = _words(
    "e address addresses adresse adres work home other primary contact person value business"
    " personal direct secondary alternate private office company lead electronico eletronico posta"
    " elettronica indirizzo direccion endereco de di du del d id professionnel professionnelle"
    " geschaftlich geschaftl gesch privat priv arbeit travail trabajo trabalho lavoro werk"
    " zakelijk oficina principal principale valor valeur wert waarde valore 1 2 3 4 5 6 7 8 9"
)

# Rank of a phone column by a word in its name: whom it reaches first, the switchboard last.
_PHONE_RANKS = (
    ("direct ddi directo direkt direkte directe", 0),
    ("assistant", 90),
    ("company corporate main hq headquarters switchboard zentrale organization account", 70),
    ("standard centralita centralino", 70),
    ("mobile mobil mobiltelefon mobilnummer mobiel movil cell cellular cellphone cellulare", 20),
    ("handy handynummer portable gsm celular komorka komorkowy iphone telemovel mob", 20),
    ("festnetz fixe fixed land landline fijo fisso stacjonarny vast", 25),
    ("callback car radio", 60),
    ("home personal private privat priv thuis prive casa particular", 50),
    ("other secondary alternate alternative alt second", 40),
    ("work business office werk zakelijk ufficio trabajo bureau buro geschaftlich dienstlich", 30),
    ("geschaftl gesch dienstl sluzbowy arbeit travail trabalho lavoro oficina escritorio", 30),
    ("first", 35),
)
_GENERIC_PHONE = 10
NOT_A_PHONE = _words(
    "fax faxnummer faxnumber telefax telecopie telecopieur pager telex tty tdd homefax workfax"
    " otherfax"
)
"""Words of a label that says its number can't be called."""

_EXTENSION_WORDS = _words("ext extn extension")
_PLACE_WORDS = {
    "city": _words("city town ort stadt ville ciudad stad plaats gemeente citta cidade miasto"),
    "country": _words("country land pays pais paese nazione kraj"),
}
_BESIDE_PLACE = _words(
    "address mail mailing primary business work office main contact company account home private"
    " personal other billing secondary alternate adresse geschaftlich dienstlich privat bureau"
    " domicile trabajo casa ufficio werk thuis region name 1 2 3"
)
_OTHER_PLACES = _words(
    "company account home private personal other billing secondary alternate privat domicile casa"
    " thuis 2 3"
)
_NOTES_WORDS = _words("note notes comment comments remark remarks notizen notas")
_BESIDE_NOTES = _words("internal intern lead contact account call sales general my private 1 2 3")

_COMPANY_WORDS = _words(
    "company organization organisation business employer account accounts accountname firma"
    " firmenname unternehmen unternehmens unternehmensname arbeitgeber kontoname societe"
    " entreprise organisme compte empresa compania cuenta organizacion organizacao companhia"
    " bedrijf bedrijfsnaam organisatie azienda ditta societa organizzazione firmy"
)
_BESIDE_COMPANY = _words(
    "of the name names nom nombre nome naam nazwa de la le l d del della dell der des do da du"
    " sales current value valor valeur wert 1"
)
_TITLE_WORDS = _words(
    "title titel titre titulo titolo jobtitle jobtitel job position posicion posizione posicao"
    " fonction funktion function poste puesto cargo funcion funcao functie functietitel ruolo"
    " mansione role designation stelle berufsbezeichnung"
)
_BESIDE_TITLE = _words(
    "of at the intitule libelle de du des del della do da d la le l en dans in current name der"
    " bezeichnung company organization organisation organizacion entreprise empresa azienda firma"
    " unternehmen trabajo travail lavoro 1"
)
# Whose company, title or number it is, said before the word itself. Behind it the word is
# another: a company contact is a person, a title contact nobody knows.
_OWNERS = _words("contact kontakt contacto contatto primary main person lead prospect")


def told_by_words(folded: str) -> Meaning | None:
    """The field that the words of a folded header tell, or None."""
    words = folded.split()
    if _is_phone(folded, words):
        return Meaning("phone", phone_rank(words))
    if _is_extension(words):
        return Meaning("extension", phone_rank(words))
    if _all_of(words, _EMAIL_WORDS, _BESIDE_EMAIL):
        return Meaning("email", _email_rank(words))
    return _place_or_notes(frozenset(words)) or _work(words)


def phone_rank(words: Sequence[str]) -> int:
    """How early a phone is called, by the words of its header or label."""
    digit = next((int(word) for word in words if word.isdigit() and len(word) == 1), 0)
    for known, rank in _PHONE_RANKS:
        if not set(words).isdisjoint(known.split()):
            return rank + digit
    return _GENERIC_PHONE + digit


def _all_of(words: Sequence[str], known: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether a word is known, and each other one is known or may stand beside it."""
    return not known.isdisjoint(words) and all(word in known or word in beside for word in words)


def _is_phone(folded: str, words: Sequence[str]) -> bool:
    return folded in _PHONE_PHRASES or _all_of(words, _PHONE_WORDS, _BESIDE_PHONE)


def _is_extension(words: Sequence[str]) -> bool:
    """Whether it is that of the first number; which one others belong to is soon lost."""
    numbers = {word for word in words if word.isdigit()}
    rest = set(words) - _EXTENSION_WORDS
    return len(rest) < len(words) and rest <= _PHONE_WORDS | _BESIDE_PHONE and numbers <= {"1"}


def _email_rank(words: Sequence[str]) -> int:
    """Their own first: a second address or the company's after it."""
    digit = next((int(word) for word in words if word.isdigit() and len(word) == 1), 0)
    later = {"home", "other", "personal", "secondary", "alternate", "private", "company"}
    return digit + (10 if not later.isdisjoint(words) else 0)


def _place_or_notes(words: frozenset[str]) -> Meaning | None:
    """A place or notes, told by one word and by what the others may be, behind all exact names."""
    for field, known in _PLACE_WORDS.items():
        if words & known and words <= known | _BESIDE_PLACE:
            return Meaning(field, 2000 if words & _OTHER_PLACES else 1000)
    if words & _NOTES_WORDS and words <= _NOTES_WORDS | _BESIDE_NOTES:
        return Meaning("notes", 1000)
    return None


def _work(words: Sequence[str]) -> Meaning | None:
    """As what somebody works, or where: a title may name the company beside it."""
    bare = _without_owner(words)
    if _all_of(bare, _TITLE_WORDS, _BESIDE_TITLE):
        return Meaning("title", 1000)
    if _all_of(bare, _COMPANY_WORDS, _BESIDE_COMPANY):
        return Meaning("company", 1000)
    return None


def _without_owner(words: Sequence[str]) -> Sequence[str]:
    owned = 0
    while owned < len(words) and words[owned] in _OWNERS:
        owned += 1
    return words[owned:]
