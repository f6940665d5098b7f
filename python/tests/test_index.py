"""The index has the names, answers and errors of the crate."""

import threading

import pytest

from paradup import Detector, Index

DETECTOR = Detector(relations=Index.RELATIONS)
TEXTS = [
    "The ferry leaves at nine from the old quay, every day but Sunday, and takes bicycles.",
    "Salt of the earth.",
    "The ferry leaves at ten from the old quay, every day but Sunday, and takes bicycles.",
    "salt of the EARTH",
]


def filled(detector=DETECTOR):
    index = detector.index()
    index.extend([10, 20, 30, 2**64 - 1], TEXTS)
    return index


def test_a_query_finds_what_the_detector_finds():
    detector = Detector(near=0.5, relations=Index.RELATIONS)
    index = filled(detector)
    [same, near] = index.query(TEXTS[0]).matches
    assert (same.id, same.relation, same.score) == (10, "identical", 1.0)
    assert (near.id, near.relation) == (30, "near")
    assert near.score == near.scores.jaccard == detector.compare(TEXTS[2], TEXTS[0]).scores.jaccard
    assert [match.id for match in index.query("Salt of the earth!").matches] == [20, 2**64 - 1]
    assert [match.id for match in index.query(TEXTS[0], at_least=0.9).matches] == [10]
    answer = index.query("salt of the earth", limit=1)
    assert ([match.id for match in answer.matches], answer.is_cut_short) == ([20], False)
    assert index.query("Have I seen this?").matches == ()


def test_what_is_removed_is_gone():
    index = filled()
    assert (len(index), 20 in index, 21 in index) == (4, True, False)
    assert index.text(20) == "Salt of the earth."
    assert index.remove(20) and not index.remove(20)
    assert (len(index), 20 in index) == (3, False)
    assert [match.id for match in index.query("Salt of the earth!").matches] == [2**64 - 1]
    with pytest.raises(KeyError, match="id: expected one that is live, found 20"):
        index.text(20)
    index.insert(20, "Something else.")
    assert [id for id, _ in index] == [10, 30, 2**64 - 1, 20]


def test_iteration_leaves_out_what_is_removed_meanwhile():
    index = filled()
    seen = []
    for id, _ in index:
        seen.append(id)
        index.remove(20)
    assert seen == [10, 30, 2**64 - 1]


def test_batches_are_objects_and_tables():
    index = filled()
    answers = index.query_batch([TEXTS[3], None, TEXTS[1]])
    assert [[match.id for match in answer.matches] for answer in answers] == [[20, 2**64 - 1], [], [20, 2**64 - 1]]
    assert (len(answers), answers[1].matches, answers[1:] == list(answers)[1:]) == (3, (), True)
    pyarrow = pytest.importorskip("pyarrow")
    table = answers.to_arrow().to_pydict()
    assert table["query"] == [0, 0, 2, 2]
    assert table["id"] == [20, 2**64 - 1] * 2
    assert table["relation"] == ["reformatted", "identical", "identical", "reformatted"]
    assert table["score"] == table["jaccard"] == table["containment_a"] == table["containment_b"] == [1.0] * 4
    assert pyarrow.table(index.query_batch([])).num_rows == 0


def test_ids_and_texts_come_from_columns():
    pyarrow = pytest.importorskip("pyarrow")
    for kind in [pyarrow.uint64(), pyarrow.int64(), pyarrow.uint32(), pyarrow.int32()]:
        index = DETECTOR.index()
        index.extend(pyarrow.chunked_array([pyarrow.array([1, 2], kind)]), pyarrow.array(TEXTS[:2]))
        assert list(index) == [(1, TEXTS[0]), (2, TEXTS[1])]
    refused = [
        (ValueError, [None, 2], pyarrow.int64(), "ids: expected a number, found none at 0"),
        (ValueError, [1, -2], pyarrow.int32(), "ids: expected numbers from 0 on, found -2"),
        (TypeError, ["1", "2"], pyarrow.string(), "ids: expected a column of whole numbers of 32 or 64 bits, found Utf8"),
    ]
    for error, ids, kind, message in refused:
        with pytest.raises(error, match=message):
            DETECTOR.index().extend(pyarrow.array(ids, kind), TEXTS[:2])


def test_an_index_is_saved_and_opened(tmp_path):
    index = filled()
    index.save(tmp_path / "index")
    opened = Index.open(DETECTOR, str(tmp_path / "index"))
    assert list(opened) == list(index)
    assert opened.query(TEXTS[0]) == index.query(TEXTS[0])
    with pytest.raises(ValueError, match="near: expected 0.9, found 0.7; open it with the settings"):
        Index.open(Detector(near=0.9, relations=Index.RELATIONS), tmp_path / "index")
    with pytest.raises(FileNotFoundError):
        Index.open(DETECTOR, tmp_path / "no such index")
    with pytest.raises(OSError):
        index.save(tmp_path / "no such folder" / "index")
    (tmp_path / "index").write_bytes(b"something else")
    with pytest.raises(ValueError, match="format: expected"):
        Index.open(DETECTOR, tmp_path / "index")


def test_what_cannot_be_is_refused_in_the_crates_words():
    index = filled()
    refused = [
        (lambda: index.insert(10, "One."), "id: expected one that is not live, found 10; remove it first"),
        (lambda: index.extend([1, 1], ["One.", "Two."]), "id: expected one that is not live, found 1; remove it first"),
        (lambda: index.extend([1], ["One.", "Two."]), r"ids: expected as many as there are texts \(2\), found 1"),
        (lambda: index.extend([-1], ["One."]), "ids: expected a smaller number, 0 or above, found -1"),
        (lambda: index.insert(2**64, "One."), "id: expected a smaller number, 0 or above, found 18446744073709551616"),
        (lambda: index.query("One.", at_least=2), "at_least: expected a number from 0 to 1, found 2"),
        (lambda: Detector(relations=Index.RELATIONS, engine="exact").index(), "engine: expected auto or lsh, found exact"),
        (lambda: Detector(relations=Index.RELATIONS, scope="document").index(), "scope: expected all, found document"),
        (lambda: Index(Detector(relations=Index.RELATIONS, may_lose="wording")), "may_lose: expected nothing or anything"),
    ]
    for refuse, message in refused:
        with pytest.raises(ValueError, match=message):
            refuse()
    with pytest.raises(TypeError):
        index.insert("10", "One.")
    assert len(index) == 4


def test_threads_share_an_index():
    index = Detector(relations=Index.RELATIONS).parallel().index()
    texts = [f"Notice {number} of the harbour office: pier {number % 7} is closed on Monday." for number in range(2000)]
    writers = [
        threading.Thread(target=lambda part: index.extend(range(part, 2000, 4), texts[part::4]), args=(part,)) for part in range(4)
    ]
    readers = [threading.Thread(target=lambda: index.query_batch(texts[:200])) for _ in range(2)]
    for thread in writers + readers:
        thread.start()
    for thread in writers + readers:
        thread.join()
    one = Detector(relations=Index.RELATIONS).index()
    one.extend(range(2000), texts)
    assert list(index.query_batch(texts[:200])) == list(one.query_batch(texts[:200]))
