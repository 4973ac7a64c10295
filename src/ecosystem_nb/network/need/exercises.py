"""Exercises of the network pages, with the mistakes that people make."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.need.kernels import rate_gbit_s, yearly_growth
from ecosystem_nb.network.need.parameters import ChallengeRamp, WanNeed
from ecosystem_nb.network.need.ramp import years_to
from ecosystem_nb.network.need.wan_need import exports, flexible, minimal, raw_rate

_NEED = WanNeed()
_RAMP = ChallengeRamp()
_FNAL = 800.0  # Gbit/s, minimal model, given in the question
_BUSY = WanNeed(burst_factor=3.0)
_SMALL = WanNeed(raw_volume=0.6 * _NEED.raw_volume)
_RATIO = flexible(_NEED) / _NEED.today


def _mean() -> float:
    return float(exports(_NEED)["export"].sum())


def _growth(years: float) -> float:
    return 100.0 * float(yearly_growth(_NEED.today, flexible(_NEED), years))


_NEEDS = (
    Exercise(
        id="network-need-1",
        question="An experiment writes 500 PB of RAW data in 7×10⁶ s of live time. What is the mean rate?",
        unit="Gbit/s",
        solution=lambda: float(rate_gbit_s(500.0, 7e6)),
        explanation=(
            "500 PB are 500×10¹⁵ × 8 bit; divided by 7×10⁶ s and by 10⁹ bit a Gbit: **{answer:.0f} Gbit/s**."
        ),
        wrong=(
            WrongAnswer(
                lambda: float(rate_gbit_s(500.0, 7e6)) / 8,
                "that is in GB/s: the question asks for Gbit/s, and a byte has eight bits.",
            ),
            WrongAnswer(
                lambda: float(rate_gbit_s(500.0, 365.25 * 86_400)),
                "that spreads the data over a calendar year: they are written in the live time alone.",
            ),
            WrongAnswer(
                lambda: float(rate_gbit_s(500.0 * 1.024**5, 7e6)),
                "a PB is 10¹⁵ bytes here, not 2⁵⁰: networks and data volumes count in powers of ten.",
            ),
            WrongAnswer(
                lambda: float(rate_gbit_s(1000.0, 7e6)),
                "that is two experiments: the question asks for one.",
            ),
        ),
    ),
    Exercise(
        id="network-need-2",
        question=(
            "Transfers turn out burstier: the burst factor is 3 and not 2, all else as published. "
            "What is the need of the *minimal* model?"
        ),
        unit="Gbit/s",
        solution=lambda: minimal(_BUSY),
        explanation=(
            "The mean exports of the four experiments, times 3, times the provisioning factor: "
            "**{answer:,.0f} Gbit/s**. The need is linear in the burst factor."
        ),
        wrong=(
            WrongAnswer(
                lambda: minimal(_BUSY) / _BUSY.provisioning_factor,
                "that is the peak rate: the capacity to build is larger by the provisioning factor.",
            ),
            WrongAnswer(
                lambda: flexible(_BUSY),
                "that is the flexible model: leave its factor out.",
            ),
            WrongAnswer(
                lambda: (_mean() - _NEED.alice_export - _NEED.lhcb_export) * 6,
                "ALICE and LHCb export too.",
            ),
            WrongAnswer(
                lambda: minimal(_BUSY) / 1000,
                "that is in Tbit/s: the question asks for Gbit/s.",
            ),
            WrongAnswer(
                lambda: minimal(_NEED),
                "that is the need with the published burst factor.",
            ),
        ),
    ),
    Exercise(
        id="network-need-3",
        question=(
            "ATLAS and CMS both shrink their RAW events by 40 %, all else as published. "
            "By how much does the need of the *flexible* model fall?"
        ),
        unit="Gbit/s",
        solution=lambda: flexible(_NEED) - flexible(_SMALL),
        explanation=(
            "RAW data are two thirds of the mean exports, so 40 % of RAW is less than 40 % of the need: "
            "0.4 × 2 × 400 Gbit/s times the three factors is **{answer:,.0f} Gbit/s**."
        ),
        wrong=(
            WrongAnswer(
                lambda: 0.4 * flexible(_NEED),
                "not all traffic is RAW data: only that part shrinks.",
            ),
            WrongAnswer(
                lambda: 0.4 * 2 * raw_rate(_NEED),
                "that is the fall of the mean rate: the three factors still multiply it.",
            ),
            WrongAnswer(
                lambda: 0.4 * raw_rate(_NEED) * 8,
                "half of it is missing: both experiments shrink, and the model is the flexible one.",
            ),
            WrongAnswer(
                lambda: flexible(_SMALL),
                "that is what remains: the question asks by how much it falls.",
            ),
        ),
    ),
)

_RAMPS = (
    Exercise(
        id="network-ramp-1",
        question=(
            "FNAL needs 800 Gbit/s in the minimal model. What does a challenge at 25 % of the "
            "*flexible* model ask of it?"
        ),
        unit="Gbit/s",
        solution=lambda: 0.25 * _FNAL * _RAMP.flexible_factor,
        explanation="A quarter of twice 800 Gbit/s: **{answer:.0f} Gbit/s**.",
        wrong=(
            WrongAnswer(
                lambda: 0.25 * _FNAL,
                "that is a quarter of the minimal model: the flexible one asks for more.",
            ),
            WrongAnswer(
                lambda: _FNAL * _RAMP.flexible_factor,
                "that is the whole need, not a quarter of it.",
            ),
            WrongAnswer(
                lambda: 25 * _FNAL * _RAMP.flexible_factor,
                "25 % is the fraction 0.25: divide by a hundred.",
            ),
            WrongAnswer(
                lambda: 0.25 * flexible(_NEED) / 13,
                "that shares the total equally among thirteen sites: the sites differ.",
            ),
        ),
    ),
    Exercise(
        id="network-ramp-2",
        question=(
            "From 500 Gbit/s in 2022 to 9,600 Gbit/s in 2029: by how many per cent must the network grow "
            "each year, if it grows by the same percentage every year? Count whole years."
        ),
        unit="%",
        solution=lambda: _growth(7),
        explanation=(
            "(9,600 / 500)^(1/7) − 1 = **{answer:.1f} %** a year: seven steps lie between 2022 and 2029."
        ),
        wrong=(
            WrongAnswer(
                lambda: 100 + _growth(7),
                "that is the factor a year, in per cent: growth is what comes on top of the hundred.",
            ),
            WrongAnswer(
                lambda: 1 + _growth(7) / 100,
                "that is the factor a year: the question asks for the growth, in per cent.",
            ),
            WrongAnswer(
                lambda: _growth(7) / 100,
                "that is a fraction: the question asks for per cent.",
            ),
            WrongAnswer(
                lambda: 100 * (_RATIO - 1) / 7,
                "that adds the same amount every year: for the same percentage, take a root.",
            ),
            WrongAnswer(
                lambda: _growth(8),
                "from 2022 to 2029 there are seven yearly steps: count the gaps, not the years.",
            ),
            WrongAnswer(
                lambda: 100 * math.log(_RATIO) / 7,
                "that is the logarithmic rate: growth once a year is exp(rate) − 1.",
            ),
        ),
        rel_tol=0.01,
    ),
    Exercise(
        id="network-ramp-3",
        question=(
            "The network grows by 25 % a year from 500 Gbit/s. After how many years does it reach "
            "the minimal model's 4,800 Gbit/s?"
        ),
        unit="yr",
        solution=lambda: years_to(_RAMP, _RAMP.minimal_need, 0.25),
        explanation="ln(4,800 / 500) / ln 1.25 = **{answer:.1f} years**.",
        wrong=(
            WrongAnswer(
                lambda: (_RAMP.minimal_need / _RAMP.today - 1) / 0.25,
                "that adds the same amount every year: 25 % of a growing number grows too.",
            ),
            WrongAnswer(
                lambda: math.log(_RAMP.minimal_need / _RAMP.today) / 0.25,
                "that lets it grow at every moment: growing once a year, divide by ln 1.25.",
            ),
            WrongAnswer(
                lambda: years_to(_RAMP, _RAMP.minimal_need * _RAMP.flexible_factor, 0.25),
                "that is the time to the flexible model.",
            ),
            WrongAnswer(
                lambda: math.log10(_RAMP.minimal_need / _RAMP.today) / math.log(1.25),
                "two different logarithms: use the same one above and below.",
            ),
            WrongAnswer(
                lambda: math.log(_RAMP.minimal_need / _RAMP.today) / math.log(1.25) + _RAMP.base_year,
                "that is a date: the question asks how long it takes.",
            ),
        ),
    ),
)

EXERCISES = by_id((*_NEEDS, *_RAMPS))
check = checker(EXERCISES)
ask = asker(EXERCISES)
