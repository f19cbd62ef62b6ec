"""Official lists in XML: entities, aliases, persons with the year of birth, the date of the item. Names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora import corpus

from catalog.official import entities
from model.errors import ConfigError

XML = """<?xml version="1.0" encoding="utf-8"?>
<Regulation xml:lang="en" xmlns:lims="http://justice.gc.ca/lims"><Identification><InstrumentNumber>SOR/1999-1</InstrumentNumber></Identification>
<Schedule><List>
<Item lims:inforce-start-date="2016-02-05"><Label>1</Label><Text>Glass Kite Trading Company (GKT) (also known as Kite Trading, Badbadak Tejarat and GKT Group)</Text></Item>
<Item lims:inforce-start-date="2020-01-01"><Label>2</Label><Text>[Repealed, SOR/2020-1, s. 1]</Text></Item>
</List><List>
<Item lims:inforce-start-date="2022-10-03" lims:enacted-date="2022-10-03"><Label>1</Label><Text>Hormoz Tabrizchi (born on May 3, 1961) (also known as Hormuz Tabrizchi)</Text></Item>
</List></Schedule></Regulation>"""


def test_entities_and_persons(tmp_path: Path) -> None:
    file = tmp_path / "SOR-1999-1.xml"
    file.write_text(XML, encoding="utf-8")
    firm, person = entities(file)
    assert (firm["id"], firm["label"]) == ("listed-glass-kite-trading-company", "ORG")
    assert [n["text"] for n in firm["names"]["en"]] == [
        "Glass Kite Trading Company",
        "GKT",
        "Kite Trading",
        "Badbadak Tejarat",
        "GKT Group",
    ]
    assert firm["legal"][0]["since"] == "2016-02-05"
    assert (person["label"], person["note"], person["legal"][0]["list"]) == ("PERSON", "born in 1961", "SOR/1999-1")
    assert all({"1961", "commander", "irgc"} <= set(n["requires"]) for n in person["names"]["en"])
    assert [n["text"] for n in person["names"]["en"]] == ["Hormoz Tabrizchi", "Hormuz Tabrizchi"]


def test_what_is_no_regulation(tmp_path: Path) -> None:
    file = tmp_path / "other.xml"
    file.write_text("<Feed/>", encoding="utf-8")
    with pytest.raises(ConfigError, match="no regulation"):
        entities(file)


def test_the_real_schedules() -> None:
    folder = corpus("corpora", "canada_sanctions_law", "eng", "regulations")
    found = entities(folder / "SOR-2010-165.xml")
    assert len(found) == 480
    assert sum(e["label"] == "PERSON" for e in found) > 200
    assert len({e["id"] for e in found}) == len(found)
    assert any(n["text"] == "IRGC" for e in found for n in e["names"]["en"])
    assert len(entities(folder / "SOR-2002-284.xml")) > 80
