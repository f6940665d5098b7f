"""A worker that is lost in the middle of a round costs time, and changes nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from collection import frame, in_one_process, texts

pyspark = pytest.importorskip("pyspark")
if not (Path(pyspark.__file__).parent / "bin" / "spark-class").exists():
    pytest.skip("only the client of Spark is installed", allow_module_level=True)

from paradup import spark as paradup_spark  # noqa: E402


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def daemon(folder, name, *arguments):
    """A part of a cluster, and whatever it starts, in a group of processes of its own."""
    command = [Path(pyspark.__file__).parent / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *arguments]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    with open(folder / "daemons.log", "ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)


def end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


@pytest.fixture
def cluster(tmp_path):
    """The address of a master, and two workers of one core each."""
    address = f"127.0.0.1:{free_port()}"
    master = daemon(tmp_path, "master.Master", "--host", "127.0.0.1", "--port", address[10:], "--webui-port", "0")
    workers = [
        daemon(tmp_path, "worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0", "-d", str(tmp_path / f"worker-{number}"), f"spark://{address}")
        for number in range(2)
    ]
    yield f"spark://{address}", workers
    for process in [*workers, master]:
        end(process)


@pytest.fixture
def spark(cluster, tmp_path):
    from pyspark.sql import SparkSession

    (tmp_path / "events").mkdir()
    settings = {
        "spark.pyspark.python": sys.executable,
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.executor.memory": "512m",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": (tmp_path / "events").as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        # Many small tasks, so that some are left when the first is done.
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.adaptive.coalescePartitions.enabled": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.shuffle.io.retryWait": "1s",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    }
    builder = SparkSession.builder.master(cluster[0])
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def kill_in_a_round(session, worker, work, killed):
    """Ends a worker once the first round has begun, one task of it is done, and others are not."""
    tracker = session.sparkContext.statusTracker()
    while not (work / "round-1" / "open" / "_SUCCESS").exists():
        time.sleep(0.02)
    while True:
        stages = filter(None, map(tracker.getStageInfo, tracker.getActiveStageIds()))
        if any(0 < stage.numCompletedTasks < stage.numTasks for stage in stages):
            end(worker)
            killed.set()
            return
        time.sleep(0.01)


def events(folder):
    [log] = [path for path in folder.rglob("*") if path.is_file()]
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_worker_is_lost_after_the_first_task_of_a_round(cluster, spark, tmp_path):
    given, work, killed = list(texts(400)), tmp_path / "work", threading.Event()
    df = frame(spark, given, 4)
    spark.range(64).repartition(4).count()
    watcher = threading.Thread(target=kill_in_a_round, args=(spark, cluster[1][0], work, killed), daemon=True)
    watcher.start()
    removals = sorted(map(tuple, paradup_spark.dedup(df, work=str(work), may_lose="anything").collect()))
    assert killed.is_set()
    assert removals == in_one_process(given, "anything")
    spark.stop()
    log = events(tmp_path / "events")
    lost = [event for event in log if event["Event"] == "SparkListenerExecutorRemoved"]
    assert len({event["Executor ID"] for event in lost}) == 1
    ended = [event for event in log if event["Event"] == "SparkListenerTaskEnd"]
    failed = [event for event in ended if event["Task End Reason"]["Reason"] in ("ExecutorLostFailure", "FetchFailed")]
    again = [
        event
        for event in ended
        if event["Task End Reason"]["Reason"] == "Success" and (event["Task Info"]["Attempt"] or event["Stage Attempt ID"])
    ]
    assert failed and again
    print(f"{len(lost)} executor lost: {len(failed)} tasks failed with it, {len(again)} were done again")
