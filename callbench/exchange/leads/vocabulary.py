"""What people and programs call the columns of a lead file.

Exact names stand per field, best first; what else a header may mean is told by its words
(`header_words`). Names are folded: lower case, no accents, no punctuation. English, then de, fr,
es, nl, it, pt, pl.
"""

from __future__ import annotations

import re

from callbench.domain.folding import fold
from callbench.domain.people import PROFILES, RECORD_IDS
from callbench.exchange.leads.header_words import Meaning, told_by_words

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
    "name": "full name|contact name|contact full name|primary contact name|lead name"
    "|ansprechpartner|kontaktname|kontaktperson|nom complet|nombre completo|volledige naam"
    "|contactpersoon|nome completo|referente|interlocuteur|interlocutor|persona de contacto"
    "|osoba kontaktowa|name of contact|primary contact|main contact|hauptansprechpartner"
    "|hauptkontakt|contact principal|contacto principal|contatto principale|nom du contact"
    "|nombre del contacto|nombre de contacto|nome contatto|naam contactpersoon|nome do contato"
    "|last name first name|surname first name|first name last name|first and last name|name surname"
    "|name vorname|nachname vorname|vorname name|vorname nachname|vor und nachname|nom prenom"
    "|prenom nom|nom et prenom|prenom et nom|apellidos nombre|nombre apellidos|nombre y apellidos"
    "|cognome nome|nome cognome|nome e cognome"
    "/name|nom|naam|nome|nombre|contact|contacto|contatto|kontakt|contato"
    "/contact person|person|prospect|lead"
    "/client name|customer name|client|customer|kundenname|kunde|nom du client"
    "|nombre del cliente|nome cliente|cliente|klantnaam|klant/display name|file as",
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


# One small letter before a capital is a brand or an abbreviation: iPhone, eMail.
_CAMEL = re.compile(r"(?<=[a-z0-9]{2})(?=[A-Z])")
# As exports say whose column it is, in other languages than English and with other marks.
_OF_A_PERSON = re.compile(
    r"(?:personne|persona|persoon|pessoa|osoba) - |(?:record|person|people) > ", re.IGNORECASE
)
_LABEL_COLUMN = re.compile(r"^(?P<phone>.*phone(?: \d)?) (?:type|label)$")


def words_of(header: str) -> str:
    """A header folded; ``MobilePhone``, ``Home_Phone__c`` and ``Person - Phone`` come apart."""
    bare = header.strip().removesuffix("__c")
    folded = fold(_CAMEL.sub(" ", bare))
    for owner in ("person ", "primary contact primary "):
        if folded.startswith(owner) and folded[len(owner) :] not in {"linkedin url", "id"}:
            return folded.removeprefix(owner)
    return fold(bare[owned.end() :]) if (owned := _OF_A_PERSON.match(bare)) else folded


def meaning_of(header: str) -> Meaning | None:
    """The field that a header names, or None for one that is nobody's."""
    if any(mark in header for mark in ";\t|\n"):
        return None
    folded = words_of(header)
    exact = _EXACT.get(folded) or _EXACT.get(fold(header))
    if exact:
        return exact
    return told_by_words(folded)


def label_of(header: str) -> str:
    """The folded phone column that a header labels: ``Phone 1 - Type`` labels ``phone 1``."""
    found = _LABEL_COLUMN.match(words_of(header))
    return found["phone"] if found else ""


def _exact() -> dict[str, Meaning]:
    """Every exact name with its meaning; the rank is its group and its place in it."""
    return {
        name: Meaning(field, 100 * group + place)
        for field, names in _NAMES.items()
        for group, part in enumerate(names.split("/"))
        for place, name in enumerate(part.split("|"))
    }


_EXACT = _exact()
