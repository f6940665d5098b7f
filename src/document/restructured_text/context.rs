//! What the lines of a text stand in.

use crate::document::Kind;

/// What lines of some indent stand in.
pub(super) struct Context {
    /// Lines that are less deep end it.
    pub(super) indent: usize,
    /// How deep its paragraphs are; the first line says so where it is not known before.
    pub(super) column: Option<usize>,
    pub(super) content: Content,
    /// Lines before the content, up to a blank one.
    pub(super) head: Head,
    /// What its first paragraph is, if not what the others are.
    pub(super) first: Option<Kind>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Prose(Kind),
    Code,
    /// Rows of values between commas.
    Values,
    /// A list of lists, which is a table.
    Lists,
    Nothing,
}

/// The lines right behind that of a directive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Over,
    /// Options, `:width: 80`, up to another line.
    Options,
    /// Further signatures and options.
    Arguments,
}
