"""English sentences of our own, each with the claims that a reader finds in it."""

from __future__ import annotations

import pytest
from claiming import alike, found

CASES: list[tuple[str, list[tuple[str | None, str, bool, str | None]]]] = [
    (
        "The agency has received no complaint about the school, spokeswoman Petra Lindqvist said in an email.",
        [("Petra Lindqvist", "The agency has received no complaint about the school", False, "asserted")],
    ),
    (
        '"We were told to keep quiet," said Behzad Farahani, who owns a bakery in North York. "My son still checks under the car."',
        [
            ("Behzad Farahani", "We were told to keep quiet", True, None),
            ("Behzad Farahani", "My son still checks under the car", True, "asserted"),
        ],
    ),
    (
        "Officials at the airport, speaking on condition of anonymity, said the passenger had carried three phones.",
        [("Officials", "the passenger had carried three phones", False, "asserted")],
    ),
    (
        "The indictment alleges that Kourosh Delfani moved $640,000 through a travel agency to an account controlled by the Quds Force.",
        [
            (
                "The indictment",
                "Kourosh Delfani moved $640,000 through a travel agency to an account controlled by the Quds Force",
                False,
                "alleged",
            )
        ],
    ),
    (
        "According to court documents filed in Vancouver, the couple met a Guards officer in Istanbul twice.",
        [("court documents", "the couple met a Guards officer in Istanbul twice", False, None)],
    ),
    (
        "The couple met a Guards officer in Istanbul twice, according to an affidavit sworn by an RCMP investigator.",
        [("affidavit", "The couple met a Guards officer in Istanbul twice", False, None)],
    ),
    (
        "Delfani's wife dismissed the charge as politics.",
        [("Delfani's wife", "the charge as politics", False, "denied")],
    ),
    ("The embassy rejected the allegation.", []),
    (
        "Tehran has repeatedly rejected accusations that it targets dissidents abroad.",
        [("Tehran", "accusations that it targets dissidents abroad", False, "denied")],
    ),
    (
        "New Democrat MP Corinne Baptiste urged the government to expel the family within a month.",
        [("Corinne Baptiste", "the government to expel the family within a month", False, "demanded")],
    ),
    (
        "The association called for a public inquiry into how the permits were issued.",
        [("The association", "a public inquiry into how the permits were issued", False, "demanded")],
    ),
    (
        "Police say the fire may have been set deliberately.",
        [("Police", "the fire may have been set deliberately", False, "possible")],
    ),
    (
        "Investigators suspect the money was meant for Khatam al-Anbiya.",
        [("Investigators", "the money was meant for Khatam al-Anbiya", False, None)],
    ),
    ("The minister refused to say whether the file had been closed.", []),
    ("He did not say who had paid for the flight.", []),
    (
        '"Is this how a country treats its guests?" asked the ambassador\'s deputy, Reza Mokhtari.',
        [("Reza Mokhtari", "Is this how a country treats its guests?", True, None)],
    ),
    (
        'The judge told the accused: "You knew exactly whose money it was."',
        [("The judge", "You knew exactly whose money it was", True, None)],
    ),
    (
        "Canada will appeal the ruling, Justice Minister Aurelie Sandoval told reporters in Halifax.",
        [("Aurelie Sandoval", "Canada will appeal the ruling", False, "planned")],
    ),
    (
        "The lab's director, Ishaan Mehrotra, warned that the same group is likely to strike again before the holidays.",
        [("Ishaan Mehrotra", "the same group is likely to strike again before the holidays", False, "possible")],
    ),
    (
        "The commission concluded that the deportation order was unlawful.",
        [("The commission", "the deportation order was unlawful", False, "asserted")],
    ),
    (
        'Iran\'s judiciary spokesman insisted the dual citizen had been "arrested for theft, nothing more."',
        [("judiciary spokesman", "arrested for theft, nothing more", True, None)],
    ),
    (
        "A former neighbour remembered him as quiet. The man never had visitors, she said.",
        [("she", "The man never had visitors", False, "asserted")],
    ),
    (
        "Darvish was accused of photographing protesters outside the consulate.",
        [(None, "photographing protesters outside the consulate", False, "alleged")],
    ),
    (
        "Moradi is alleged to have run a cell of six men from a pizzeria in Calgary.",
        [(None, "to have run a cell of six men from a pizzeria in Calgary", False, "alleged")],
    ),
    (
        "The union wants the pension fund to sell its shares in the company.",
        [("The union", "the pension fund to sell its shares in the company", False, "demanded")],
    ),
    (
        "CSIS believes that at least two of the callers were in Ankara.",
        [("CSIS", "at least two of the callers were in Ankara", False, "asserted")],
    ),
    (
        "In a statement on Friday, Global Affairs Canada confirmed that a Canadian citizen had been detained in Shiraz.",
        [("Global Affairs Canada", "a Canadian citizen had been detained in Shiraz", False, None)],
    ),
    ("The drones, the ministry claimed, were toys.", [("the ministry", "The drones, were toys", False, None)]),
    (
        "Lawyers for the families argue that the state cannot hide behind immunity, and that every officer in the chain should be named.",
        [
            (
                "Lawyers for the families",
                "the state cannot hide behind immunity, and that every officer in the chain should be named",
                False,
                None,
            )
        ],
    ),
    (
        '"It was not us," an IRGC commander told state television on Sunday. "It was an American trick."',
        [
            ("IRGC commander", "It was not us", True, "denied"),
            ("IRGC commander", "It was an American trick", True, None),
        ],
    ),
    (
        "Hosseini acknowledged receiving the transfer but denied knowing its source.",
        [
            ("Hosseini", "receiving the transfer", False, "asserted"),
            ("Hosseini", "knowing its source", False, "denied"),
        ],
    ),
    (
        "Ottawa plans to table the bill before the summer recess, two officials familiar with the plan said.",
        [("two officials", "Ottawa plans to table the bill before the summer recess", False, "planned")],
    ),
    (
        "The report found no evidence that the mosque had received money from the Guards.",
        [("The report", "no evidence that the mosque had received money from the Guards", False, "asserted")],
    ),
    (
        'She added: "If they come again, I will answer the door."',
        [("She", "If they come again, I will answer the door", True, "planned")],
    ),
    (
        "Neighbours described the house as empty most of the year.",
        [("Neighbours", "the house as empty most of the year", False, None)],
    ),
    (
        "Sen. Duval asked that the committee call the banks as witnesses.",
        [("Sen. Duval", "the committee call the banks as witnesses", False, "demanded")],
    ),
    (
        "Toronto police confirmed Thursday they are investigating threats made against three journalists at the station.",
        [
            (
                "Toronto police",
                "they are investigating threats made against three journalists at the station",
                False,
                None,
            )
        ],
    ),
    (
        "The group's treasurer, however, said that nobody had asked him for receipts.",
        [("treasurer", "nobody had asked him for receipts", False, "asserted")],
    ),
    (
        "A spokesperson for the CBSA said in a statement it does not comment on individual cases.",
        [("spokesperson", "it does not comment on individual cases", False, "asserted")],
    ),
    (
        "Witnesses told the tribunal that Karimi wore a Basij uniform at the checkpoint.",
        [("Witnesses", "Karimi wore a Basij uniform at the checkpoint", False, None)],
    ),
    (
        "The regime's proxies have long hidden behind cultural centres, says Amir Taheri-Nia, a researcher at Carleton University.",
        [("Amir Taheri-Nia", "The regime's proxies have long hidden behind cultural centres", False, "alleged")],
    ),
    (
        "FINTRAC has said it expects banks to report such transfers within five days.",
        [("FINTRAC", "it expects banks to report such transfers within five days", False, "asserted")],
    ),
    (
        "Experts fear the list could drive donors underground.",
        [("Experts", "the list could drive donors underground", False, "possible")],
    ),
    (
        "Nothing in the file, the Crown attorney conceded, proves that the money reached Iran.",
        [("Crown attorney", "proves that the money reached Iran", False, None)],
    ),
    (
        "Ahmadi, who came to Canada in 2009, says he was forced to sign the papers by two men from the Intelligence Ministry.",
        [("Ahmadi", "he was forced to sign the papers by two men from the Intelligence Ministry", False, None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_claims_of_a_sentence(text: str, expected: list[tuple[str | None, str, bool, str | None]]) -> None:
    said = found("en", text)
    assert len(said) == len(expected), [(c.speaker, c.content) for c in said]
    for claim, (speaker, content, direct, modality) in zip(said, expected, strict=True):
        assert alike(content, claim.content), claim.content
        assert claim.direct is direct
        assert (speaker is None) == (claim.speaker is None)
        assert speaker is None or claim.speaker is None or speaker in claim.speaker or claim.speaker in speaker
        assert modality is None or claim.modality == modality
