"""The clock that a country's outlets print their times by: that of its capital, or of most of its people."""

from __future__ import annotations

_CLOCKS = """
ae Asia/Dubai
af Asia/Kabul
ar America/Argentina/Buenos_Aires
at Europe/Vienna
au Australia/Sydney
az Asia/Baku
bd Asia/Dhaka
be Europe/Brussels
bg Europe/Sofia
bh Asia/Bahrain
br America/Sao_Paulo
ca America/Toronto
ch Europe/Zurich
cl America/Santiago
cn Asia/Shanghai
co America/Bogota
cz Europe/Prague
de Europe/Berlin
dk Europe/Copenhagen
dz Africa/Algiers
eg Africa/Cairo
es Europe/Madrid
fi Europe/Helsinki
fr Europe/Paris
gr Europe/Athens
hk Asia/Hong_Kong
hr Europe/Zagreb
hu Europe/Budapest
id Asia/Jakarta
ie Europe/Dublin
il Asia/Jerusalem
in Asia/Kolkata
iq Asia/Baghdad
ir Asia/Tehran
it Europe/Rome
jo Asia/Amman
jp Asia/Tokyo
ke Africa/Nairobi
kr Asia/Seoul
kw Asia/Kuwait
lb Asia/Beirut
ly Africa/Tripoli
ma Africa/Casablanca
mx America/Mexico_City
my Asia/Kuala_Lumpur
ng Africa/Lagos
nl Europe/Amsterdam
no Europe/Oslo
nz Pacific/Auckland
om Asia/Muscat
pe America/Lima
ph Asia/Manila
pk Asia/Karachi
pl Europe/Warsaw
pt Europe/Lisbon
qa Asia/Qatar
ro Europe/Bucharest
rs Europe/Belgrade
ru Europe/Moscow
sa Asia/Riyadh
se Europe/Stockholm
sg Asia/Singapore
sy Asia/Damascus
th Asia/Bangkok
tn Africa/Tunis
tr Europe/Istanbul
tw Asia/Taipei
ua Europe/Kyiv
uk Europe/London
ve America/Caracas
vn Asia/Ho_Chi_Minh
ye Asia/Aden
za Africa/Johannesburg
"""
CLOCKS = dict(line.split() for line in _CLOCKS.strip().splitlines())


def clock_of(host: str) -> str | None:
    """The zone that a host's country code stands for; None for a host of no country."""
    return CLOCKS.get(host.rpartition(".")[2])
