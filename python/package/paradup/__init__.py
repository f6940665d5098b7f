"""Finds redundant paragraphs: copies, copies with other formatting, near copies, paragraphs contained in others, and
restatements, the same said again in other words.

>>> import paradup
>>> texts = ["Open daily from nine to five.", "Tickets at the gate.", "OPEN DAILY – from nine to five!"]
>>> for finding in paradup.Detector().detect(texts):
...     print(finding.b.paragraph, finding.relation, finding.a.paragraph, finding.score)
2 reformatted 0 1.0

Texts are a list of `str`, or anything else that gives them one by one, or a column of Arrow: of pyarrow, Polars, pandas
or Hugging Face datasets. Columns are read where they are, without a copy. A missing text is an empty one; what a `str`
holds that is not Unicode (a lone half of a pair of surrogates) counts as U+FFFD.

========================================  =========================================
you have                                  use
========================================  =========================================
paragraphs                                :meth:`Detector.detect`
an article as one text                    :meth:`Detector.detect_article`
new paragraphs against old ones           :meth:`Detector.detect_against`
several documents                         :meth:`Detector.detect_documents` with :class:`Document`
two texts                                 :meth:`Detector.compare`
paragraphs to group, no evidence wanted   :meth:`Detector.clusters`
a collection to thin out                  :meth:`Detector.removals`
texts that keep arriving                  :class:`Index`
several cores                             :meth:`Detector.parallel`, then any of these
========================================  =========================================

Names, settings and results are those of the Rust crate; what its documentation promises holds here too.
"""

from paradup._detector import Clusters, Detector, Removals
from paradup._document import Document
from paradup._index import Answers, Index

__all__ = ["Answers", "Clusters", "Detector", "Document", "Index", "Removals"]
