"""The cases that the page tries: one is granted, all others are refused, each for its own reason."""

from ecosystem_nb.network.tokens import refusals
from ecosystem_nb.network.tokens.access import Policy
from ecosystem_nb.network.tokens.issuer import Mint

NOW, HERE = 1.8e9, "https://storage.example.org"
ATLAS, CMS = Mint.new("https://atlas.example.org/"), Mint.new("https://cms.example.org/", "ES256")
POLICY = Policy((ATLAS.trusted("/atlas"), CMS.trusted("/cms")), frozenset({HERE}))


def test_each_case_turns_on_its_own_claim() -> None:
    table = refusals.tried(refusals.cases(ATLAS, CMS, HERE, NOW), POLICY, NOW)
    assert table["answer"].tolist() == ["allowed"] + ["refused"] * 9
    turns = ["scope", "token", "scope", "exp", "aud", "path", "iss", "signature", "scope", "scope"]
    assert table["turns_on"].tolist() == turns


def test_no_forgery_passes() -> None:
    table = refusals.tried(refusals.forgeries(ATLAS, HERE, NOW), POLICY, NOW)
    assert table["turns_on"].tolist() == ["alg", "alg", "signature", "signature", "signature"]
    assert set(table["answer"]) == {"refused"}


def test_the_tables_are_the_same_with_other_keys() -> None:
    """Nothing that a page prints hangs on the keys, which are new each time."""
    other, cms = Mint.new(ATLAS.url), Mint.new(CMS.url, "ES256")
    policy = Policy((other.trusted("/atlas"), cms.trusted("/cms")), frozenset({HERE}))
    one = refusals.tried(refusals.cases(ATLAS, CMS, HERE, NOW), POLICY, NOW)
    two = refusals.tried(refusals.cases(other, cms, HERE, NOW), policy, NOW)
    assert one.equals(two)
    three, four = refusals.forgeries(ATLAS, HERE, NOW), refusals.forgeries(other, HERE, NOW)
    assert refusals.tried(three, POLICY, NOW).equals(refusals.tried(four, policy, NOW))


def test_rights_are_a_table_of_five_by_eight() -> None:
    table = refusals.rights(ATLAS, POLICY, HERE, NOW)
    assert len(table) == 40
    granted = table[table["answer"] == "allowed"].groupby("scope")["action"].count().to_dict()
    wanted = {"read": 2, "create": 3, "modify": 5, "stage": 3, "poll": 1}
    assert granted == {f"storage.{name}": count for name, count in wanted.items()}
