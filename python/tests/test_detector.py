"""The detector has the names, settings and answers of the crate."""

import inspect
import multiprocessing
import pickle
import threading

import pytest

from paradup import Detector, Document
from paradup.report import Place

ARTICLE = (
    "The council closed the north bridge on Monday, after a diver found a crack in its bearing.\n\n"
    "Nobody was hurt.\n\n"
    "After a diver had found a crack in the bearing, the north bridge was closed by the council on Monday.\n"
)


def test_restatements_are_found_and_explained():
    report = Detector().detect_article(ARTICLE)
    [finding] = report
    assert (finding.a, finding.b, finding.relation) == (Place(0, 0), Place(0, 2), "restated")
    assert finding.score == finding.scores.restated > 0.5
    assert finding.evidence.reasons.words > 0
    assert report.counts.restated == report.counts.redundant == len(report) == 1
    assert report.pairs == [finding.pair]


def test_new_texts_against_a_reference():
    old = ["Nobody was hurt on the bridge.", None, "Nobody was hurt on the bridge!"]
    new = ["NOBODY was hurt on the bridge.", "Tickets at the gate, every day.", "Tickets at the gate – every day."]
    for detector in (Detector(), Detector().parallel()):
        report = detector.detect_against(old, new)
        assert [(finding.a, finding.b) for finding in report] == [(Place(0, 0), Place(1, 0)), (Place(1, 1), Place(1, 2))]
        expected = detector.detect(old + new).findings[-2:]
        assert [finding.scores for finding in report] == [finding.scores for finding in expected]
        assert report.findings[0].evidence.why is None


def test_clusters_and_other_pairs():
    texts = ["one two three four five six seven", "other words", "one two three four five six seven eight"] * 2
    report = Detector().detect(texts)
    assert [cluster.representative.paragraph for cluster in report.clusters] == [1, 2]
    clusters = Detector().clusters(texts)
    assert list(clusters) == list(report.clusters)
    assert clusters[0].members == (Place(0, 4),)
    assert len(clusters) == len(clusters[:]) == 2
    first = Detector(keep="first").clusters(texts)
    assert [cluster.representative.paragraph for cluster in first] == [0, 1]


def test_spans_count_characters():
    a = "Grüße aus Zürich 🏔️: die Fähre kostet 20 Franken, täglich außer sonntags und nur für Gäste des Hauses."
    b = "Grüße aus Zürich 🏔️: die Fähre kostet 40 Franken, täglich außer sonntags und nur für Gäste des Hauses. Ohne Gewähr!"
    for one, other in [(a, b), (b, a)]:
        evidence = Detector().compare(one, other).evidence
        [exchange] = [exchange for exchange in evidence.exchanges if exchange.kind == "number"]
        assert one[exchange.a.span] == exchange.a.text
        assert other[exchange.b.span] == exchange.b.text
        for run in evidence.shared:
            assert one[run.a].split() == other[run.b].split()
        assert [one[span] for span in evidence.missing] + [other[span] for span in evidence.added] == ["Ohne Gewähr"]
        assert evidence.facts_differ


def test_documents():
    markdown = "# Märchen\n\nEs war *einmal* ein König, der hatte drei Töchter.\n\n```\ncode\n```\n"
    html = "<h1>Märchen</h1><p>Es war einmal ein König, der hatte <b>drei</b> Töchter."
    documents = [Document.markdown(markdown), Document.html(html)]
    assert [paragraph.kind for paragraph in documents[0].paragraphs] == ["heading", "paragraph", "code"]
    paragraph = documents[0].paragraphs[1]
    assert (paragraph.text, paragraph.line) == ("Es war einmal ein König, der hatte drei Töchter.", 3)
    assert markdown[paragraph.span] == "Es war *einmal* ein König, der hatte drei Töchter."
    assert [(one.a, one.b) for one in Detector().detect_documents(documents)] == [(Place(0, 1), Place(1, 1))]
    assert not Detector(scope="document").detect_documents(documents).findings
    headings = Detector(kinds=["heading"]).detect_documents(documents)
    assert [one.b for one in headings] == [Place(1, 0)]


def test_each_format_has_a_reader():
    readers = {
        Document.plain: "One.\n\nTwo.",
        Document.lines: "One.\nTwo.",
        Document.markdown: "One.\n\nTwo.",
        Document.html: "<p>One.<p>Two.",
        Document.restructured_text: "One.\n\nTwo.",
        Document.asciidoc: "One.\n\nTwo.",
        Document.subtitles: "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n",
    }
    for reader, text in readers.items():
        assert [paragraph.text for paragraph in reader(text).paragraphs] == ["One.", "Two."]
    assert [paragraph.text for paragraph in Document.whole("One.\n\nTwo.\n").paragraphs] == ["One.\n\nTwo."]
    assert len(Document.plain("One.\nTwo.").by("line").paragraphs) == 2


LEFT = "He reports pain in the left knee after stairs, and the joint is warm and swollen."
RIGHT = "He reports pain in the right knee after stairs, and the joint is warm and swollen."


def test_removals():
    texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle", LEFT, RIGHT]
    removals = Detector().removals(texts)
    [removal] = removals
    assert (removal.removed, removal.representative, removal.ground, removal.score) == (
        Place(0, 2),
        Place(0, 0),
        "reformatted",
        1.0,
    )
    assert removals.kept == [0, 1, 3, 4]
    assert (removals.counts.distinct, removals.counts.reformatted, len(removals)) == (4, 1, 1)
    assert Detector(near=0.5, may_lose="anything").removals(texts).kept == [0, 1, 3]
    wording = Detector(near=0.5, may_lose="wording").removals(texts)
    assert (wording.kept, sum(wording.retained)) == ([0, 1, 3, 4], 1)


def test_sentences_that_stand_in_another_text():
    gate = "The gate on the northern side of the park is closed on Mondays."
    texts = [gate, f"{gate} Dogs wait outside."]
    assert [removal.ground for removal in Detector().removals(texts)] == ["stated_in"]


def test_ranks_say_which_stays_and_some_stay_anyhow():
    texts = ["Closed on Mondays.", "Closed on Mondays.", "closed on mondays"]
    detector = Detector()
    assert detector.removals(texts).kept == [0]
    assert detector.removals(texts, ranks=[1, 3, 2]).kept == [1]
    assert detector.removals(texts, ranks=[0.5, 0.25, 0.75]).kept == [2]
    assert detector.removals(texts, ranks=["b", "a", "b"]).kept == [0]
    assert detector.removals(texts, kept=[1]).kept == [1]
    assert detector.removals(texts, ranks=[1, 3, 2], kept=[0, 2]).kept == [0, 2]


def test_ranks_that_are_none_are_refused():
    texts = ["Closed on Mondays.", "Closed on Mondays."]
    refused = [
        ({"ranks": [1]}, r"ranks: expected as many as there are texts \(2\), found 1"),
        ({"ranks": [1.0, float("nan")]}, "ranks: expected values that have an order, found nan at 1"),
        ({"kept": [2]}, "kept: expected positions below 2, found 2"),
    ]
    for arguments, message in refused:
        with pytest.raises(ValueError, match=message):
            Detector().removals(texts, **arguments)


def test_verdicts():
    kept = "Das Tor an der Nordseite des Parks ist täglich außer montags geöffnet."
    removed = f"{kept} Keine Hunde."
    stays = Detector().judge(removed, kept)
    assert (stays.ground, [removed[lost] for lost in stays.lost]) == (None, ["Keine Hunde."])
    assert Detector().judge(kept, removed) == ("stated_in", ())


def test_results_are_tables():
    pyarrow = pytest.importorskip("pyarrow")
    texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle", "BELL, book and candle"]
    removals = Detector().removals(texts)
    expected = {"removed": [2, 3], "representative": [0, 0], "ground": ["reformatted"] * 2, "score": [1.0, 1.0]}
    assert removals.to_arrow().to_pydict() == pyarrow.table(removals).to_pydict() == expected
    assert Detector().removals([]).to_arrow().num_rows == 0
    assert Detector().clusters(texts).to_arrow().to_pydict() == {"representative": [0, 0], "member": [2, 3]}


def test_results_are_tables_of_polars():
    polars = pytest.importorskip("polars")
    removals = Detector().removals(["Same again.", "same again"])
    assert polars.DataFrame(removals).to_dict(as_series=False)["removed"] == [1]


def test_settings_that_are_wrong_are_refused_in_the_crates_words():
    refused = {
        "near": (0, "near: expected a threshold above 0 and at most 1, found 0; 0.7 is the default"),
        "contained": (2, "contained: expected a threshold above 0 and at most 1, found 2; 0.8 is the default"),
        "restated": (-1, "restated: expected a probability from 0 .* 0.5 is the default"),
        "engine": ("fast", "engine: expected auto, lsh or exact, found fast"),
        "recall": (1, "recall: .*0.999 is the default"),
        "shingling": (("words", 0), "shingling: expected a size from 1 to 32, found 0; 3 words is the default"),
        "num_perm": (0, "num_perm: .*128 is the default"),
        "relations": (["similar"], "relations: expected identical, .* or restated, found similar"),
        "marks": ("drop", "marks: expected keep or strip, found drop"),
        "keep": ("shortest", "keep: expected longest or first, found shortest"),
        "may_lose": ("words", "may_lose: expected nothing, wording or anything, found words"),
        "scope": ("file", "scope: expected all or document, found file"),
        "kinds": (["title"], "kinds: expected paragraph, .* or code, found title"),
        "min_words": (-1, "min_words: expected a smaller number, 0 or above, found -1"),
        "seed": (2**64, "seed: expected a smaller number, 0 or above, found 18446744073709551616"),
    }
    for setting, (value, message) in refused.items():
        with pytest.raises(ValueError, match=message):
            Detector(**{setting: value})
    for value in ([], ()):
        with pytest.raises(ValueError, match="relations: expected at least one relation, found none"):
            Detector(relations=value)
    with pytest.raises(ValueError, match="shingling: expected words or characters, found letters"):
        Detector(shingling=("letters", 3))
    with pytest.raises(ValueError, match="shingling: expected a smaller number"):
        Detector(shingling=("words", 300))
    with pytest.raises(TypeError, match="real number"):
        Detector(near="high")
    with pytest.raises(TypeError, match="nearby"):
        Detector(nearby=0.7)
    with pytest.raises(ValueError, match="unit: expected paragraph, line or document, found word"):
        Document.plain("One.").by("word")


def test_defaults_are_those_of_the_crate():
    """Each message about a number ends with its default."""
    defaults = {name: one.default for name, one in inspect.signature(Detector).parameters.items()}
    for setting in ["near", "contained", "restated", "recall", "num_perm"]:
        with pytest.raises(ValueError, match=f"{defaults[setting]} is the default"):
            Detector(**{setting: 2 if setting != "num_perm" else 0})


def test_settings_reach_the_crate():
    accents = ["Le café est fermé.", "Le cafe est ferme."]
    assert len(Detector(marks="strip").detect(accents)) == 1
    assert not Detector(relations=["identical"], marks="strip").detect(accents).findings
    short = Detector(min_words=3).detect(["Note:", "Note:", "Bell, book and candle.", "Bell, book and candle."])
    assert (len(short), short.counts.short) == (1, 2)
    near = ["one two three four five six seven", "one two three four five six seven eight"]
    for settings in [{"engine": "lsh", "seed": 7}, {"low_memory": True}, {"shingling": ("characters", 5), "num_perm": 256, "recall": 0.9}]:
        assert Detector(**settings).detect(near).counts.near == 1


def test_results_can_be_sent_and_compared():
    report = Detector().detect_article(ARTICLE)
    assert Detector().detect_article(ARTICLE) == report
    assert pickle.loads(pickle.dumps(report)).findings[0].relation == "restated"


def test_threads_share_a_detector():
    detector, texts = Detector(), [f"Paragraph number {number % 50} of a list of many." for number in range(2000)]
    expected = detector.removals(texts).kept
    results = []
    threads = [threading.Thread(target=lambda: results.append(detector.removals(texts).kept)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert results == [expected] * 4


TEXTS = [f"Paragraph number {number % 50} of a list of many." for number in range(2000)]


def kept_in_parallel(_):
    return Detector().parallel().removals(TEXTS).kept


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="processes are not forked here")
def test_a_process_that_was_forked_has_threads_of_its_own():
    expected = kept_in_parallel(None)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(kept_in_parallel, range(4)).get(timeout=120) == [expected] * 4
