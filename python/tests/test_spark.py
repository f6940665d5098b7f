"""On Spark the same goes, for the same, on the same grounds, as in one process."""

import random
import sys

import pytest

from paradup import Detector

pytest.importorskip("pyspark")

from paradup import spark as paradup_spark  # noqa: E402

SENTENCES = [
    "The harbour lights were switched on at dusk, an hour before the last ferry left.",
    "Were the harbour lights switched on at dusk, an hour before the last ferry left?",
    "The turbine at the upper lock gives 5 mW in a dry summer and no more than that.",
    "The turbine at the upper lock gives 5 MW in a dry summer and no more than that.",
    "Die Schleuse am oberen See wird im Mai für acht Tage geschlossen; Boote warten unten.",
    "Le bac traverse la rivière toutes les heures, sauf le dimanche et les jours de fête.",
    "Паром уходит от старой пристани каждый день в девять часов утра, кроме воскресенья.",
    "渡船は日曜日を除いて毎日九時に古い桟橋から出ます。切符は船の上で買えます。",
    "The rules of the house were under-\nstood by all of the guests who stayed for the week.",
    "The rules of the house were understood by all of the guests who stayed for the week.",
    "The rules of the house were under-stood by all of the guests who stayed for the week.",
    "Nobody came.",
]
BOILERPLATE = "This page was printed from the archive of the harbour office, and may not be sold or lent to others."


def texts(rows):
    """Many texts of few sentences, so that all that can happen does: 15 % of them one boilerplate."""
    draw = random.Random(7)
    for number in range(rows):
        some = [draw.choice(SENTENCES) for _ in range(draw.randrange(4))]
        some += [f"Ticket {draw.randrange(rows)} is for the ferry that leaves from pier {draw.randrange(9)} on Monday at nine."] * draw.randrange(2)
        text = draw.choice([" ", "  ", "\n"]).join(some)
        form = draw.randrange(20)
        yield BOILERPLATE if form < 3 else text.upper() if form == 3 else f"> {text}" if form == 4 else text


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    settings = {
        "spark.executorEnv.PYSPARK_PYTHON": sys.executable,
        "spark.pyspark.python": sys.executable,
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        pytest.skip(f"Spark does not start: {error}")
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def frame(spark, texts, partitions):
    rows = [(10 * number, text) for number, text in enumerate(texts)]
    random.Random(partitions).shuffle(rows)
    return spark.createDataFrame(rows, "id bigint, text string").repartition(partitions)


def in_one_process(texts, keep):
    removals = Detector(keep=keep).removals(texts)
    return [(10 * one.removed.paragraph, 10 * one.representative.paragraph, one.ground) for one in removals]


@pytest.mark.parametrize(("partitions", "keep"), [(1, "longest"), (2, "first"), (8, "longest")])
def test_the_same_goes_as_in_one_process(spark, tmp_path, partitions, keep):
    given = [*texts(1500), None, "", "— ! —", "— ! —"]
    expected = in_one_process(given, keep)
    assert {ground for _, _, ground in expected} == {"identical", "reformatted", "stated_in"}
    df = frame(spark, given, partitions)
    removals = paradup_spark.dedup(df, work=str(tmp_path), keep=keep)
    assert sorted(map(tuple, removals.collect())) == expected
    assert paradup_spark.kept(df, removals).count() == len(given) - len(expected)


def test_what_cannot_be_is_refused_by_name(spark, tmp_path):
    df = frame(spark, ["One.", "Two."], 1)
    repeated, work = df.union(df), str(tmp_path)
    for refused, message in [
        (lambda: paradup_spark.dedup(repeated, work=work), "id: expected a number of its own for each row, found 0 in 2"),
        (lambda: paradup_spark.dedup(df, text="body", work=work), "body: expected a column of string, found no such column"),
        (lambda: paradup_spark.dedup(df, id="text", work=work), "text: expected a column of .* bigint, found string"),
        (lambda: paradup_spark.dedup(df, may_lose="wording", work=work), "may_lose: expected nothing"),
        (lambda: paradup_spark.dedup(df, keep="last", work=work), "keep: expected longest or first, found last"),
    ]:
        with pytest.raises(ValueError, match=message):
            refused()
