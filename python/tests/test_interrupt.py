"""Ctrl-C ends a call that would take far too long."""

import os
import signal
import sys
import threading

import pytest

from paradup import Detector

TEXTS = [f"{a} {b} {c} crossed the old bridge." for a in range(60) for b in range(60) for c in range(20)]


def interrupt_once_inside(thread: int, name: str) -> None:
    while sys._current_frames()[thread].f_code.co_name != name:
        pass
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture(autouse=True)
def ctrl_c():
    """What is started in the background may have been told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("name", ["detect", "removals", "clusters"])
@pytest.mark.parametrize("is_parallel", [False, True])
def test_a_call_is_interrupted_and_the_detector_goes_on(name, is_parallel):
    # No two are near, and signatures propose a tenth of all pairs: without the signal each call would take minutes.
    detector = Detector(may_lose="anything", engine="lsh", relations=["identical", "reformatted", "near"])
    detector = detector.parallel() if is_parallel else detector
    main = threading.main_thread().ident
    sender = threading.Thread(target=interrupt_once_inside, args=(main, name))
    with pytest.raises(KeyboardInterrupt):
        sender.start()
        getattr(detector, name)(TEXTS)
    sender.join()
    assert len(detector.clusters(["Bell, book and candle.", "bell book and candle"])) == 1
