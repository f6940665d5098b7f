//! Which lines of a plain text are items of lists.

use super::marker::Marker;

/// A line as lists see it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sight {
    /// No text.
    Blank,
    /// No list goes on behind it.
    Break,
    Text {
        /// Columns of white space before it.
        indent: usize,
        /// Whether a list may begin right behind it, as behind "Buy:".
        is_complete: bool,
    },
    Marked {
        indent: usize,
        marker: Marker,
    },
}

/// What a line is to the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Outside,
    /// The first line of an item.
    First,
    /// A further line of an item, or of a further paragraph of it.
    Further,
}

/// A list, or what looks like the first item of one.
struct List {
    indent: usize,
    /// The column where the text of its last item begins.
    text_column: usize,
    last: Marker,
    /// How many items it has.
    items: usize,
    /// The list whose item it stands under.
    parent: Option<usize>,
    /// Whether it begins behind a line that seems to go on in it.
    is_doubtful: bool,
    is_given_up: bool,
}

/// Lists in the making: all lines in order are [seen](Lists::see), then [`Lists::roles`] says what they are.
///
/// O(n): a line opens at most one list, and closes lists for good.
#[derive(Default)]
pub(super) struct Lists {
    /// In the order of their first items.
    found: Vec<List>,
    /// The lists that may go on, outermost first, each deeper than the one before.
    open: Vec<usize>,
    /// For each line its role and its list, if that turns out to be one.
    lines: Vec<(Role, usize)>,
    previous: Previous,
}

/// What stands before a line.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Previous {
    #[default]
    Nothing,
    CompleteText,
    OpenText,
    /// A line of an item of this list.
    Item(usize),
}

impl Lists {
    pub(super) fn see(&mut self, line: Sight) {
        let role = match line {
            Sight::Blank => {
                self.pause();
                (Role::Outside, 0)
            }
            Sight::Break => {
                self.interrupt();
                (Role::Outside, 0)
            }
            Sight::Text { indent, is_complete } => self.see_text(indent, is_complete),
            Sight::Marked { indent, marker } => self.see_marker(indent, marker),
        };
        self.lines.push(role);
    }

    /// A paragraph ends here.
    pub(super) fn pause(&mut self) {
        self.previous = Previous::Nothing;
    }

    /// All lists end here.
    pub(super) fn interrupt(&mut self) {
        self.open.clear();
        self.pause();
    }

    /// What each line is. A list has two items, or stands under an item of one that has.
    pub(super) fn roles(self) -> Vec<Role> {
        let mut are_lists: Vec<bool> = Vec::with_capacity(self.found.len());
        for list in &self.found {
            let under_item = list.parent.is_some_and(|parent| are_lists[parent]);
            are_lists.push((list.items > 1 || under_item) && !list.is_given_up);
        }
        let role = |(role, list): (Role, usize)| match role {
            Role::Outside => Role::Outside,
            role if are_lists[list] => role,
            _ => Role::Outside,
        };
        self.lines.into_iter().map(role).collect()
    }

    fn see_text(&mut self, indent: usize, is_complete: bool) -> (Role, usize) {
        let list = match self.previous {
            Previous::Item(list) => self.go_on(list, indent),
            Previous::Nothing => self.list_around(indent),
            _ => None,
        };
        self.previous = match list {
            Some(list) => Previous::Item(list),
            None if is_complete => Previous::CompleteText,
            None => Previous::OpenText,
        };
        list.map_or((Role::Outside, 0), |list| (Role::Further, list))
    }

    /// Whether a line right behind an item belongs to it.
    fn go_on(&mut self, list: usize, indent: usize) -> Option<usize> {
        let last = &mut self.found[list];
        // A dash or a number that happens to begin a line of running text.
        if last.is_doubtful && last.items == 1 && indent <= last.indent {
            last.is_given_up = true;
            // It is the innermost: the line before it was its item.
            self.open.pop();
            return None;
        }
        Some(list)
    }

    /// The list whose item has a paragraph of this indent behind a blank line.
    fn list_around(&mut self, indent: usize) -> Option<usize> {
        self.close_from(indent);
        // Text less deep than that of the item stands below it, as under the numbered title of a section.
        let innermost = self.open.iter().rev().take(2);
        innermost.copied().find(|list| self.found[*list].text_column <= indent)
    }

    /// Closes the lists that are as deep, or deeper.
    fn close_from(&mut self, indent: usize) {
        while self.open.pop_if(|list| self.found[*list].indent >= indent).is_some() {}
    }

    fn see_marker(&mut self, indent: usize, marker: Marker) -> (Role, usize) {
        let text_column = indent + marker.columns;
        let list =
            self.sibling(indent, text_column, marker).unwrap_or_else(|| self.begin(indent, marker));
        let found = &mut self.found[list];
        found.items += 1;
        (found.last, found.text_column) = (marker, text_column);
        self.previous = Previous::Item(list);
        (Role::First, list)
    }

    /// The open list that an item goes on. Numbers may end in the same column instead of beginning there.
    fn sibling(&mut self, indent: usize, text_column: usize, marker: Marker) -> Option<usize> {
        let is_sibling = |list: &List| {
            let is_beside =
                list.indent == indent || (!marker.is_bullet() && list.text_column == text_column);
            is_beside && marker.follows(list.last)
        };
        while let Some(&innermost) = self.open.last() {
            let list = &self.found[innermost];
            if is_sibling(list) {
                return Some(innermost);
            }
            let is_above = self.above(indent).is_some_and(|above| is_sibling(&self.found[above]));
            if list.indent < indent || (list.indent == indent && !is_above) {
                return None;
            }
            self.open.pop();
        }
        None
    }

    /// The list above the innermost where both have this indent: other bullets beside those of an item are under it.
    fn above(&self, indent: usize) -> Option<usize> {
        let above = self.open.iter().rev().nth(1).copied();
        above.filter(|above| self.found[*above].indent == indent)
    }

    /// Whether an item can be under one of the same indent, which has another bullet.
    fn is_under_equal(&self, indent: usize, marker: Marker) -> bool {
        let innermost = self.open.last().map(|list| &self.found[*list]);
        marker.is_bullet()
            && innermost.is_some_and(|list| list.indent == indent && list.last.is_bullet())
            && self.above(indent).is_none()
    }

    fn begin(&mut self, indent: usize, marker: Marker) -> usize {
        if !self.is_under_equal(indent, marker) {
            self.close_from(indent);
        }
        self.found.push(List {
            indent,
            text_column: indent,
            last: marker,
            items: 0,
            parent: self.open.last().copied(),
            is_doubtful: self.previous == Previous::OpenText,
            is_given_up: false,
        });
        self.open.push(self.found.len() - 1);
        self.found.len() - 1
    }
}
