"""Texts come in many ways, and the answers are the same."""

import subprocess
import sys

import pytest

from paradup import Detector

TEXTS = ["Open daily from nine to five.", None, "Tickets at the gate.", "OPEN DAILY – from nine to five!", "", "日本語、東京。"]
EXPECTED = [(0, 3)]


def found(texts):
    return [(finding.a.paragraph, finding.b.paragraph) for finding in Detector().detect(texts)]


def test_lists_and_whatever_gives_texts_one_by_one():
    assert found(TEXTS) == found(tuple(TEXTS)) == found(iter(TEXTS)) == EXPECTED
    assert found([]) == []


def test_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    types = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]
    types += [pyarrow.dictionary(pyarrow.int8(), pyarrow.string())]
    for column in (pyarrow.array(TEXTS, type) for type in types[:3]):
        assert found(column) == EXPECTED
        assert found(column.slice(2)) == []
    dictionary = pyarrow.array(TEXTS).dictionary_encode()
    assert found(dictionary) == found(dictionary.slice(0)) == EXPECTED
    assert found(pyarrow.array([None, None]).dictionary_encode()) == []
    assert found(pyarrow.array([None, None], pyarrow.string()).dictionary_encode()) == []
    assert found(pyarrow.array([None, None])) == []
    assert found(pyarrow.chunked_array([TEXTS[:2], [], TEXTS[2:]])) == EXPECTED
    assert found(pyarrow.chunked_array([], pyarrow.string())) == []


def test_arrow_of_something_else_is_refused():
    pyarrow = pytest.importorskip("pyarrow")
    with pytest.raises(TypeError, match="texts: expected a column of strings, found Int64"):
        found(pyarrow.array([1, 2]))
    with pytest.raises(TypeError, match="texts: expected a column, found a table; name one of its columns"):
        found(pyarrow.table({"text": TEXTS}))


def test_arrow_that_is_not_unicode_is_refused():
    pyarrow = pytest.importorskip("pyarrow")
    forged = pyarrow.array([b"\xff\xfe", b"fine"]).view(pyarrow.string())
    with pytest.raises(ValueError, match="texts: .*UTF8"):
        found(forged)


def test_a_column_outlives_what_it_was_made_from():
    pyarrow = pytest.importorskip("pyarrow")
    assert found(pyarrow.chunked_array([pyarrow.array(TEXTS)])) == EXPECTED


def test_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": TEXTS})
    assert found(frame["text"]) == EXPECTED
    assert found(frame["text"].cast(polars.Categorical)) == EXPECTED
    with pytest.raises(TypeError, match="name one of its columns"):
        found(frame)


def test_pandas():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": TEXTS})
    assert found(frame["text"]) == EXPECTED
    assert found(frame["text"].astype(object)) == EXPECTED
    assert found([pandas.NA, float("nan"), *TEXTS]) == [(2, 5)]


def test_hugging_face_datasets():
    datasets = pytest.importorskip("datasets")
    dataset = datasets.Dataset.from_dict({"text": TEXTS})
    assert found(dataset["text"]) == found(dataset[:]["text"]) == EXPECTED
    assert found(dataset.with_format("arrow")["text"][:]) == EXPECTED
    assert found(dataset.select([3, 2, 0]).with_format("arrow")["text"][:]) == [(0, 2)]


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match="texts: expected str or None, found int at 1"):
        found(["one", 2])
    with pytest.raises(TypeError, match="texts: expected a list or a column of them, found one text"):
        found("one")
    with pytest.raises(TypeError):
        found(3)


def test_halves_of_surrogate_pairs_count_as_one_character_each():
    comparison = Detector().compare("Tips \ud83d are 20 a day.", "Tips \ud83d are 40 a day.")
    [exchange] = comparison.evidence.exchanges
    assert "Tips \ud83d are 40 a day."[exchange.b.span] == exchange.b.text == "40"
    assert found(["Closed \udcff on Mondays.", "closed \udcff on mondays"]) == [(0, 1)]


def test_neither_pyarrow_nor_others_are_needed():
    """An interpreter that can import nothing but the standard library and the package."""
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['pyarrow', 'polars', 'pandas', 'numpy', 'datasets']))\n"
        "import paradup; print(paradup.Detector().removals(['Same again.', 'same again']).kept)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[0]\n"
