"""Whole documents of our own in English: report, statement, debate or interview, live blog."""

from __future__ import annotations

from claiming import check

from model.annotation import Label, Topic


def test_a_report() -> None:
    check(
        "en",
        title="Markham man charged with sending tankers' cash to Guards",
        paragraphs=[
            "MARKHAM, Ont. — A 44-year-old shipping broker has been charged with helping Iran's Revolutionary Guards sell oil through shell companies, the RCMP announced Tuesday.",
            'Investigators allege that Siamak Rahbar, who runs a freight office on Steeles Avenue, forged cargo papers for at least nine voyages. "He never owned a boat," Supt. Danielle Okafor told a news conference in Toronto. "What he owned was a rubber stamp."',
            'Rahbar\'s lawyer, Quentin Abernathy, said his client will plead not guilty. He described the evidence as "a box of photocopies."',
            "The charges stem from a tip that FINTRAC passed to police in 2024, according to a court filing reviewed by this newspaper. The agency would not comment.",
            'Neighbours were stunned. "He shovelled my driveway all winter," said Irene Castellanos, 71, who lives across the street. She hopes he gets a fair trial.',
            "The Iranian mission in New York did not reply to questions. Rahbar is to appear in court again on Nov. 12.",
        ],
        names={
            "Siamak Rahbar": (Label.PERSON, None),
            "Rahbar": (Label.PERSON, None),
            "Danielle Okafor": (Label.PERSON, None),
            "Quentin Abernathy": (Label.PERSON, None),
            "Irene Castellanos": (Label.PERSON, None),
            "RCMP": (Label.ORG, "rcmp"),
            "Revolutionary Guards": (Label.ORG, "irgc"),
            "FINTRAC": (Label.ORG, "fintrac"),
            "Toronto": (Label.GPE, "toronto"),
            "Iran": (Label.GPE, "iran"),
        },
        topics=[Topic.FINANCING, Topic.COURTS],
        expected=[
            (
                "the RCMP",
                None,
                "A 44-year-old shipping broker has been charged with helping Iran's Revolutionary Guards sell oil through shell companies",
                False,
                "alleged",
            ),
            (
                "Investigators",
                None,
                "Siamak Rahbar, who runs a freight office on Steeles Avenue, forged cargo papers for at least nine voyages",
                False,
                "alleged",
            ),
            ("Supt. Danielle Okafor", None, "He never owned a boat", True, None),
            ("Supt. Danielle Okafor", None, "What he owned was a rubber stamp", True, None),
            ("Quentin Abernathy", None, "his client will plead not guilty", False, "planned"),
            ("He", "Quentin Abernathy", "a box of photocopies", True, None),
            (
                "a court filing",
                None,
                "The charges stem from a tip that FINTRAC passed to police in 2024",
                False,
                "asserted",
            ),
            ("Irene Castellanos", None, "He shovelled my driveway all winter", True, "asserted"),
            ("She", "Irene Castellanos", "he gets a fair trial", False, None),
        ],
    )


def test_a_statement() -> None:
    check(
        "en",
        title="Our children are not bargaining chips",
        paragraphs=[
            "The Committee for Detained Canadians calls on the Prime Minister to raise the case of Leila Sadeghi at every meeting until she is home.",
            "Ms. Sadeghi, a Canadian citizen, was taken from her parents' apartment in Karaj on Sept. 3. Her family says that agents of the IRGC Intelligence Organization have twice demanded money for her release. Iran's judiciary has denied that any ransom was sought.",
            "We believe this is hostage-taking. The government must name it, and it must tell families what it is doing.",
            '"They let her speak for forty seconds," her brother, Payam Sadeghi, told us. "She counted them."',
            "Global Affairs Canada says it is providing consular assistance. That may not be enough. The department should publish a list of every Canadian held by the Guards, and ministers ought to meet the families before the end of the month.",
        ],
        names={
            "Leila Sadeghi": (Label.PERSON, None),
            "Sadeghi": (Label.PERSON, None),
            "Payam Sadeghi": (Label.PERSON, None),
            "IRGC Intelligence Organization": (Label.ORG, "irgc-intelligence"),
            "Global Affairs Canada": (Label.ORG, "global-affairs-canada"),
            "Guards": (Label.ORG, "irgc"),
            "Iran": (Label.GPE, "iran"),
            "Karaj": (Label.GPE, None),
            "Committee for Detained Canadians": (Label.ORG, None),
        },
        topics=[Topic.THREATS],
        expected=[
            (
                "The Committee for Detained Canadians",
                None,
                "to raise the case of Leila Sadeghi at every meeting until she is home",
                False,
                "demanded",
            ),
            (
                "Her family",
                None,
                "agents of the IRGC Intelligence Organization have twice demanded money for her release",
                False,
                "alleged",
            ),
            ("Iran's judiciary", None, "any ransom was sought", False, "denied"),
            (None, None, "The government must name it, and it must tell families what it is doing", False, "demanded"),
            ("Payam Sadeghi", None, "They let her speak for forty seconds", True, None),
            ("Payam Sadeghi", None, "She counted them", True, None),
            ("Global Affairs Canada", None, "it is providing consular assistance", False, "asserted"),
            (
                None,
                None,
                "The department should publish a list of every Canadian held by the Guards, and ministers ought to meet the families before the end of the month",
                False,
                "demanded",
            ),
        ],
    )


def test_a_debate() -> None:
    check(
        "en",
        title="Senate debates: Magnitsky list",
        paragraphs=[
            "Hon. Winifred Tolliver (Nova Scotia): Honourable senators, my question is for the Leader of the Government. Last week a former Basij commander was photographed at a wedding in Vaughan. How many like him are there?",
            "Hon. Percival Adeyemi (Leader of the Government in the Senate): I thank the senator. The CBSA has opened seventeen hearings against senior officials of the Iranian regime. I cannot speak about a single case.",
            "Senator Tolliver: That is no answer. I am told that the man entered Canada on a student visa in 2022. Will the government revoke it?",
            "Senator Adeyemi: The minister will receive the file this week. I reject the suggestion that anyone turned a blind eye.",
            "The Hon. the Speaker: Senators, the time for questions has expired.",
        ],
        names={
            "Basij": (Label.ORG, "basij"),
            "CBSA": (Label.ORG, "cbsa"),
            "Canada": (Label.GPE, "canada"),
            "Vaughan": (Label.GPE, None),
            "Winifred Tolliver": (Label.PERSON, None),
            "Percival Adeyemi": (Label.PERSON, None),
            "Tolliver": (Label.PERSON, None),
            "Adeyemi": (Label.PERSON, None),
            "Nova Scotia": (Label.GPE, None),
        },
        topics=[Topic.IMMIGRATION],
        expected=[
            (
                "Hon. Winifred Tolliver",
                None,
                "Last week a former Basij commander was photographed at a wedding in Vaughan",
                True,
                None,
            ),
            (
                "Hon. Percival Adeyemi",
                None,
                "The CBSA has opened seventeen hearings against senior officials of the Iranian regime",
                True,
                "asserted",
            ),
            ("Senator Tolliver", None, "the man entered Canada on a student visa in 2022", True, None),
            ("Senator Adeyemi", None, "The minister will receive the file this week", True, "planned"),
            ("I", "Adeyemi", "the suggestion that anyone turned a blind eye", True, "denied"),
        ],
    )


def test_a_live_blog() -> None:
    check(
        "en",
        title="Live: vigil for PS752 at city hall in Edmonton",
        paragraphs=[
            "5:02 p.m. About three hundred people have gathered at Churchill Square. Fifty-five candles are lit for the Canadian citizens killed on Flight PS752.",
            "5:20 p.m. Mayor Rosalind Achebe says the city will plant a tree for every family in the spring.",
            '5:41 p.m. "My daughter\'s ring came back to us in an envelope," Fereshteh Karami tells the crowd. Her husband holds the ring up.',
            "6:05 p.m. Two men are arguing with volunteers near the stage. Organizers say the men tore down a banner with the names of Aerospace Force commanders.",
            '6:15 p.m. Edmonton police confirm that one person was taken into custody. An officer at the scene said the man "may have been drunk."',
            "6:30 p.m. The ICAO hearing has not moved since June, lawyer Tomas Wikander reminds everyone. He urges families to write to Montreal.",
        ],
        names={
            "Rosalind Achebe": (Label.PERSON, None),
            "Fereshteh Karami": (Label.PERSON, None),
            "Tomas Wikander": (Label.PERSON, None),
            "Aerospace Force": (Label.ORG, "irgc-aerospace"),
            "ICAO": (Label.ORG, "icao"),
            "Montreal": (Label.GPE, "montreal"),
            "PS752": (Label.EVENT, "ps752"),
            "Edmonton police": (Label.ORG, None),
        },
        topics=[Topic.PS752, Topic.PROTEST],
        expected=[
            (
                "Mayor Rosalind Achebe",
                None,
                "the city will plant a tree for every family in the spring",
                False,
                "planned",
            ),
            ("Fereshteh Karami", None, "My daughter's ring came back to us in an envelope", True, "asserted"),
            (
                "Organizers",
                None,
                "the men tore down a banner with the names of Aerospace Force commanders",
                False,
                "alleged",
            ),
            ("Edmonton police", None, "one person was taken into custody", False, "asserted"),
            ("An officer at the scene", None, "may have been drunk", True, "possible"),
            ("lawyer Tomas Wikander", None, "The ICAO hearing has not moved since June", False, "asserted"),
            ("He", "Tomas Wikander", "families to write to Montreal", False, "demanded"),
        ],
    )
