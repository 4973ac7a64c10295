"""Scopes and paths: a scope covers what lies below it, and no path gets out of it."""

import posixpath
import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecosystem_nb.network.tokens.scopes import PathError, Place, Scope, ScopeError, place, scopes


@pytest.mark.parametrize(
    ("scope", "path", "covered"),
    [
        ("/data", "/data", True),
        ("/data", "/data/x", True),
        ("/data", "/data/x/y/", True),
        ("/data", "/database", False),
        ("/data", "/dat", False),
        ("/data", "/", False),
        ("/data", "/Data/x", False),
        ("/", "/anything/at/all", True),
        ("/", "/", True),
        ("/foo/bar", "/foo/bar", True),  # these four stand in the profile, section 2.2.1
        ("/foo/bar", "/foo/bar/qux", True),
        ("/foo/bar", "/foo/bargain", False),
        ("/foo/bar/", "/foo/bar", False),
        ("/foo/bar/", "/foo/bar/", True),
        ("/foo/bar/", "/foo/bar/x", True),
        ("/a%20b", "/a b/c", True),
        ("/a b", "/a%20b/c", True),
        ("/ä", "/%C3%A4/x", True),
        ("/ä", "/%c3%a4/x", True),
    ],
)
def test_what_a_scope_covers(scope: str, path: str, covered: bool) -> None:
    assert Scope("read", place(scope)).covers(place(path)) is covered


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "expected an absolute one"),
        ("data", "expected an absolute one"),
        ("https://x/data", "expected an absolute one"),
        ("/data/..", "holds the name '..'"),
        ("/data/../secret", "holds the name '..'"),
        ("/..", "holds the name '..'"),
        ("/data/./x", "holds the name '.'"),
        ("/data//x", "holds the name ''"),
        ("//data", "holds the name ''"),
        ("/data//", "holds the name ''"),
        ("/data/%2e%2e/x", "'%2e' escapes a plain character"),
        ("/data/%2E%2E/x", "'%2E' escapes a plain character"),
        ("/data/.%2e/x", "'%2e' escapes a plain character"),
        ("/%64ata", "'%64' escapes a plain character"),
        ("/data/%252e%252e/x", "is escaped twice"),
        ("/data/..%2fx", "slash"),
        ("/data%2Fx", "slash"),
        ("/data\\..\\x", "backslash"),
        ("/data/%5c..", "backslash"),
        ("/data/\x00", "control character"),
        ("/data/%00.root", "control character"),
        ("/data/x%0d%0aHost: y", "control character"),
        ("/data/\x7f", "control character"),
        ("/data/%zz", "'%zz' is no escape"),
        ("/data/%", "'%' is no escape"),
        ("/data/%ff", "expected UTF-8"),
        ("/data/\udc80", "expected UTF-8"),
        ("/" + "x" * 4096, "4,097 characters: expected at most 4,096"),
    ],
)
def test_a_path_that_could_mean_two_things_is_refused(path: str, said: str) -> None:
    with pytest.raises(PathError, match=re.escape(said)) as caught:
        place(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(ScopeError):
        scopes("storage.read:" + (path if " " not in path else "/.."))


PIECES = st.sampled_from(
    [
        "data",
        "x",
        "..",
        ".",
        "",
        "%2e",
        "%2e%2e",
        "%2E.",
        "%252e",
        "%2f",
        "/",
        "\\",
        "%5c",
        "\x00",
        "%00",
        "a b",
        "é",
        "%",
    ]
)
PATHS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map(lambda parts: "/" + "/".join(parts)))


@given(PATHS)
@example("/data/%2e%2e/secret")
def test_an_accepted_path_stays_where_it_is_however_often_it_is_read(path: str) -> None:
    """Whatever a file system or a second decoding makes of it: the same place, never one above."""
    try:
        found = place(path)
    except PathError:
        return
    for text in (path, unquote(path), unquote(unquote(path))):
        assert posixpath.normpath("/" + text.strip("/")) == posixpath.normpath("/" + "/".join(found.parts))


@given(PATHS, PATHS)
def test_covering_is_the_same_as_lying_below(scope: str, path: str) -> None:
    """By another way: joined names with a slash at the end begin alike."""
    try:
        upper, lower = place(scope), place(path)
    except PathError:
        return
    below = ("/".join(("", *lower.parts)) + "/").startswith("/".join(("", *upper.parts)) + "/")
    assert upper.holds(lower) is below


NAMES = st.text(
    st.characters(exclude_characters="/\\%", exclude_categories=("Cc", "Cs")), min_size=1, max_size=6
).filter(lambda name: name not in (".", "..") and not any(ord(sign) < 32 for sign in name))


@given(st.lists(NAMES, max_size=5), st.booleans())
def test_every_normal_path_is_read_as_written(parts: list[str], folder: bool) -> None:
    text = "/" + "/".join(parts) + ("/" if folder and parts else "")
    assert place(text).parts == tuple(parts)
    assert place(quote(text, safe="/~")) == place(text) == Place(tuple(parts), folder or not parts)


def test_a_claim_is_read_scope_by_scope() -> None:
    claim = "openid storage.read:/data storage.create:/data/out compute.create storage.list:/x storage.read:/"
    assert [str(one) for one in scopes(claim)] == [
        "storage.read:/data",
        "storage.create:/data/out",
        "storage.read:/",
    ]
    assert scopes("") == ()


@pytest.mark.parametrize(
    "claim", ["storage.read", "storage.read:", "storage.modify:data", "openid storage.poll"]
)
def test_a_storage_scope_without_a_path_condemns_the_token(claim: str) -> None:
    with pytest.raises(ScopeError, match="storage"):
        scopes(claim)
