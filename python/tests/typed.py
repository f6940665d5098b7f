"""What a checker of types sees; mypy reads it, and it runs too. Each `type: ignore` marks what must be refused."""

from __future__ import annotations

from paradup import Detector, Document, Index
from paradup.report import Finding, Removal


def findings(detector: Detector, texts: list[str | None]) -> list[Finding]:
    return list(detector.detect(texts))


def first(texts: tuple[str, ...]) -> Removal | None:
    removals = Detector(keep="first", may_lose="anything").removals(texts, ranks=[1, 2], kept=[0])
    return removals[0] if len(removals) else None


def additions(a: str, b: str) -> list[str]:
    return [b[span] for span in Detector(shingling=("characters", 5), recall=0.9, num_perm=256).compare(a, b).evidence.added]


def relations(article: str) -> set[str]:
    report = Detector().detect_documents(Document.plain(article) for _ in range(2))
    return {finding.relation for finding in report}


def seen(texts: dict[int, str], text: str) -> list[int]:
    index = Index(Detector(relations=Index.RELATIONS))
    index.extend(texts.keys(), texts.values())
    return [match.id for answer in index.query_batch([text]) for match in answer.matches]


def refused() -> None:
    Detector(keep="shortest")  # type: ignore[arg-type]
    Detector(near="high")  # type: ignore[arg-type]
    Detector().detect([1, 2])  # type: ignore[list-item]
    Detector().detect_documents(["text"])  # type: ignore[list-item]
    Detector().index().insert("7", "text")  # type: ignore[arg-type]
    Detector().compare("a", "b").relation = "near"  # type: ignore[misc]
