"""On Spark the same goes, for the same, on the same grounds, as in one process."""

import logging
import os
import re
import sys

import pytest
from collection import chain, frame, in_one_process, texts

pytest.importorskip("pyspark")

from paradup import spark as paradup_spark  # noqa: E402
from paradup.spark import _rounds, submit  # noqa: E402


def on_a_cluster_of_one():
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


def on_sail():
    from pyspark.sql import SparkSession

    sail = pytest.importorskip("pysail.spark")
    server = sail.SparkConnectServer(port=0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()
    # What a client leaves behind would make clients of all sessions to come.
    os.environ.pop("SPARK_CONNECT_MODE_ENABLED", None)
    os.environ.pop("SPARK_REMOTE", None)


@pytest.fixture(scope="module", params=[on_sail, on_a_cluster_of_one], ids=["sail", "spark"])
def spark(request):
    yield from request.param()


@pytest.fixture
def rounds(caplog):
    """How many rounds there have been."""
    caplog.set_level(logging.INFO, "paradup.spark")
    return lambda: len(re.findall(r"round \d+:", caplog.text))


def on_spark(df, work, **settings):
    return sorted(map(tuple, paradup_spark.dedup(df, work=str(work), **settings).collect()))


@pytest.mark.parametrize("may_lose", ["nothing", "anything"])
@pytest.mark.parametrize(("partitions", "keep"), [(1, "longest"), (2, "first"), (8, "longest")])
def test_the_same_goes_as_in_one_process(spark, tmp_path, partitions, keep, may_lose):
    given = [*texts(1500), None, "", "— ! —", "— ! —"]
    expected = in_one_process(given, may_lose, keep)
    grounds = {"nothing": {"identical", "reformatted", "stated_in"}, "anything": {"identical", "reformatted", "near"}}
    assert {ground for _, _, ground, _ in expected} == grounds[may_lose]
    df = frame(spark, given, partitions)
    assert on_spark(df, tmp_path, keep=keep, may_lose=may_lose) == expected


def test_what_is_kept(spark, tmp_path):
    given = ["Open daily from nine to five.", "Tickets at the gate.", "OPEN DAILY – from nine to five!"]
    df = frame(spark, given, 2)
    removals = paradup_spark.dedup(df, work=str(tmp_path))
    assert sorted(row["id"] for row in paradup_spark.kept(df, removals).collect()) == [0, 10]


@pytest.mark.parametrize("format", ["parquet", "json"])
def test_what_is_submitted(spark, tmp_path, format):
    given = ["Open daily from nine to five.", "Tickets at the gate.", "OPEN DAILY – from nine to five!"]
    frame(spark, given, 2).write.format(format).save(str(tmp_path / "in"))
    folders = [str(tmp_path / name) for name in ("in", "out", "work", "removed")]
    options = [folders[0], "--output", folders[1], "--work", folders[2], "--removed", folders[3], "--format", format]
    submit.run(spark, submit.arguments([*options, "--may-lose", "anything"]))
    assert sorted(row["id"] for row in spark.read.format(format).load(folders[1]).collect()) == [0, 10]
    assert [tuple(row) for row in spark.read.parquet(folders[3]).collect()] == [(20, 0, "reformatted", 1.0)]


def test_however_the_work_is_cut_into_rounds_the_same_goes(spark, tmp_path, monkeypatch, rounds):
    given = list(texts(400))
    monkeypatch.setattr(_rounds, "FIRST_PAIRS", 1)
    monkeypatch.setattr(_rounds, "EDGES_IN_ONE_TASK", 100)
    expected = in_one_process(given, "anything", near=0.6)
    assert on_spark(frame(spark, given, 4), tmp_path, may_lose="anything", near=0.6) == expected
    assert rounds() > 2


def test_one_task_decides_a_long_chain(spark, tmp_path, rounds):
    given = chain(300)
    expected = in_one_process(given, "anything", near=0.75)
    assert len(expected) == 150
    assert on_spark(frame(spark, given, 4), tmp_path, may_lose="anything", near=0.75) == expected
    assert rounds() == 1


def test_where_nothing_is_alike_nothing_goes(spark, tmp_path):
    df = frame(spark, ["One.", "Two.", ""], 1)
    assert on_spark(df, tmp_path, may_lose="anything") == []


def test_settings_reach_the_signatures(spark, tmp_path):
    given = ["Le café est fermé le lundi et le mardi.", "Le cafe est ferme le lundi et le mardi.", "Le cafe est fermee lundi et le mardi."]
    settings = {"near": 0.6, "recall": 0.99, "shingling": ("characters", 5), "num_perm": 256, "marks": "strip"}
    expected = in_one_process(given, "anything", **settings)
    assert len(expected) == 2
    assert on_spark(frame(spark, given, 2), tmp_path, may_lose="anything", **settings) == expected


def test_what_cannot_be_is_refused_by_name(spark, tmp_path):
    df = frame(spark, ["One.", "Two."], 1)
    repeated, work = df.union(df), str(tmp_path)
    for refused, message in [
        (lambda: paradup_spark.dedup(repeated, work=work), r"id: expected a number of its own for each row, found \d+ in 2"),
        (lambda: paradup_spark.dedup(df, text="body", work=work), "body: expected a column of string, found no such column"),
        (lambda: paradup_spark.dedup(df, id="text", work=work), "text: expected a column of .* bigint, found string"),
        (lambda: paradup_spark.dedup(df, keep="last", work=work), "keep: expected longest or first, found last"),
        (
            lambda: paradup_spark.dedup(df, may_lose="wording", work=work),
            "may_lose: expected nothing or anything, found wording; which words tell is known of a whole collection only",
        ),
        (
            lambda: paradup_spark.dedup(df, may_lose="anything", relations=["near", "restated"], work=work),
            "relations: expected identical, reformatted, near, all that Spark finds, found near, restated",
        ),
        (lambda: paradup_spark.dedup(df, may_lose="anything", near=2, work=work), "near: expected a threshold .*found 2"),
        (lambda: paradup_spark.dedup(df, may_lose="anything", num_perm=4, work=work), "num_perm: expected at least 6 rows"),
    ]:
        with pytest.raises(ValueError, match=message):
            refused()
