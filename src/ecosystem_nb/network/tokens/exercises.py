"""Exercises of the page on tokens, with the mistakes that people make."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.tokens.access import NEEDS
from ecosystem_nb.network.tokens.scopes import granting, place, scopes

_CLAIM = "storage.read:/data storage.create:/data/out"
ASKED = (
    ("read", "/data/x"),
    ("read", "/database/x"),
    ("create", "/data/out/new"),
    ("overwrite", "/data/out/old"),
    ("stat", "/data/out/old"),
    ("read", "/data/out"),
)
"""Six requests, as the exercise writes them: action and path."""


def _granted(claim: str = _CLAIM) -> float:
    given = scopes(claim)
    return float(sum(granting(given, NEEDS[action], place(path)) is not None for action, path in ASKED))


_TOKENS = (
    Exercise(
        id="network-tokens-1",
        question=(
            f"A token holds the scope `{_CLAIM}`. How many of these six requests are granted: "
            + ", ".join(f"{action} `{path}`" for action, path in ASKED)
            + "? The last names a directory; the files called old are there already."
        ),
        unit="1",
        solution=_granted,
        explanation=(
            "Read below `/data`, create below `/data/out`, and stat with either: **{answer:.0f}**. "
            "`/database` is another name, and create does not overwrite."
        ),
        wrong=(
            WrongAnswer(lambda: 6.0, "`/data` covers what lies below it, and `/database` does not."),
            WrongAnswer(lambda: 5.0, "one of them overwrites a file: create does not allow that."),
            WrongAnswer(
                lambda: 3.0,
                "the scope of reading covers what lies below `/data/out`, too, and stat needs no more.",
            ),
            WrongAnswer(lambda: 2.0, "a path covers all that lies below it."),
        ),
    ),
    Exercise(
        id="network-tokens-2",
        question=(
            "A link starts 2 files an hour, at random, and keeps a token as long as it lives: one hour. "
            "How many tokens does one side of the link need in a day?"
        ),
        unit="1",
        solution=lambda: 24 / (1 + 1 / 2),
        explanation=(
            "After a token has died, half an hour passes on average until a file asks for the next: "
            "one token each 1.5 hours, **{answer:.0f}** a day."
        ),
        wrong=(
            WrongAnswer(lambda: 24.0, "nobody asks for a new token until the next file starts."),
            WrongAnswer(lambda: 48.0, "files that start while the token lives share it."),
            WrongAnswer(lambda: 32.0, "that counts one side and the other: the question asks for one."),
        ),
    ),
    Exercise(
        id="network-tokens-3",
        question=(
            "An RS256 signature by a key of 2,048 bits is as long as the key. "
            "How many characters of base64url, without padding, does it take?"
        ),
        unit="1",
        solution=lambda: float(-(-2048 // 6)),
        explanation="Six bits a character: 2,048 / 6, rounded up, is **{answer:.0f}**. ES256 takes 86.",
        wrong=(
            WrongAnswer(lambda: 256.0, "those are bytes: a character of base64 carries six bits, not eight."),
            WrongAnswer(
                lambda: 512.0, "those are hexadecimal digits: a character of base64 carries six bits."
            ),
            WrongAnswer(lambda: 344.0, "that counts two signs of padding: a token has none."),
            WrongAnswer(lambda: 341.0, "the last two bits need a character of their own."),
            WrongAnswer(lambda: 86.0, "that is an ES256 signature, of 512 bits."),
        ),
        rel_tol=1e-4,
    ),
)

EXERCISES = by_id(_TOKENS)
check = checker(EXERCISES)
ask = asker(EXERCISES)
