"""Exercises of the pages on packet marks and tokens, with the mistakes that people make."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.access import NEEDS
from ecosystem_nb.network.flight import accounted
from ecosystem_nb.network.marking import Mark, encode, flow_id
from ecosystem_nb.network.scopes import granting, place, scopes

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


_MARKING = (
    Exercise(
        id="network-marking-1",
        question=(
            "CMS is experiment 3 of the registry, its T0 Export activity 17. "
            "Which integer do Rucio and FTS pass on?"
        ),
        unit="1",
        solution=lambda: float(flow_id(3, 17)),
        explanation="3 × 64 + 17 = **{answer:.0f}**: below the experiment stand six bits.",
        wrong=(
            WrongAnswer(
                lambda: float(17 << 6 | 3), "the experiment stands above the activity, not below it."
            ),
            WrongAnswer(lambda: float(3 + 17), "put them side by side in bits, don't add them."),
            WrongAnswer(lambda: float(3 * 63 + 17), "six bits count from 0 to 63: that is 64 values."),
            WrongAnswer(
                lambda: float(encode(3, 17)),
                "that is the flow label of the packet: here the bits stay in order.",
            ),
            WrongAnswer(lambda: float(317), "shift by six bits, not by two digits."),
        ),
        rel_tol=1e-4,
    ),
    Exercise(
        id="network-marking-2",
        question=(
            "A router shows the flow label 196664, with all five bits of entropy zero. "
            "Which integer (experiment × 64 + activity) stands behind it?"
        ),
        unit="1",
        solution=lambda: float(Mark.from_label(196_664).flow_id),
        explanation=(
            "196664 is `00 110000000 0 001110 00`. The nine bits read backwards are 3, the six are 14: "
            "3 × 64 + 14 = **{answer:.0f}**."
        ),
        wrong=(
            WrongAnswer(
                lambda: float(384 << 6 | 14), "read the nine bits of the experiment from right to left."
            ),
            WrongAnswer(lambda: float(3 << 6 | 56), "the activity ends two bits above the end of the label."),
            WrongAnswer(lambda: 14.0, "that is the activity alone."),
            WrongAnswer(lambda: 3.0, "that is the experiment alone."),
        ),
        rel_tol=1e-4,
    ),
    Exercise(
        id="network-marking-3",
        question=(
            "Each firefly is lost with a chance of 10 %. Flows send a start, one report halfway and an end. "
            "Which share of the bytes is in the books, on average?"
        ),
        unit="%",
        solution=lambda: 100 * accounted(0.1, 1),
        explanation=(
            "With 90 % the end arrives and all bytes count; with 10 % × 90 % only the report halfway does, "
            "and half of them count: **{answer:.1f} %**."
        ),
        wrong=(
            WrongAnswer(
                lambda: 100 * accounted(0.1, 0), "the report halfway saves half of a flow whose end is lost."
            ),
            WrongAnswer(
                lambda: 99.0, "when the end is lost, the report halfway knows of half of the bytes alone."
            ),
            WrongAnswer(lambda: 95.0, "the report halfway can be lost, too."),
            WrongAnswer(lambda: 100 * 0.9**3, "not all three must arrive: the last one that does counts."),
        ),
        rel_tol=1e-3,
    ),
)

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

EXERCISES = by_id([*_MARKING, *_TOKENS])
check = checker(EXERCISES)
ask = asker(EXERCISES)
