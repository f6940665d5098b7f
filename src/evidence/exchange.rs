//! Words exchanged for others.

use super::fact::{FactKind, Mention};

/// Words of one side that stand in place of words of the other, or that one side puts into a
/// sentence that both have.
///
/// ```
/// use paradup::evidence::FactKind;
///
/// let a = "Average tips are £20 per shift on a Friday night in the summer season.";
/// let b = "Average tips are £40 per shift on a Friday night in the summer season.";
/// let evidence = paradup::Detector::default().compare(a, b).evidence;
/// let exchange = &evidence.exchanges[0];
/// assert_eq!(exchange.kind, Some(FactKind::Number));
/// assert_eq!(exchange.a.as_ref().unwrap().text, "20");
/// assert_eq!(exchange.b.as_ref().unwrap().text, "40");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Exchange {
    /// As the first paragraph has it. `None` where only the second one says it.
    pub a: Option<Mention>,
    /// As the second paragraph has it. `None` where only the first one says it.
    pub b: Option<Mention>,
    /// What kind of fact the two sides have otherwise here, if any: a label that decides nothing.
    pub kind: Option<FactKind>,
}

impl Exchange {
    pub(super) fn mirrored(self) -> Exchange {
        Exchange { a: self.b, b: self.a, kind: self.kind }
    }

    pub(super) fn shifted(self, a: usize, b: usize) -> Exchange {
        let a = self.a.map(|mention| mention.shifted(a));
        Exchange { a, b: self.b.map(|mention| mention.shifted(b)), kind: self.kind }
    }
}
