"""What people call their own country, where that is not its English name.

In the official languages of each, as Unicode's CLDR 47 has them, with a few shorter or other
spellings in everyday use. Names that `callbench.domain.countries` knows in any case are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

_NAMES = """
AE الإمارات العربية المتحدة
AF افغانستان
AL Shqipëri|Shqipëria
AM Հայաստան
AX Åland
AZ Azərbaycan|Азәрбајҹан
BA Босна и Херцеговина|Bosna i Hercegovina
BD বাংলাদেশ
BG България
BH البحرين
BI Uburundi
BL Saint-Barthélemy
BN بروني
BQ Caribisch Nederland
BT འབྲུག
BY Беларусь
CF Ködörösêse tî Bêafrîka|République centrafricaine
CH Schwiiz|Svizra
CM Cameroun
CN 中国|中國
CW Kòrsou
CY Κύπρος|Kıbrıs
DJ جيبوتي
DO República Dominicana
DZ الجزائر|Algérie
EE Eesti
EG مصر
EH الصحراء الغربية
ER إريتريا|ኤርትራ
ET ኢትዮጵያ
FO Føroyar
GE საქართველო
GF Guyane française
GL Kalaallit Nunaat
GN Guinée
GQ Guinea Ecuatorial|Guinée équatoriale|Guiné Equatorial
GR Ελλάδα
GW Guiné-Bissau
HK 中國香港特別行政區|香港
HR Hrvatska
IL ישראל|إسرائيل
IM Ellan Vannin
IN भारत
IQ العراق
IR ایران
IS Ísland
JO الأردن
JP 日本
KG Кыргызстан|Киргизия
KH កម្ពុជា
KM جزر القمر|Comores
KP 북한
KR 대한민국|한국
KW الكويت
KZ Казахстан|Қазақстан
LA ລາວ
LB لبنان
LI Liächteschtäi
LK ශ්\u200dරී ලංකාව|இலங்கை
LT Lietuva
LU Lëtzebuerg
LV Latvija
LY ليبيا
MA المغرب|Meṛṛuk|Maroc
MD Republica Moldova
ME Crna Gora
MF Saint-Martin
MG Madagasikara
MK Северна Македонија
MM မြန်မာ
MN Монгол
MO 中國澳門特別行政區|澳門|澳门
MR موريتانيا
MU Maurice
MV ދިވެހި ރާއްޖެ
MZ Moçambique
NC Nouvelle-Calédonie
NG Nàìjíríà
NO Noreg
NP नेपाल
OM عُمان
PF Polynésie française
PG Papua Niugini
PH Pilipinas
PK پاکستان
PM Saint-Pierre-et-Miquelon
PS الأراضي الفلسطينية
PY Paraguai
QA قطر
RE La Réunion
RS Srbija|Србија
RU Россия
SA المملكة العربية السعودية
SD السودان
SG 新加坡|Singapura|சிங்கப்பூர்
SI Slovenija
SJ Svalbard og Jan Mayen
SK Slovensko
SN Senegaal
SO Soomaaliya|الصومال
ST São Tomé e Príncipe
SX Sint Maarten|Sint-Maarten
SY سوريا
TD تشاد|Tchad
TH ไทย
TJ Тоҷикистон
TN تونس|Tunisie
TW 台灣|台湾
UA Україна|Украина
UZ Oʻzbekiston|Ўзбекистон|O'zbekiston
VA Città del Vaticano
WF Wallis-et-Futuna
YE اليمن
ZA Suid-Afrika
"""


def native_names() -> Iterator[tuple[str, str]]:
    """Each country's ISO 3166-1 alpha-2 code, with each of its names."""
    for line in _NAMES.strip().splitlines():
        code, _, names = line.partition(" ")
        for name in names.split("|"):
            yield code, name
