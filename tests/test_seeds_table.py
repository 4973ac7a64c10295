"""The workshop as facts: nothing is left out, and every row keeps the rules of its descriptor."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package

SEEDS = Path(__file__).parents[1] / "seeds"
COLUMNS = ["id", "heading", "kind", "says", "value", "unit", "challenge", "area"]

NAMES = {
    "network": """
        HTTP-TPC; packet marking; firefly; IPv6; engineered network paths; SENSE; tokens; XRootD; FTS; Rucio;
        tiered storage; Ceph; VAST; WekaIO; data caches; ESnet; DC21; DC23; DOMA; OSG-LHC; LDRD;
        Integrated Research Infrastructure; databases; software deployment; mini challenges
    """,
    "learning": """
        SONIC; FAIR4HEP; IAIFI; A3D3; AI4HEP; DIANA-HEP; CSAID; LBNL; ELLIS; Punch4NFDI; EAGER; FAIROS-HEP;
        HDR Hub; Living Review; CompF3; IML; ML4Jets; NeurIPS ML4PS; Hammers&Nails; Aspen; IPAM; Dagstuhl;
        MIAPbP;
        retraining challenge; open simulation; open data; FPGA testbed; foundation model
    """,
    "facilities": """
        Kubernetes; composable services; FABRIC; SSL; analysis facilities; HPC integration; blueprint;
        LCF requirements review; capacity plots; build-out plan; sensitivity analysis; "data reduction"
    """,
    "tracking": """
        mkFit; segment linking; Exa.TrkX; GNN tracking; Celeritas; MadGraph; Sherpa; FastCaloSim; FastChain;
        HGCal; particle flow; vertexing; ECP; decision metrics; stop or reinforce
    """,
    "community": """
        HSF training; PURSUE; SUPER; Fellows; IAIFI; CoDaS-HEP; CompHEP traineeships; HSF-India; GSoC;
        CERN summer students; RSE groups; DEI; DUNE; dark matter; EIC; Rubin; BNL; LBNL; FNAL; ORNL; SLAC;
        IRIS-HEP; HEP-CCE; HEP-CCE PPS; HEP-CCE IOS; NSF OAC; ASCR; WLCG; ATLAS; CMS;
        Snowmass; S2I2; CWP; PyHEP
    """,
}

HEADLINES = {
    "wan-today": ("500", "Gbit/s"),
    "wan-hllhc": ("9600", "Gbit/s"),
    "dc21-scale": ("10", "%"),
    "dc23-scale": ("30", "%"),
    "bnl-conservative": ("1.5", "1"),
    "bnl-aggressive": ("1.2", "1"),
    "bnl-disk-share": ("50", "%"),
    "cpu-offload-share": ("50", "%"),
    "tape-plus-20": ("20", "%"),
    "hardware-band": ("1", "MUSD"),
    "training-students": ("1600", "person"),
    "training-educators": ("50", "person"),
    "presentations-count": ("13", "1"),
    "highlight-areas-count": ("4", "1"),
    "questions-count": ("3", "1"),
    "planning-documents-count": ("2", "1"),
    "ai4hep-award": ("6.4", "MUSD"),
}

EVENTS = {
    "analysis-ecosystems-2": ("Orsay", "23-25 May 2022"),
    "connecting-the-dots-2022": ("Princeton", "31 May to 2 June 2022"),
    "snowmass-summer-study": ("Seattle", "17-26 July 2022"),
    "differentiable-programming-2022": ("Crete", "12-16 September 2022"),
    "pyhep-2022": ("online", "12-16 September 2022"),
    "iris-hep-retreat-2022": ("Princeton", "12-14 October 2022"),
    "ecosystem-workshop-2022": ("Washington, DC", "7-9 November 2022"),
    "software-citation-2022": ("online", "22-23 November 2022"),
}

MARKED = {
    "Data Challenge": "C2",
    "Translational AI": "C1;C3;C4",
    "Facilities Evolution": "C1;C2;C3;C4",
    "Physics Algorithms": "C1;C4",
}


def _read() -> list[dict[str, str]]:
    with (SEEDS / "workshop.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


ROWS = _read()
BY_ID = {row["id"]: row for row in ROWS}
PACKAGE = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
FIELDS = {field["name"]: field for field in PACKAGE["resources"][0]["schema"]["fields"]}


def _names() -> list[tuple[str, str]]:
    return [(area, " ".join(name.split())) for area, text in NAMES.items() for name in text.split(";")]


def _mentions(row: dict[str, str], name: str) -> bool:
    """Whether a row's id or sentence holds the name as whole words."""
    word = rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
    exact = name != name.lower()
    kebab = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return row["id"] == kebab or re.search(word, row["says"], 0 if exact else re.IGNORECASE) is not None


def test_the_package_is_valid() -> None:
    report = Package(str(SEEDS / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


def test_plain_csv_with_the_agreed_columns() -> None:
    raw = (SEEDS / "workshop.csv").read_bytes()
    assert raw.decode("utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert list(FIELDS) == COLUMNS


@pytest.mark.parametrize(("area", "name"), _names())
def test_every_name_has_a_row_in_its_area(area: str, name: str) -> None:
    assert any(_mentions(row, name) for row in ROWS if row["area"] == area)


@pytest.mark.parametrize(("key", "expected"), HEADLINES.items())
def test_headline_numbers(key: str, expected: tuple[str, str]) -> None:
    """The figures are those printed on the slides (6.4 in the address that a slide links to)."""
    row = BY_ID[key]
    assert (row["value"], row["unit"], row["kind"]) == (*expected, "number")


def test_no_number_beyond_the_headlines() -> None:
    assert {row["id"] for row in ROWS if row["kind"] == "number"} == set(HEADLINES)


@pytest.mark.parametrize(("key", "expected"), EVENTS.items())
def test_events_have_place_and_date(key: str, expected: tuple[str, str]) -> None:
    row = BY_ID[key]
    assert row["kind"] == "event"
    assert all(part in row["says"] for part in expected)


def test_the_three_questions_and_four_challenges() -> None:
    assert all(BY_ID[f"question-{n}"]["kind"] == "question" for n in (1, 2, 3))
    codes = [row["challenge"] for row in ROWS if row["kind"] == "challenge"]
    assert codes == ["C1", "C2", "C3", "C4"]


def test_ids_and_sentences_are_unique() -> None:
    for column in ("id", "says"):
        twice = [text for text, count in Counter(row[column] for row in ROWS).items() if count > 1]
        assert twice == []


def test_ids_speak() -> None:
    wrong = [row["id"] for row in ROWS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])]
    assert wrong == []


def test_one_plain_sentence_each() -> None:
    wrong = [row["id"] for row in ROWS if not re.fullmatch(r"[A-Za-z][^\n]{9,168}\.", row["says"])]
    assert wrong == []


def test_value_and_unit_go_together() -> None:
    assert [row["id"] for row in ROWS if bool(row["value"]) != bool(row["unit"])] == []
    assert [row["id"] for row in ROWS if bool(row["value"]) != (row["kind"] == "number")] == []


def test_challenge_codes() -> None:
    for row in ROWS:
        codes = row["challenge"].split(";") if row["challenge"] else []
        assert set(codes) <= {"C1", "C2", "C3", "C4"}, row["id"]
        assert codes == sorted(set(codes)), row["id"]


@pytest.mark.parametrize(("part", "codes"), MARKED.items())
def test_challenges_follow_the_slides_marking(part: str, codes: str) -> None:
    found = {row["challenge"] for row in ROWS if part in row["heading"]}
    assert found == {codes}


@pytest.mark.parametrize("column", ["kind", "area", "heading", "unit"])
def test_every_allowed_word_is_used_and_no_other(column: str) -> None:
    used = {row[column] for row in ROWS if row[column]}
    assert used == set(FIELDS[column]["constraints"]["enum"])


def test_every_kind_and_area_is_explained() -> None:
    for column in ("kind", "area"):
        for word in FIELDS[column]["constraints"]["enum"]:
            assert f"{word} = " in FIELDS[column]["description"]


@pytest.mark.parametrize("area", ["network", "learning", "facilities", "tracking", "community"])
def test_every_area_has_work_to_do(area: str) -> None:
    """An area has things that exist and things that the workshop missed or wished for."""
    kinds = {row["kind"] for row in ROWS if row["area"] == area}
    assert kinds & {"system", "project", "programme"}
    assert kinds & {"proposal", "gap"}


def test_no_fact_was_dropped() -> None:
    """The text was read line by line; a row more or less is a change of what the workshop said."""
    found = Counter(row["area"] for row in ROWS)
    assert found == {"network": 50, "learning": 59, "facilities": 47, "tracking": 36, "community": 105}
