"""The samples that are pages and workbooks: whatever their gold states is printed in what a reader sees of them."""

from functools import cache
from typing import Any

import pytest

from graph.anchors import place_at
from loaders import load
from loaders.normalise import normalise
from loaders.read import read
from tests.evaluate import SHARED
from tests.test_samples import ALL_NAMES, NAMES, SAMPLES, foreign, gold, plain, runs

every_sample = pytest.mark.parametrize("name", sorted({*ALL_NAMES} - {*NAMES}))


@cache
def document(name: str) -> Any:
    return load(read(SAMPLES / name), name)


@every_sample
def test_every_measure_of_the_gold_is_printed(name: str) -> None:
    text = plain(normalise(document(name).source.text).chars)

    assert [each["starts"] for each in gold(name)["measures"] if plain(each["starts"]) not in text] == []


@every_sample
def test_every_assignment_is_read_from_a_cell_or_a_paragraph(name: str) -> None:
    source, measures = document(name).source, document(name).measures
    places = {place_at(source, each.evidence.start) for measure in measures for each in measure.assignments}

    assert all(place and (", cell " in place or "column" in place or "paragraph" in place) for place in places)


@every_sample
def test_every_quote_is_true(name: str) -> None:
    text, measures = document(name).source.text, document(name).measures
    found = [each.evidence for measure in measures for each in (measure, *measure.assignments, *measure.deadlines)]

    assert [each for each in found if text[each.start : each.end] != each.quote] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents lie beside the repository only here")
@every_sample
def test_no_run_of_twelve_characters_is_taken_from_a_real_document(name: str) -> None:
    assert sorted(runs(plain(document(name).source.text)) & foreign()) == []
