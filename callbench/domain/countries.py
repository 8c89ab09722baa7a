"""Countries by the names that people write, and the time zones in each.

Codes, English names and zones come from ``iso3166.tab`` and ``zone.tab`` in the tzdata package;
what those files don't have (ISO alpha-3 codes, synonyms, names in other languages) stands here,
and in `native_names`.
Both are read at first use, as neither is needed to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pkgutil import get_data

from callbench.domain.folding import fold

# ISO 3166-1: alpha-2 code and the alpha-3 code of the same country.
_ALPHA3 = """
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW
AX ALA AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN
BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG
CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE
DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN
FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL
GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV
HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM
JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO
LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE
MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS
MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL
NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI
PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN
SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV
SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON
TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN
VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE
"""

# Other names, folded: common English ones, then de, fr, es, it, nl, pt, some the country's own.
_SYNONYMS = {
    "GB": "uk|u k|united kingdom|great britain|britain|england|scotland|wales|northern ireland|"
    "united kingdom of great britain and northern ireland|vereinigtes konigreich|grossbritannien|"
    "royaume uni|reino unido|regno unito|verenigd koninkrijk|inghilterra|angleterre|inglaterra",
    "US": "u s|u s a|united states of america|america|the united states|vereinigte staaten|"
    "etats unis|estados unidos|stati uniti|verenigde staten|eeuu|ee uu",
    "DE": "deutschland|allemagne|alemania|germania|duitsland|alemanha|brd",
    "FR": "frankreich|francia|frankrijk|franca",
    "ES": "espana|spanien|espagne|spagna|spanje|espanha",
    "IT": "italia|italien|italie",
    "NL": "the netherlands|holland|nederland|niederlande|pays bas|paises bajos|paesi bassi|"
    "paises baixos|olanda|holanda",
    "BE": "belgique|belgie|belgien|belgica|belgio",
    "CH": "schweiz|suisse|svizzera|suiza|zwitserland|suica",
    "AT": "osterreich|oesterreich|autriche|austria|oostenrijk",
    "IE": "republic of ireland|eire|irland|irlande|irlanda|ierland",
    "PT": "portogallo",
    "PL": "polska|polen|pologne|polonia",
    "CZ": "czechia|cesko|tschechien|tchequie|chequia|tsjechie",
    "SE": "sverige|schweden|suede|suecia|svezia|zweden",
    "NO": "norge|norwegen|norvege|noruega|norvegia|noorwegen",
    "DK": "danmark|danemark|dinamarca|danimarca|denemarken",
    "FI": "suomi|finnland|finlande|finlandia",
    "GR": "hellas|griechenland|grece|grecia|griekenland",
    "HU": "magyarorszag|ungarn|hongrie|hungria|ungheria|hongarije",
    "RO": "rumanien|roumanie|rumania|roemenie",
    "LU": "luxemburg|luxemburgo|lussemburgo",
    "TR": "turkiye|turkei|turquie|turquia|turchia|turkije",
    "RU": "russian federation|russland|russie|rusia|rusland",
    "BR": "brasil|brasilien|bresil|brasile|brazilie",
    "MX": "mexiko|mexique|messico",
    "CA": "kanada",
    "IN": "indien|inde|bharat",
    "CN": "peoples republic of china|people s republic of china|prc|chine|cina",
    "JP": "nippon|japon|giappone",
    "KR": "south korea|korea|republic of korea|korea republic of",
    "KP": "north korea",
    "AE": "uae|u a e|emirates",
    "SA": "ksa",
    "ZA": "rsa|sudafrika|afrique du sud|sudafrica|zuid afrika",
    "AU": "australien|australie",
    "NZ": "aotearoa|neuseeland|nouvelle zelande|nueva zelanda",
    "VN": "viet nam",
    "HK": "hong kong sar|hong kong s a r",
    "TW": "taiwan province of china",
    "CI": "ivory coast",
    "CV": "cabo verde",
    "MM": "myanmar|burma",
    "SZ": "eswatini|swaziland",
    "MK": "macedonia",
    "BA": "bosnia|bosnia and herzegovina",
    "TT": "trinidad|trinidad and tobago",
    "CD": "democratic republic of the congo|congo kinshasa|drc",
    "CG": "congo|republic of the congo|congo brazzaville",
    "TL": "timor leste",
    "WS": "samoa",
    "AS": "american samoa",
    "VA": "vatican|holy see",
    "PS": "state of palestine",
    "SY": "syrian arab republic",
    "IR": "islamic republic of iran",
    "LA": "lao people s democratic republic",
    "MD": "republic of moldova",
    "TZ": "united republic of tanzania",
    "VG": "british virgin islands",
    "VI": "us virgin islands|u s virgin islands",
}


def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country by name or code, or "" where it isn't known."""
    return _codes().get(fold(name), "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Every folded name and code, each with the country's alpha-2 code."""
    from callbench.domain.native_names import native_names

    codes: dict[str, str] = {}
    for code, name in table_rows("iso3166.tab"):
        codes[fold(name)] = codes[fold(name.replace("&", "and"))] = code
    two_and_three = _ALPHA3.split()
    codes.update(zip(map(fold, two_and_three[1::2]), two_and_three[::2], strict=True))
    for code, names in _SYNONYMS.items():
        codes.update(dict.fromkeys(names.split("|"), code))
    codes.update((fold(name), code) for code, name in native_names())
    codes.update((fold(code), code) for code in two_and_three[::2])
    return codes


@lru_cache(maxsize=1)
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """The IANA zones of each country by its code, the most populous ones first (zone.tab)."""
    zones: dict[str, tuple[str, ...]] = {}
    for code, _, zone, *_ in table_rows("zone.tab"):
        zones[code] = (*zones.get(code, ()), zone)
    return zones


@lru_cache(maxsize=1)
def zones_by_city() -> dict[str, tuple[str, ...]]:
    """The IANA zones by the folded city in their names: ``madrid`` has ``Europe/Madrid``."""
    cities: dict[str, tuple[str, ...]] = {}
    for zones in zones_by_country().values():
        for zone in zones:
            city = fold(zone.rpartition("/")[2])
            if zone not in cities.get(city, ()):
                cities[city] = (*cities.get(city, ()), zone)
    return cities


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    return {name.lower(): name for name in _tzdata("zones").decode().split()}


def zone_name(text: str) -> str:
    """The IANA name in its own spelling, or "" where `text` is none: ``europe/london``."""
    return _zone_names().get(text.strip().replace(" ", "_").lower(), "")


def same_clock(zones: tuple[str, ...], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """One zone for each set of zones whose clocks agree from now on.

    Guernsey keeps London's time, and naming both would make every British mobile ambiguous.

    Args:
        zones: IANA names.
        first: Those to prefer as the name of a set.
    """
    chosen: dict[str, str] = {}
    for zone in sorted(zones, key=lambda zone: (zone not in first, zones.index(zone))):
        chosen.setdefault(_rule(zone), zone)
    return tuple(zone for zone in zones if zone in chosen.values())


@lru_cache(maxsize=512)
def _rule(zone: str) -> str:
    """The rule that holds for a zone from its last change on: the footer of its file (RFC 9636)."""
    if not zone_name(zone):
        return zone
    try:
        file = _tzdata(f"zoneinfo/{zone}")
    except OSError:
        return zone
    return file.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def table_rows(name: str) -> Iterator[list[str]]:
    """The rows of one of tzdata's tables, cell by cell."""
    lines = _tzdata(f"zoneinfo/{name}").decode().splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _tzdata(name: str) -> bytes:
    """A file of the tzdata package; `importlib.resources` would be a hundredth of the start."""
    return get_data("tzdata", name) or b""
