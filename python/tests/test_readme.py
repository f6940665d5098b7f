"""The README's code runs, and does what it says."""

import json
import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
ROWS = [
    {"date": "2024-05-01", "text": "Open daily from nine to five."},
    {"date": "2024-05-02", "text": "Tickets at the gate – für alle."},
    {"date": "2025-01-01", "text": "OPEN DAILY – from nine to five!"},
]


@pytest.mark.parametrize("code", BLOCKS, ids=[re.sub(r"\W+", "-", block)[:40] for block in BLOCKS])
def test_code(code, tmp_path, monkeypatch, capsys):
    for library in re.findall(r"^(?:import|from) (polars|pandas|datasets|ray)", code, re.MULTILINE):
        pytest.importorskip(library)
    monkeypatch.chdir(tmp_path)
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    names = {}
    exec(code, names)
    expected = 1 if "reference" in names else 2
    if "kept" in names:
        assert len(names["kept"]) == expected
    if "ranks" in code:
        assert names["kept"]["date"].to_list() == ["2024-05-02", "2025-01-01"]
    if "removed" in names:
        assert names["removed"].columns == ["removed", "representative", "ground", "score"]
    if Path("kept.jsonl").exists():
        assert Path("kept.jsonl").read_text(encoding="utf-8").splitlines() == [json.dumps(row) for row in ROWS[:2]]
    printed = capsys.readouterr().out
    assert ("print" in code) == bool(printed)
    if "is {finding.relation}" in code:
        assert printed in README


def test_the_readme_has_code():
    assert len(BLOCKS) >= 8
