"""Tokens: what the WLCG profile lets through, and everything that it does not."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey

from ecosystem_nb.network.tokens.access import ANY_AUDIENCE, NEEDS, Issuer, Policy, Request
from ecosystem_nb.network.tokens.issuer import Mint
from ecosystem_nb.network.tokens.profile import MOST_BYTES, decide

NOW = 1_800_000_000.0
HERE = "https://storage.example.org"
ATLAS, CMS = Mint.new("https://atlas.example.org/"), Mint.new("https://cms.example.org/", "ES256")
THIEF = Mint.new(ATLAS.url)  # another key under the same name and the same kid
POLICY = Policy((ATLAS.trusted("/atlas"), CMS.trusted("/cms")), frozenset({HERE}))
READ = Request("read", "/atlas/data/x")


def claims(**changed: Any) -> dict[str, Any]:
    """Claims of a good token with some changed; ``None`` takes one away."""
    made = {**ATLAS.claims(NOW, "storage.read:/data storage.create:/out", HERE), **changed}
    return {name: value for name, value in made.items() if value is not None}


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bare(header: dict[str, Any], signature: str = "") -> str:
    """A token that nobody signed."""
    return f"{part(header)}.{part(claims())}.{signature}"


def confused() -> str:
    """The public key, which everybody has, taken for the secret of an HMAC."""
    pem = ATLAS.public().keys[0].as_pem(private=False)  # type: ignore[union-attr]
    said = f"{part({'alg': 'HS256', 'kid': 'key-1'})}.{part(claims())}"
    return f"{said}.{part(hmac.new(pem, said.encode(), 'sha256').digest())}"


GOOD = ATLAS.sign(claims())


def test_a_good_token_reads() -> None:
    said = decide(GOOD, READ, POLICY, NOW)
    assert said
    assert said.reason == "scope: storage.read:/data below /atlas allows to read"


def signed(**changed: Any) -> Callable[[], str]:
    return lambda: ATLAS.sign(claims(**changed))


def odd_header() -> str:
    return jws.serialize_compact(
        {"alg": "RS256", "kid": "key-1", "wlcg": "1.0"}, json.dumps(claims()), ATLAS.key,
        registry=jws.JWSRegistry(strict_check_header=False),
    )  # fmt: skip


REFUSALS: list[tuple[str, Callable[[], str | None], Request, str, str]] = [
    # what a real server refuses
    ("no token", lambda: None, READ, "token", "found none"),
    ("wrong path", lambda: GOOD, Request("read", "/atlas/secret"), "scope", "storage.read on /secret"),
    ("expired", signed(exp=NOW - 10), READ, "exp", "10 s ago: expected a time ahead"),
    (
        "wrong audience",
        signed(aud="https://other.example.org"),
        READ,
        "aud",
        f"expected {HERE} or {ANY_AUDIENCE}",
    ),
    ("another VO's issuer", lambda: CMS.sign(claims(iss=CMS.url)), READ, "path", "expected one below /cms"),
    (
        "unknown issuer",
        signed(iss="https://evil.example.org/"),
        READ,
        "iss",
        "'https://evil.example.org/': expected",
    ),
    ("bad signature", lambda: THIEF.sign(claims()), READ, "signature", "does not fit the key"),
    (
        "read-only PUT",
        lambda: GOOD,
        Request("write", "/atlas/data/x"),
        "scope",
        "storage.create or storage.modify",
    ),
    (
        "create overwrites",
        lambda: GOOD,
        Request("write", "/atlas/out/x", True),
        "scope",
        "storage.modify on /out/x",
    ),
    # algorithms and keys
    (
        "alg none",
        lambda: bare({"alg": "none", "kid": "key-1"}),
        READ,
        "alg",
        "'none': expected RS256 or ES256",
    ),
    ("alg None", lambda: bare({"alg": "None", "kid": "key-1"}), READ, "alg", "'None'"),
    ("no alg", lambda: bare({"kid": "key-1"}), READ, "token", "no JSON Web Token"),
    ("alg a list", lambda: bare({"alg": ["RS256"], "kid": "key-1"}), READ, "alg", "a list"),
    ("key confusion", confused, READ, "alg", "'HS256'"),
    ("RS384", lambda: bare({"alg": "RS384", "kid": "key-1"}, "AA"), READ, "alg", "'RS384'"),
    (
        "ES256 with an RSA key",
        lambda: bare({"alg": "ES256", "kid": "key-1"}, "A" * 86),
        READ,
        "signature",
        "not fit",
    ),
    (
        "its own key",
        lambda: THIEF.sign(claims(), jwk=THIEF.key.as_dict(private=False)),
        READ,
        "signature",
        "not fit",
    ),
    (
        "its own address",
        lambda: THIEF.sign(claims(), jku="https://evil.example.org"),
        READ,
        "signature",
        "not fit",
    ),
    ("no kid", lambda: bare({"alg": "RS256"}, "AA"), READ, "kid", "none: expected the id of a public key"),
    ("unknown kid", lambda: ATLAS.sign(claims(), kid="../key"), READ, "kid", "'../key': expected the id"),
    (
        "a header that must be known",
        lambda: bare({"alg": "RS256", "kid": "key-1", "crit": ["x"], "x": 1}, "AA"),
        READ,
        "crit",
        "a list: expected no header",
    ),
    ("signature cut", lambda: GOOD[:-4], READ, "signature", "not fit"),
    ("signature gone", lambda: GOOD.rpartition(".")[0] + ".", READ, "signature", "not fit"),
    (
        "claims exchanged",
        lambda: ".".join((GOOD.split(".")[0], part(claims(scope="storage.modify:/")), GOOD.split(".")[2])),
        READ,
        "signature",
        "not fit",
    ),
    # form
    ("1 MB", lambda: "a" * 1_000_000, READ, "token", "1,000,000 B: expected at most 16,384 B"),
    ("just too long", lambda: "a" * (MOST_BYTES + 1), READ, "token", "16,385 B"),
    ("empty", lambda: "", READ, "token", "found none"),
    ("junk", lambda: "not a token", READ, "token", "no JSON Web Token"),
    ("no ASCII", lambda: "ä.ä.ä", READ, "token", "no JSON Web Token"),
    ("five parts", lambda: "a.b.c.d.e", READ, "token", "no JSON Web Token"),
    ("deep", lambda: f"{part(b'[' * 6000)}.{part(b'[' * 3000)}.AA", READ, "token", "no JSON Web Token"),
    (
        "payload a list",
        lambda: f"{part({'alg': 'RS256', 'kid': 'key-1'})}.{part([1])}.AA",
        READ,
        "token",
        "no JSON",
    ),
    # claims
    ("no version", signed(**{"wlcg.ver": None}), READ, "wlcg.ver", "none: expected 1.0 or another 1.x"),
    ("version 2", signed(**{"wlcg.ver": "2.0"}), READ, "wlcg.ver", "'2.0'"),
    ("version a number", signed(**{"wlcg.ver": 1.0}), READ, "wlcg.ver", "1.0: expected"),
    ("no issuer", signed(iss=None), READ, "iss", "none: expected"),
    ("issuer without slash", signed(iss=ATLAS.url.rstrip("/")), READ, "iss", "expected"),
    ("no audience", signed(aud=None), READ, "aud", "none: expected"),
    ("audience in another case", signed(aud=HERE.upper()), READ, "aud", "expected"),
    ("audiences of others", signed(aud=["https://a.example.org", 7]), READ, "aud", "a list: expected"),
    ("no exp", signed(exp=None), READ, "exp", "none: expected a time"),
    ("exp a text", signed(exp="2099"), READ, "exp", "'2099': expected a time"),
    ("exp true", signed(exp=True), READ, "exp", "True: expected a time"),
    ("exp not a number", signed(exp=float("nan")), READ, "exp", "nan: expected a time"),
    ("exp endless", signed(exp=float("inf")), READ, "exp", "inf: expected a time"),
    ("exp now", signed(exp=NOW), READ, "exp", "0 s ago"),
    ("not yet", signed(nbf=NOW + 61), READ, "nbf", "61 s ahead: expected at most 60 s"),
    ("issued tomorrow", signed(iat=NOW + 86_400), READ, "iat", "86,400 s ahead"),
    ("no iat", signed(iat=None), READ, "iat", "none"),
    ("no sub", signed(sub=None), READ, "sub", "none: expected 1 to 255"),
    ("long sub", signed(sub="x" * 256), READ, "sub", "expected 1 to 255"),
    ("no jti", signed(jti=None), READ, "jti", "none"),
    # scopes
    ("no scope", signed(scope=None), READ, "scope", "no storage scope: expected storage.read on /data/x"),
    ("scope a list", signed(scope=["storage.read:/"]), READ, "scope", "a list: expected a text"),
    ("scope without path", signed(scope="storage.read:/data storage.create"), READ, "scope", "has no path"),
    ("scope that climbs", signed(scope="storage.read:/data/../.."), READ, "scope", "holds the name '..'"),
    ("scope of another kind", signed(scope="compute.read openid"), READ, "scope", "no storage scope"),
    ("unknown capability", signed(scope="storage.write:/data"), READ, "scope", "no storage scope"),
    ("capability in another case", signed(scope="storage.READ:/data"), READ, "scope", "no storage scope"),
    (
        "a name that begins alike",
        lambda: GOOD,
        Request("read", "/atlas/database"),
        "scope",
        "storage.read on /database",
    ),
    ("stage does not read", signed(scope="storage.stage:/"), READ, "scope", "storage.read on"),
    (
        "create does not delete",
        lambda: GOOD,
        Request("delete", "/atlas/out/x", True),
        "scope",
        "storage.modify",
    ),
    (
        "create can't say create to overwrite",
        lambda: GOOD,
        Request("create", "/atlas/out/x", True),
        "scope",
        "overwrite",
    ),
    ("create does not read", lambda: GOOD, Request("read", "/atlas/out/x"), "scope", "storage.read on"),
    (
        "poll does not stage",
        signed(scope="storage.poll:/"),
        Request("stage", "/atlas/t"),
        "scope",
        "storage.stage on",
    ),
    (
        "poll does not stat",
        signed(scope="storage.poll:/"),
        Request("stat", "/atlas/t"),
        "scope",
        "storage.read or",
    ),
    ("modify does not read", signed(scope="storage.modify:/"), READ, "scope", "storage.read on"),
    # paths
    (
        "another VO's files",
        signed(scope="storage.read:/"),
        Request("read", "/cms/x"),
        "path",
        "expected one below /atlas",
    ),
    (
        "a VO that begins alike",
        signed(scope="storage.read:/"),
        Request("read", "/atlas2/x"),
        "path",
        "below /atlas",
    ),
    ("up and out", lambda: GOOD, Request("read", "/atlas/data/../../cms/x"), "path", "holds the name '..'"),
    ("up and out, escaped", lambda: GOOD, Request("read", "/atlas/data/%2e%2e/x"), "path", "'%2e' escapes"),
    ("two slashes", lambda: GOOD, Request("read", "/atlas//data/x"), "path", "holds the name ''"),
    ("backslash", lambda: GOOD, Request("read", "/atlas/data\\x"), "path", "backslash"),
    ("NUL", lambda: GOOD, Request("read", "/atlas/data/x\0.root"), "path", "control character"),
]


@pytest.mark.parametrize(
    ("token", "request_", "claim", "said"), [one[1:] for one in REFUSALS], ids=[r[0] for r in REFUSALS]
)
def test_refusals(token: Callable[[], str | None], request_: Request, claim: str, said: str) -> None:
    """Each says which claim, what was found and what is allowed, in one line, and never the token."""
    presented = token()
    answer = decide(presented, request_, POLICY, NOW)
    assert not answer
    assert answer.claim == claim
    assert answer.reason.startswith(f"{claim}: ")
    assert said in answer.reason
    assert "\n" not in answer.reason
    assert len(answer.reason) < 500
    for piece in (presented or "").split("."):
        assert len(piece) < 20 or piece not in answer.reason


GRANTS: list[tuple[str, Callable[[], str], Request]] = [
    ("audience of all", signed(aud=ANY_AUDIENCE), READ),
    ("one audience of several", signed(aud=["https://a.example.org", HERE]), READ),
    ("a newer minor version", signed(**{"wlcg.ver": "1.7"}), READ),
    ("a clock behind", signed(nbf=NOW + 60, iat=NOW + 60), READ),
    ("no nbf", signed(nbf=None), READ),
    ("an unknown header", odd_header, READ),
    ("a long token", signed(more="x" * 9000), READ),
    ("unknown claims and scopes", signed(more=1, scope="x:/../ openid storage.read:/data"), READ),
    (
        "another algorithm",
        lambda: CMS.sign(CMS.claims(NOW, "storage.read:/", HERE)),
        Request("read", "/cms/a"),
    ),
    ("a new file", lambda: GOOD, Request("write", "/atlas/out/x")),
    ("a new directory", lambda: GOOD, Request("mkdir", "/atlas/out/sub")),
    ("a leading directory", signed(scope="storage.create:/foo/bar"), Request("mkdir", "/atlas/foo")),
    ("stat of what may be created", lambda: GOOD, Request("stat", "/atlas/out/x", True)),
    ("modify creates", signed(scope="storage.modify:/"), Request("create", "/atlas/x")),
    ("modify overwrites", signed(scope="storage.modify:/"), Request("write", "/atlas/x", True)),
    ("modify deletes", signed(scope="storage.modify:/"), Request("delete", "/atlas/x", True)),
    ("stage", signed(scope="storage.stage:/t"), Request("stage", "/atlas/t/x", True)),
    ("stage polls", signed(scope="storage.stage:/t"), Request("poll", "/atlas/t/x", True)),
    ("poll", signed(scope="storage.poll:/t"), Request("poll", "/atlas/t/x", True)),
]


@pytest.mark.parametrize(("token", "request_"), [one[1:] for one in GRANTS], ids=[one[0] for one in GRANTS])
def test_grants(token: Callable[[], str], request_: Request) -> None:
    answer = decide(token(), request_, POLICY, NOW)
    assert answer, answer.reason


def test_a_leading_directory_is_no_file() -> None:
    """Section 2.2.1 of the profile: storage.create:/foo/bar may make the directory /foo, not a file /foo."""
    token = signed(scope="storage.create:/foo/bar")()
    assert not decide(token, Request("create", "/atlas/foo"), POLICY, NOW)
    assert not decide(token, Request("mkdir", "/atlas/other"), POLICY, NOW)


def test_the_example_of_the_profile() -> None:
    """Section 2.2.3: prefix /vo, scopes storage.read:/ and storage.create:/stageout."""
    token = ATLAS.sign(claims(scope="storage.read:/ storage.create:/stageout"))
    policy = Policy((ATLAS.trusted("/vo"),), frozenset({HERE}))
    asked = [
        *(
            ("read", "/vo/sample_file1"),
            ("read", "/vo/stageout/sample_file2"),
            ("write", "/vo/stageout/sample_file3"),
        ),
        *(("read", "/sample_file"), ("write", "/vo/sample_file1")),
    ]
    assert [bool(decide(token, Request(*one), policy, NOW)) for one in asked] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("capability", ["read", "create", "modify", "stage", "poll"])
@pytest.mark.parametrize("action", list(NEEDS))
@pytest.mark.parametrize("exists", [False, True])
def test_each_capability_alone(capability: str, action: str, exists: bool) -> None:
    """The profile's list of what each scope allows, written out."""
    allows = {
        "read": {"read", "stat"},
        "create": {"create", "mkdir", "stat"},
        "modify": {"create", "mkdir", "overwrite", "delete", "stat"},
        "stage": {"stage", "poll", "stat"},
        "poll": {"poll"},
    }
    done = "overwrite" if action == "create" and exists else action
    answer = decide(
        signed(scope=f"storage.{capability}:/")(), Request(action, "/atlas/x", exists), POLICY, NOW
    )
    assert bool(answer) is (done in allows[capability])


def test_grace_and_audience_follow_the_policy() -> None:
    late = ATLAS.sign(claims(exp=NOW - 10))
    lenient = Policy(POLICY.issuers, POLICY.audiences, grace=30)
    assert decide(late, READ, lenient, NOW)
    assert not decide(late, READ, lenient, NOW + 20)
    strict = Policy(POLICY.issuers, POLICY.audiences, any_audience=False)
    assert not decide(ATLAS.sign(claims(aud=ANY_AUDIENCE)), READ, strict, NOW)


def test_a_symmetric_key_among_the_issuers_is_never_used() -> None:
    secret = OctKey.import_key("a secret of enough length, 32 bytes", {"kid": "key-1"})
    policy = Policy((Issuer(ATLAS.url, "/atlas", KeySet([secret])),), frozenset({HERE}))
    token = jwt.encode({"alg": "HS256", "kid": "key-1"}, claims(), secret, algorithms=["HS256"])
    assert decide(token, READ, policy, NOW).claim == "alg"
    assert decide(GOOD, READ, policy, NOW).claim == "kid"


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.binary(max_size=40), min_size=3, max_size=3).map(lambda x: ".".join(map(part, x))),
    )
)
def test_no_token_raises(token: str) -> None:
    assert not decide(token, READ, POLICY, NOW)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*claims(), "nbf"]), VALUES)
def test_no_signed_claim_raises(name: str, value: object) -> None:
    """Even an issuer that we trust may write anything anywhere."""
    answer = decide(
        CMS.sign({**claims(iss=CMS.url), name: value}), Request("read", "/cms/data/x"), POLICY, NOW
    )
    assert "\n" not in answer.reason


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_one_letter_changed_is_refused(at: int, letter: str) -> None:
    """But for the last letter of a part, of which some bits carry nothing."""
    last = {GOOD.index(".") - 1, GOOD.rindex(".") - 1, len(GOOD) - 1}
    if letter != GOOD[at] and at not in last:
        assert not decide(GOOD[:at] + letter + GOOD[at + 1 :], READ, POLICY, NOW)


@given(st.text(max_size=60))
def test_no_path_raises_or_leaves_the_scope(path: str) -> None:
    answer = decide(TOKEN_OF_DATA, Request("read", "/cms/" + path), POLICY, NOW)
    assert not answer or path == "data" or path.startswith("data/")


TOKEN_OF_DATA = CMS.sign(CMS.claims(NOW, "storage.read:/data", HERE))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Request("look", "/"), "action = 'look': expected write or one of read, create"),
        (lambda: Policy((), frozenset()), "expected at least one"),
        (lambda: Policy((POLICY.issuers[0],) * 2, frozenset()), "each once"),
        (lambda: Policy(POLICY.issuers, frozenset(), leeway=601), "leeway = 601: expected 0 to 600 s"),
        (lambda: Policy(POLICY.issuers, frozenset(), grace=float("nan")), "grace = nan"),
        (lambda: ATLAS.trusted("atlas"), "expected an absolute one"),
    ],
)
def test_bad_settings_are_named(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def test_keys_are_never_shown() -> None:
    shown = repr(ATLAS) + repr(POLICY)
    assert "RSA" not in shown
    assert all(part_ not in shown for part_ in ("'d'", "'n'", "BEGIN"))
