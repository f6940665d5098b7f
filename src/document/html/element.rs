//! What the elements of HTML are to the text in them.

use crate::document::Kind;

/// What an element is to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of the running text; so is every element that is not known.
    Inline,
    /// Ends a line.
    Break,
    /// A place without content.
    Void,
    /// Ends what stands before it, and has no content.
    Rule,
    /// Ends what stands before it; its text is of the kind given, or of that of the element around it.
    Block(Option<Kind>),
    /// A cell of a table.
    Cell,
    /// Stands in a paragraph, and a reader does not see its text as a part of that.
    Hidden,
    /// The same between paragraphs.
    HiddenBlock,
    /// Has a syntax of its own.
    Math,
}

pub(super) fn role(name: &[u8]) -> Role {
    match name {
        b"br" => Role::Break,
        b"hr" => Role::Rule,
        b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta"
        | b"param" | b"source" | b"track" | b"wbr" => Role::Void,
        b"td" | b"th" => Role::Cell,
        b"math" => Role::Math,
        b"nav" | b"template" | b"noframes" => Role::HiddenBlock,
        b"script" | b"style" | b"title" | b"noscript" | b"svg" | b"iframe" | b"object"
        | b"select" | b"option" | b"optgroup" | b"datalist" | b"button" | b"textarea"
        | b"audio" | b"video" | b"canvas" | b"noembed" | b"rp" | b"annotation"
        | b"annotation-xml" => Role::Hidden,
        _ => kind(name).map_or_else(|| block(name), |kind| Role::Block(Some(kind))),
    }
}

fn block(name: &[u8]) -> Role {
    match name {
        b"address" | b"article" | b"aside" | b"body" | b"center" | b"colgroup" | b"details"
        | b"dialog" | b"dir" | b"div" | b"dl" | b"fieldset" | b"figure" | b"footer" | b"form"
        | b"head" | b"header" | b"hgroup" | b"html" | b"legend" | b"main" | b"menu" | b"ol"
        | b"p" | b"search" | b"section" | b"summary" | b"table" | b"tbody" | b"tfoot"
        | b"thead" | b"ul" => Role::Block(None),
        _ => Role::Inline,
    }
}

fn kind(name: &[u8]) -> Option<Kind> {
    Some(match name {
        b"li" | b"dt" | b"dd" => Kind::Item,
        b"tr" => Kind::Row,
        b"blockquote" => Kind::Quote,
        b"figcaption" | b"caption" => Kind::Caption,
        b"pre" | b"listing" | b"xmp" | b"plaintext" => Kind::Code,
        _ if is_heading(name) => Kind::Heading,
        _ => return None,
    })
}

pub(super) fn is_heading(name: &[u8]) -> bool {
    matches!(name, [b'h', b'1'..=b'6'])
}

/// How far an end tag, written or left out, reaches: not beyond the innermost open element of its reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The cell of a table, or the like.
    Cell,
    List,
    Table,
    All,
}

/// The elements that end where this one starts, and how far that reaches.
pub(super) fn ended_by_start(name: &[u8]) -> Option<(&'static [&'static str], Reach)> {
    Some(match name {
        b"li" => (&["li"], Reach::List),
        b"dt" | b"dd" => (&["dt", "dd"], Reach::List),
        b"td" | b"th" => (&["td", "th", "caption"], Reach::Table),
        b"tr" => (&["td", "th", "tr", "caption"], Reach::Table),
        b"thead" | b"tbody" | b"tfoot" => {
            (&["td", "th", "tr", "caption", "thead", "tbody", "tfoot"], Reach::Table)
        }
        b"option" => (&["option"], Reach::Cell),
        b"body" => (&["head"], Reach::All),
        _ if is_heading(name) => (&HEADINGS, Reach::Cell),
        _ => return None,
    })
}

/// The elements whose end tags are taken for one another.
pub(super) fn ended_by_end(name: &[u8]) -> Option<&'static [&'static str]> {
    is_heading(name).then_some(&HEADINGS)
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

pub(super) fn end_reach(name: &[u8]) -> Reach {
    match name {
        b"td" | b"th" | b"tr" | b"thead" | b"tbody" | b"tfoot" | b"caption" | b"colgroup" => {
            Reach::Table
        }
        b"table" | b"object" | b"template" => Reach::All,
        b"li" => Reach::List,
        _ => Reach::Cell,
    }
}

/// What an element keeps from being ended from within.
pub(super) fn guarded(name: &[u8]) -> Option<Reach> {
    match name {
        b"table" => Some(Reach::Table),
        b"td" | b"th" | b"caption" | b"object" | b"template" => Some(Reach::Cell),
        b"ul" | b"ol" | b"menu" | b"dir" | b"dl" => Some(Reach::List),
        _ => None,
    }
}

/// Whether the end tag of an element may be left out.
pub(super) fn may_be_left_open(name: &[u8]) -> bool {
    const NAMES: [&str; 18] = [
        "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p",
        "rp", "rt", "tbody", "td", "tfoot", "th", "tr",
    ];
    name == b"thead" || NAMES.iter().any(|known| known.as_bytes() == name)
}
