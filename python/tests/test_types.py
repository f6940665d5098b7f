"""What mypy accepts also runs."""

import typed

from paradup import Detector


def test_the_examples_of_types_run():
    assert len(typed.findings(Detector(), ["Same again.", None, "same again"])) == 1
    assert typed.first(("Same again.", "same again")).removed.paragraph == 1
    assert typed.additions("Open from nine to five.", "Open from nine to five. Dogs wait.") == ["Dogs wait"]
    assert typed.seen({7: "Same again.", 8: "Other words."}, "same again") == [7]
    assert typed.relations("Closed on Mondays.") == {"identical"}
