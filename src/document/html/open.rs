//! The elements that are open at a place of an HTML text.

use std::collections::BTreeMap;

use super::element::{Reach, Role, end_reach, ended_by_end, ended_by_start, guarded, role};
use super::token::Tag;
use crate::document::Kind;

/// The open elements that matter to the text: blocks, and all within what is hidden. Every step takes O(log names), amortized,
/// however deep they are nested.
pub(super) struct OpenElements {
    stack: Vec<Open>,
    /// The numbers of names, in the order of `places`.
    names: BTreeMap<Box<[u8]>, usize>,
    /// Where in the stack the elements of each name stand.
    places: Vec<Vec<usize>>,
    /// What text outside of all elements is.
    kind: Kind,
    /// Whether `<x/>` has no content, as in XML.
    is_xml: bool,
}

struct Open {
    name: usize,
    kind: Kind,
    /// The outermost element around this that is hidden.
    hidden_from: Option<usize>,
    floors: Floors,
}

/// The lowest place of the stack that each reach leads to.
#[derive(Clone, Copy, Default)]
struct Floors {
    cell: usize,
    list: usize,
    table: usize,
}

impl Floors {
    fn of(self, reach: Reach) -> usize {
        match reach {
            Reach::Cell => self.cell,
            Reach::List => self.list,
            Reach::Table => self.table,
            Reach::All => 0,
        }
    }

    /// What an element at a place of the stack guards, everything around a table included, is out of reach from within.
    fn raised(self, guarded: Option<Reach>, above: usize) -> Floors {
        match guarded {
            Some(Reach::Table) => Floors { cell: above, list: above, table: above },
            Some(Reach::Cell) => Floors { cell: above, list: above, ..self },
            Some(Reach::List) => Floors { list: above, ..self },
            Some(Reach::All) | None => self,
        }
    }
}

impl OpenElements {
    pub(super) fn new(kind: Kind, is_xml: bool) -> OpenElements {
        OpenElements { stack: Vec::new(), names: BTreeMap::new(), places: Vec::new(), kind, is_xml }
    }

    /// What text at this place is.
    pub(super) fn kind(&self) -> Kind {
        self.stack.last().map_or(self.kind, |open| open.kind)
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden_from().is_some()
    }

    /// The name of the outermost hidden element.
    pub(super) fn hidden_name(&self) -> Option<&[u8]> {
        let number = self.stack[self.hidden_from()?].name;
        self.names.iter().find(|(_, known)| **known == number).map(|(name, _)| &**name)
    }

    pub(super) fn is_foreign(&self) -> bool {
        self.last(b"svg").or_else(|| self.last(b"math")).is_some()
    }

    /// Ends what ends where an element of this name starts.
    pub(super) fn end_implied(&mut self, name: &[u8]) {
        if ends_paragraph(role(name)) {
            self.end_from(&["p"], Reach::Cell);
        }
        if let Some((ended, reach)) = ended_by_start(name) {
            self.end_from(ended, reach);
        }
    }

    /// Opens an element, if it has content that matters, and says whether it did.
    pub(super) fn start(&mut self, tag: &Tag) -> bool {
        let role = role(&tag.name);
        let has_content = !matches!(role, Role::Void | Role::Break | Role::Rule);
        let is_closed =
            tag.is_self_closing && (self.is_xml || self.is_foreign() || role == Role::Math);
        let matters = role != Role::Inline || tag.is_hidden || self.is_hidden();
        let opens = has_content && matters && !is_closed;
        if opens {
            self.push(tag, role);
        }
        opens
    }

    /// Ends the innermost element of this name, with all in it; nothing if it is out of reach.
    pub(super) fn end(&mut self, name: &[u8]) {
        let floor = self.floors().of(end_reach(name));
        let last = match ended_by_end(name) {
            Some(ended) => ended.iter().filter_map(|name| self.last(name.as_bytes())).max(),
            None => self.last(name),
        };
        if let Some(last) = last.filter(|last| *last >= floor) {
            self.truncate(last);
        }
    }

    fn push(&mut self, tag: &Tag, role: Role) {
        let place = self.stack.len();
        let name = self.number(&tag.name);
        let is_hidden = tag.is_hidden || matches!(role, Role::Hidden | Role::HiddenBlock);
        let open = Open {
            name,
            kind: self.kind_within(role),
            hidden_from: self.hidden_from().or(is_hidden.then_some(place)),
            floors: self.floors().raised(guarded(&tag.name), place + 1),
        };
        self.places[name].push(place);
        self.stack.push(open);
    }

    fn kind_within(&self, role: Role) -> Kind {
        match (role, self.kind()) {
            // The text of a listing is laid out, whatever stands in it.
            (_, Kind::Code) => Kind::Code,
            (Role::Block(Some(kind)), _) => kind,
            (Role::Cell, _) => Kind::Row,
            // A cell's blocks are no part of its row.
            (Role::Block(None), Kind::Row) => Kind::Paragraph,
            (_, around) => around,
        }
    }

    /// Ends the outermost element within reach that has one of these names.
    fn end_from(&mut self, names: &[&str], reach: Reach) {
        // What is hidden within a paragraph, a button for one, does not end it.
        let floor = self.floors().of(reach).max(self.hidden_from().unwrap_or(0));
        let within_reach = |name: &&str| self.last(name.as_bytes()).filter(|last| *last >= floor);
        if let Some(outermost) = names.iter().filter_map(within_reach).min() {
            self.truncate(outermost);
        }
    }

    fn truncate(&mut self, length: usize) {
        for open in self.stack.drain(length..) {
            self.places[open.name].pop();
        }
    }

    fn floors(&self) -> Floors {
        self.stack.last().map_or(Floors::default(), |open| open.floors)
    }

    fn hidden_from(&self) -> Option<usize> {
        self.stack.last().and_then(|open| open.hidden_from)
    }

    /// Where the innermost element of a name stands.
    fn last(&self, name: &[u8]) -> Option<usize> {
        self.places[*self.names.get(name)?].last().copied()
    }

    fn number(&mut self, name: &[u8]) -> usize {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        self.names.insert(name.into(), self.places.len());
        self.places.push(Vec::new());
        self.places.len() - 1
    }
}

/// Whether an open paragraph ends where such an element starts.
fn ends_paragraph(role: Role) -> bool {
    matches!(role, Role::Block(_) | Role::Rule | Role::HiddenBlock)
}
