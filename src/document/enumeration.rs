//! Which items are of one list.

use super::Kind;

/// For each paragraph the number of its list. A list goes on behind listings, which stand in its items, and ends where
/// anything else stands.
pub(super) fn lists(kinds: impl Iterator<Item = Kind>) -> impl Iterator<Item = Option<usize>> {
    let (mut begun, mut is_open) = (0, false);
    kinds.map(move |kind| {
        if kind != Kind::Item {
            is_open &= kind == Kind::Code;
            return None;
        }
        begun += usize::from(!is_open);
        is_open = true;
        Some(begun - 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_ends_a_list_and_listings_do_not() {
        use Kind::{Code, Item, Paragraph};
        let kinds = [Paragraph, Item, Code, Item, Paragraph, Item, Item];
        let expected = [None, Some(0), None, Some(0), None, Some(1), Some(1)];
        assert_eq!(lists(kinds.into_iter()).collect::<Vec<_>>(), expected);
    }
}
