"""Exercises of the page on packet marks, with the mistakes that people make."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.marking.flight import accounted
from ecosystem_nb.network.marking.labels import Mark, encode, flow_id

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

EXERCISES = by_id(_MARKING)
check = checker(EXERCISES)
ask = asker(EXERCISES)
