"""dolma's deduper and mixer by its compiled part, without the Python around it: whole_dolma.py IN."""

import json
import os
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path


def compiled():
    folder = Path(find_spec("dolma").origin).parent
    spec = spec_from_file_location("dolma.dolma", next(folder.glob("dolma*.so")))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(source):
    dolma = compiled()
    here = Path.cwd()
    documents = here / "documents/rows.jsonl"
    documents.parent.mkdir()
    (here / "out").mkdir()
    os.link(source, documents)
    common = {"processes": 1, "work_dir": {"input": f"{here}/in", "output": f"{here}/work"}}
    bloom = {"file": f"{here}/bloom", "size_in_bytes": 0, "read_only": False}
    bloom |= {"estimated_doc_count": 4_000_000, "desired_false_positive_rate": 1e-6}
    dedupe = {"name": "copies", "paragraphs": {"attribute_name": "copies"}, "skip_empty": True}
    settings = {"documents": [str(documents)], "dedupe": dedupe, "bloom_filter": bloom}
    dolma.deduper_entrypoint(json.dumps(settings | common))
    span = {"span": "$.attributes.copies", "min_score": 0.5, "replacement": ""}
    stream = {"name": "rows", "documents": [str(documents)], "attributes": ["copies"]}
    stream |= {"output": {"path": f"{here}/out", "max_size_in_bytes": 10**12}}
    stream |= {"span_replacement": [span]}
    dolma.mixer_entrypoint(json.dumps({"streams": [stream]} | common))


main(*sys.argv[1:])
