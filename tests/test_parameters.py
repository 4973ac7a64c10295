"""Parameters: refused before anything runs, all faults at once, in one form."""

import math
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.parameters import (
    BadParameters,
    PageParameters,
    describe,
    quantity,
    show,
    validated,
)


class Example(PageParameters):
    rate: float = quantity(
        2.0, unit="Gbit/s", ge=1, le=5, source="Key", status="recalled", description="a rate"
    )
    count: int = quantity(13, unit="1", gt=0, source="Key", status="printed", description="how many")
    model: Literal["minimal", "flexible"] = quantity(
        "minimal", unit="1", source="own choice", status="assumed", description="which model"
    )
    label: str = quantity(
        "a", unit="1", max_length=40, source="own choice", status="assumed", description="a text"
    )
    shift: bool = quantity(False, unit="1", source="own choice", status="assumed", description="a switch")


def faults(**values: object) -> list[str]:
    with pytest.raises(BadParameters) as refused:
        validated(Example, values)
    return [str(fault) for fault in refused.value.faults]


def test_defaults_are_valid_and_frozen() -> None:
    params = Example()
    with pytest.raises(ValueError, match="frozen"):
        params.rate = 3.0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"rate": 6.0},
            "rate = 6.0 is out of range: expected a number, 1 to 5 Gbit/s (test_parameters.Example.rate)",
        ),
        ({"rate": math.nan}, "rate = nan is not a finite number"),
        ({"rate": math.inf}, "rate = inf is not a finite number"),
        ({"rate": "three"}, "rate = 'three' has the wrong type: expected a number"),
        ({"rate": True}, "rate = True has the wrong type"),
        ({"rate": None}, "rate = None has the wrong type"),
        ({"count": 2.5}, "count = 2.5 has the wrong type: expected a whole number, above 0"),
        ({"count": 0}, "count = 0 is out of range: expected a whole number, above 0"),
        ({"model": "minimum"}, "model = 'minimum' is not allowed: expected one of minimal, flexible"),
        ({"shift": 1}, "shift = 1 has the wrong type: expected true or false"),
        ({"label": "x" * 41}, "is not allowed: expected a text, at most 40 characters"),
        ({"rat": 2.0}, "rat is not a parameter of this page: did you mean rate?"),
        ({"zzz": 2.0}, "zzz is not a parameter of this page: known: rate, count, model, label, shift"),
    ],
)
def test_each_fault_names_value_and_what_is_allowed(values: dict[str, object], said: str) -> None:
    (line,) = faults(**values)
    assert said.replace("test_parameters", Example.__module__) in line
    assert "\n" not in line


def test_all_faults_come_at_once() -> None:
    lines = faults(rate=0.0, count="x", rat=1.0, shift=None)
    assert len(lines) == 4


def test_command_line_texts_are_read_by_the_fields_type() -> None:
    made = validated(Example, {}, {"rate": "3", "count": "4", "shift": "true", "model": "flexible"})
    assert made == Example(rate=3.0, count=4, shift=True, model="flexible")


@pytest.mark.parametrize("text", ["three", "1,5", "", "nan", "inf", "0x2", "__import__('os')"])
def test_texts_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(BadParameters, match="rate = "):
        validated(Example, {}, {"rate": text})


def test_a_text_and_a_value_for_the_same_name_the_text_wins() -> None:
    assert validated(Example, {"rate": 4.0}, {"rate": "3"}).rate == 3.0


@given(st.text(max_size=40))
def test_a_text_parameter_stays_the_same_text(text: str) -> None:
    """A string is data, whatever it holds: it comes out as it went in."""
    assert validated(Example, {}, {"label": text}).label == text


@given(st.one_of(st.none(), st.floats(), st.integers(), st.text(), st.lists(st.integers()), st.booleans()))
def test_no_value_gets_past_the_bounds(value: object) -> None:
    """Whatever is given: either refused, or a finite number within the bounds."""
    try:
        made = validated(Example, {"rate": value})
    except BadParameters:
        return
    assert isinstance(made.rate, float | int)
    assert 1 <= made.rate <= 5


def test_describe_gives_unit_range_default_and_source() -> None:
    about = {one.name: one for one in describe(Example)}
    assert (about["rate"].unit, about["rate"].allowed, about["rate"].default) == ("Gbit/s", "1 to 5", 2.0)
    assert (about["count"].allowed, about["count"].status) == ("above 0", "printed")
    assert about["model"].allowed == "minimal, flexible"


def test_the_table_shows_the_value_used_beside_the_published_one_and_escapes() -> None:
    html = show(Example(rate=3.0, label="<script>alert(1)</script>"))._repr_html_()
    assert "3 Gbit/s (published: 2)" in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_from_page_takes_only_its_own_names() -> None:
    assert Example.from_page({"rate": 3.0, "other": object()}).rate == 3.0
    with pytest.raises(BadParameters, match="rate = 9"):
        Example.from_page({"rate": 9.0})


@pytest.mark.parametrize("missing", ["unit", "source", "description"])
def test_a_field_without_unit_source_or_description_is_refused(missing: str) -> None:
    about = {"unit": "s", "source": "Key", "status": "printed", "description": "x"} | {missing: ""}
    with pytest.raises(ValueError, match="needs a unit, a source and a description"):
        quantity(1.0, **about)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of printed"):
        quantity(1.0, unit="s", source="Key", status="sure", description="x")
