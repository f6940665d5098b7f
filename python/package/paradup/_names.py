"""The names of settings and of results, for those who check types."""

from collections.abc import Iterable
from typing import Literal, Protocol, TypeAlias

Relation: TypeAlias = Literal["identical", "reformatted", "near", "contained", "restated"]
Ground: TypeAlias = Literal["identical", "reformatted", "stated_in", "near", "contained", "restated"]
Kind: TypeAlias = Literal["paragraph", "item", "row", "quote", "caption", "heading", "code"]
FactKind: TypeAlias = Literal["number", "name", "negation", "obligation", "other"]
Side: TypeAlias = Literal["a", "b"]
Engine: TypeAlias = Literal["auto", "lsh", "exact"]
Keep: TypeAlias = Literal["longest", "first"]
Marks: TypeAlias = Literal["keep", "strip"]
MayLose: TypeAlias = Literal["nothing", "wording", "anything"]
Scope: TypeAlias = Literal["all", "document"]
ShingleUnit: TypeAlias = Literal["words", "characters"]
Unit: TypeAlias = Literal["paragraph", "line", "document"]


class ArrowStream(Protocol):
    """A column in chunks, as `pyarrow.ChunkedArray`, `polars.Series` and `pandas.Series` are."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """A column in one piece, as `pyarrow.Array` is."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


Texts: TypeAlias = Iterable[str | None] | ArrowStream | ArrowArray
Ids: TypeAlias = Iterable[int] | ArrowStream | ArrowArray
