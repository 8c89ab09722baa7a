"""What people and programs call the columns of a lead file.

Exact names stand per field, best first. Columns of phones, e-mails, places and notes are told by
their words too, because exports make them up from parts ("Person - Phone - Work", "Home city").
Names are folded: lower case, no accents, no punctuation. English, then de, fr, es, nl, it,
pt, pl.
"""

from __future__ import annotations

import re

import msgspec

from callbench.domain.folding import fold
from callbench.domain.people import PROFILES, RECORD_IDS

FIELDS = (
    "name",
    "first_name",
    "last_name",
    "company",
    "title",
    "phone",
    "extension",
    "email",
    "zone",
    "country",
    "city",
    "notes",
    "reason",
    "news",
    "priority",
    "tags",
    "do_not_call",
    "referred_by",
    "id",
)
"""What a column can be. The id isn't stored as such: it tells the same person in two files."""

# Names parted by "|"; those behind a "/" are taken only where none of the earlier ones is there.
_NAMES = {
    "name": "full name|contact name|contact full name|lead name|primary contact name"
    "|ansprechpartner|kontaktname|kontaktperson|nom complet|nombre completo|volledige naam"
    "|contactpersoon|nome completo|referente|interlocuteur|interlocutor|persona de contacto"
    "|osoba kontaktowa|name of contact/name|nom|naam|nome|nombre|contact"
    "|contacto|contatto|kontakt/contact person|person|prospect|lead/display name|file as",
    "first_name": "first name|firstname|given name|forename|vorname|prenom|voornaam|nome proprio"
    "|imie",
    "last_name": "last name|lastname|surname|family name|nachname|familienname|zuname"
    "|nom de famille|apellido|apellidos|achternaam|cognome|sobrenome|nazwisko",
    "company": "company name|company|account name|organization|organisation|organization name"
    "|organisation name"
    "|organization 1 name|business name|firma|firmenname|unternehmen|societe|entreprise"
    "|raison sociale|empresa|compania|bedrijf|bedrijfsnaam|organisatie|azienda|ditta"
    "|ragione sociale|societa|nazwa firmy|companyname/business|employer|associated company|account"
    "|parent customer|current company/company name for emails",
    "title": "job title|jobtitle|position|organization title|organization 1 title"
    "|primary contact title|berufsbezeichnung|stelle|funktion|fonction|poste|cargo|puesto|functie"
    "|functietitel|ruolo|posizione|mansione|stanowisko|current position|current job|current title"
    "/title|role|designation|job"
    "/occupation|headline",
    "extension": "extension|ext|phone extension|phone ext|durchwahl|toestel|anexo",
    "zone": "time zone|timezone|tz|zeitzone|fuseau horaire|zona horaria|tijdzone|fuso orario|zone",
    "country": "country|country region|mailing country|business country region|land|pays|pais"
    "|paese|nazione|kraj|address 1 country|address 1 country region|country code/billing country"
    "|company country|home country region|other country region|other country",
    "city": "city|town|town city|mailing city|business city|ort|stadt|ville|ciudad|stad|plaats"
    "|woonplaats|gemeente|citta|localita|cidade|localidad|poblacion|localite|miasto|miejscowosc"
    "|address 1 city/billing city|company city|home city|other city",
    "notes": "notes|note|comments|comment|additional info|additional information|remarks"
    "|bemerkung|bemerkungen|notizen|notiz|kommentar|remarques|remarque|commentaires|commentaire"
    "|notas|comentarios|observaciones|opmerkingen|opmerking|notities|notitie|osservazioni"
    "|commenti|observacoes|uwagi/description|details|memo|info",
    "reason": "reason to call|reason for call|reason for calling|call reason|why call|why call them"
    "|anlass|anrufgrund|grund des anrufs|motif de l appel|motif d appel|motivo de la llamada"
    "|motivo della chiamata|reden van bellen/reason|why|grund|motif|motivo|reden",
    "news": "news|latest news|recent news|company news|trigger event|trigger|neuigkeiten"
    "|actualite|actualites|noticias|nieuws|notizie|novita",
    "priority": "priority|prio|prioritat|priorite|prioridad|prioriteit|priorita|priorytet"
    "|call priority"
    "/rating|lead rating|temperature|lead temperature/lead score|hubspot score|score",
    "tags": "tags|tag|labels|label|schlagworte|etiquettes|etiquetas|etichette|etykiety"
    "/categories|category|kategorien|categorias|categorieen"
    "|group membership|groups|segment|lists",
    "do_not_call": "do not call|donotcall|dnc|do not phone|do not allow phone calls"
    "|has opted out of call|opted out of calls|call opt out|phone opt out|no call|no calls"
    "|nicht anrufen|ne pas appeler|no llamar|niet bellen|non chiamare|tps|ctps/do not contact"
    "|dnd"
    "|do not disturb",
    "referred_by": "referred by|referrer|referral|empfohlen von|recommande par|aanbevolen door",
    "id": f"{'|'.join(RECORD_IDS)}/id/identifier|{'|'.join(PROFILES)}",
}


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
    " priv pro de du di e164 komorkowy stacjonarny sluzbowy vast standard centralita centralino"
    " 1 2 3 4 5 6 7 8 9"
)
_EMAIL_WORDS = _words(
    "email emails mail mails courriel correo mailadresse emailadresse emailadres mailadres"
    " messagerie"
)
_BESIDE_EMAIL = _words(
    "e address adresse adres work home other primary contact person value business personal direct"
    " secondary alternate private office company lead electronico posta elettronica indirizzo"
    " direccion de di id professionnel professionnelle geschaftlich"
    " geschaftl gesch privat priv 1 2 3 4 5 6 7 8 9"
)

# Rank of a phone column by a word in its name: whom it reaches first, the switchboard last.
_PHONE_RANKS = (
    ("direct ddi", 0),
    ("assistant", 90),
    ("company corporate main hq headquarters switchboard zentrale organization account", 70),
    ("standard centralita centralino", 70),
    ("mobile mobil mobiltelefon mobilnummer mobiel movil cell cellular cellphone cellulare", 20),
    ("handy handynummer portable gsm celular komorka komorkowy iphone telemovel mob", 20),
    ("festnetz fixe fixed land landline fijo fisso stacjonarny vast", 25),
    ("callback car radio", 60),
    ("home personal private privat priv thuis prive casa", 50),
    ("other secondary alternate alternative alt second", 40),
    ("work business office werk zakelijk ufficio trabajo bureau buro geschaftlich dienstlich", 30),
    ("geschaftl gesch dienstl sluzbowy", 30),
    ("first", 35),
)
_GENERIC_PHONE = 10
NOT_A_PHONE = frozenset({"fax", "pager", "telex", "tty", "tdd", "homefax", "workfax", "otherfax"})
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

# One small letter before a capital is a brand or an abbreviation: iPhone, eMail.
_CAMEL = re.compile(r"(?<=[a-z0-9]{2})(?=[A-Z])")
_LABEL_COLUMN = re.compile(r"^(?P<phone>.*phone(?: \d)?) (?:type|label)$")


class Meaning(msgspec.Struct, frozen=True):
    """What a header means."""

    field: str
    rank: int
    """Lower is taken before higher."""


def words_of(header: str) -> str:
    """A header folded; ``MobilePhone``, ``Home_Phone__c`` and ``Person - Phone`` come apart."""
    bare = header.strip().removesuffix("__c")
    folded = fold(_CAMEL.sub(" ", bare))
    for owner in ("person ", "primary contact primary "):
        if folded.startswith(owner) and folded[len(owner) :] not in {"linkedin url", "id"}:
            return folded.removeprefix(owner)
    return folded


def meaning_of(header: str) -> Meaning | None:
    """The field that a header names, or None for one that is nobody's."""
    if any(mark in header for mark in ";\t|\n"):
        return None
    folded = words_of(header)
    exact = _EXACT.get(folded) or _EXACT.get(fold(header))
    if exact:
        return exact
    words = folded.split()
    if _is_phone(folded, words):
        return Meaning("phone", phone_rank(words))
    if _is_extension(words):
        return Meaning("extension", phone_rank(words))
    if _EMAIL_WORDS & set(words) and all(w in _EMAIL_WORDS | _BESIDE_EMAIL for w in words):
        return Meaning("email", _email_rank(words))
    return _place_or_notes(frozenset(words))


def _place_or_notes(words: frozenset[str]) -> Meaning | None:
    """A place or notes, told by one word and by what the others may be, behind all exact names."""
    for field, known in _PLACE_WORDS.items():
        if words & known and words <= known | _BESIDE_PLACE:
            return Meaning(field, 2000 if words & _OTHER_PLACES else 1000)
    if words & _NOTES_WORDS and words <= _NOTES_WORDS | _BESIDE_NOTES:
        return Meaning("notes", 1000)
    return None


def phone_rank(words: list[str]) -> int:
    """How early a phone is called, by the words of its header or label."""
    digit = next((int(word) for word in words if word.isdigit() and len(word) == 1), 0)
    for known, rank in _PHONE_RANKS:
        if not set(words).isdisjoint(known.split()):
            return rank + digit
    return _GENERIC_PHONE + digit


def label_of(header: str) -> str:
    """The folded phone column that a header labels: ``Phone 1 - Type`` labels ``phone 1``."""
    found = _LABEL_COLUMN.match(words_of(header))
    return found["phone"] if found else ""


def _is_phone(folded: str, words: list[str]) -> bool:
    if folded in _PHONE_PHRASES:
        return True
    known = _PHONE_WORDS | _BESIDE_PHONE
    return not _PHONE_WORDS.isdisjoint(words) and all(word in known for word in words)


def _is_extension(words: list[str]) -> bool:
    """Whether it is that of the first number; which one others belong to is soon lost."""
    numbers = {word for word in words if word.isdigit()}
    rest = set(words) - _EXTENSION_WORDS
    return len(rest) < len(words) and rest <= _PHONE_WORDS | _BESIDE_PHONE and numbers <= {"1"}


def _email_rank(words: list[str]) -> int:
    """Their own first: a second address or the company's after it."""
    digit = next((int(word) for word in words if word.isdigit() and len(word) == 1), 0)
    later = {"home", "other", "personal", "secondary", "alternate", "private", "company"}
    return digit + (10 if not later.isdisjoint(words) else 0)


def _exact() -> dict[str, Meaning]:
    """Every exact name with its meaning; the rank is its group and its place in it."""
    return {
        name: Meaning(field, 100 * group + place)
        for field, names in _NAMES.items()
        for group, part in enumerate(names.split("/"))
        for place, name in enumerate(part.split("|"))
    }


_EXACT = _exact()
