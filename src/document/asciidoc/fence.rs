//! Delimited blocks, and what they hold.

#[derive(Clone, Copy)]
pub(super) struct Fence<'t> {
    pub(super) delimiter: &'t str,
    pub(super) content: Content,
    /// Where it begins.
    pub(super) start: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Prose,
    Quote,
    Code,
    Table,
    /// A table whose lines are rows, as in CSV.
    Rows,
    Nothing,
}

/// What a block holds that a line like this delimits.
pub(super) fn delimited(line: &str) -> Option<Content> {
    if line == "--" {
        return Some(Content::Prose);
    }
    if let Some(language) = line.strip_prefix("```") {
        return (!language.contains('`')).then_some(Content::Code);
    }
    let sign = line.chars().next()?;
    let rest = &line[sign.len_utf8()..];
    let drawn = if "|!,:".contains(sign) { '=' } else { sign };
    let is_row = rest.len() > 2 && rest.chars().all(|c| c == drawn);
    match sign {
        '|' | '!' => Some(Content::Table),
        ',' | ':' => Some(Content::Rows),
        '-' | '.' => Some(Content::Code),
        '+' | '/' => Some(Content::Nothing),
        '=' | '*' => Some(Content::Prose),
        '_' => Some(Content::Quote),
        _ => None,
    }
    .filter(|_| is_row)
}

/// What attributes say of the block below them.
pub(super) fn style(attributes: &str) -> Option<Content> {
    let end = attributes.find([',', '%', '.', '#']).unwrap_or(attributes.len());
    let is_attributed = attributes[end..].starts_with(',');
    match attributes[..end].trim() {
        "quote" => Some(Content::Quote),
        "verse" if is_attributed => Some(Content::Quote),
        // Without an author a verse is the synopsis of a command, or another text whose layout counts.
        "verse" | "synopsis" | "source" | "listing" | "literal" | "stem" | "latexmath"
        | "asciimath" | "pass" | "plantuml" | "graphviz" | "ditaa" | "mermaid" | "console" => {
            Some(Content::Code)
        }
        "comment" => Some(Content::Nothing),
        _ => None,
    }
}
