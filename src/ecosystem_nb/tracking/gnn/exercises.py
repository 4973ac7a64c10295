"""Exercises of the page on graph neural networks."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="tracking-gnn-1",
            question="Each edge of a track survives with 98 % at each of three stages. A track of ten hits "
            "is found whole only when all of its edges survive. How likely is that?",
            unit="1",
            solution=lambda: 0.98 ** (3 * 9),
            explanation="Nine edges, three stages: 0.98 to the power of 27 is {answer:.2f}. Tracks need not "
            "be whole to count, and a walk can pass over a hit: that saves the method.",
            wrong=(
                WrongAnswer(lambda: 0.98**3, "that is one edge: how many does a track of ten hits have?"),
                WrongAnswer(lambda: 0.98**30, "ten hits are joined by one edge fewer."),
                WrongAnswer(lambda: 0.98**9, "each edge has to pass all three stages."),
            ),
        ),
        Exercise(
            id="tracking-gnn-2",
            question="An event of 5,000 hits has 20 edges a hit. Twice the pile-up doubles its hits, and the "
            "radius stays. How many edges has that event?",
            unit="1",
            solution=lambda: 10_000 * 40.0,
            explanation="Twice as many hits, each with twice as many neighbours: {answer:,.0f} edges, four "
            "times as many as before.",
            wrong=(
                WrongAnswer(lambda: 10_000 * 20.0, "the same radius holds more hits in a fuller event."),
                WrongAnswer(
                    lambda: 10_000 * 80.0, "the neighbours of one hit grow as the hits do, not faster."
                ),
                WrongAnswer(lambda: 5_000 * 20.0, "that is the event of 5,000 hits itself."),
            ),
        ),
        Exercise(
            id="tracking-gnn-3",
            question="What the innermost hit of a track is reaches the score of the track's first edge with "
            "the first step. With how many steps does it reach the score of the edge between the seventh hit "
            "and the eighth?",
            unit="1",
            solution=lambda: 7.0,
            explanation="A message passes one edge a step, and this is edge number {answer:.0f}. Networks "
            "of this page take eight steps, which bridges a track of nine hits.",
            wrong=(
                WrongAnswer(lambda: 8.0, "count edges, not hits."),
                WrongAnswer(lambda: 6.0, "the edge itself has to listen too."),
                WrongAnswer(lambda: 3.0, "messages pass one edge a step; they do not double their reach."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
