//! Tags of components, as JSX has them: `<Tabs values={[{a: 1}]}>`; and those of HTML that say that they hold Markdown.

/// A tag that a text begins with.
#[expect(clippy::struct_excessive_bools, reason = "what a tag says is independent of each other")]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    pub(super) length: usize,
    pub(super) is_end: bool,
    /// Whether it has no content.
    pub(super) is_closed: bool,
    /// Whether its name is a component's: one that begins with a capital.
    pub(super) is_component: bool,
    /// Whether it has values in braces, which no tag of HTML has.
    pub(super) has_braces: bool,
    /// Whether it says that it holds Markdown.
    pub(super) holds_markdown: bool,
}

impl<'t> Tag<'t> {
    /// O(1): longer tags than any that people write are none.
    pub(super) fn read(text: &'t str) -> Option<Tag<'t>> {
        const MAX_LENGTH: usize = 2_000;
        let inner = text.strip_prefix('<')?;
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'));
        let (name, behind) = name.split_at(end?);
        let may_go_on =
            !name.is_empty() && behind.starts_with(|c: char| c == '/' || c.is_whitespace());
        if !may_go_on && !behind.starts_with('>') {
            return None;
        }
        let (length, has_braces) = tag_end(text, MAX_LENGTH)?;
        let tag = &text[..length];
        Some(Tag {
            name,
            length,
            is_end: inner.starts_with('/'),
            is_closed: tag.ends_with("/>"),
            is_component: is_component(name),
            has_braces,
            holds_markdown: holds_markdown(tag),
        })
    }
}

fn holds_markdown(tag: &str) -> bool {
    let behind = tag.split_once(" markdown").map(|(_, behind)| behind.trim_start());
    behind.is_some_and(|behind| behind.starts_with(['=', '>']))
}

/// A fragment, `<>`, is a component without a name.
fn is_component(name: &str) -> bool {
    // The tags of old pages are written in capitals.
    let is_html = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    name.is_empty() || (name.starts_with(|c: char| c.is_ascii_uppercase()) && !is_html)
}

/// How deep braces are nested in the values of a tag.
const MAX_DEPTH: usize = 16;

/// Where the tag ends, not beyond `max_length`, and whether it has values in braces.
fn tag_end(text: &str, max_length: usize) -> Option<(usize, bool)> {
    let (mut depth, mut quote, mut has_braces) = (0_usize, None, false);
    for (at, byte) in text.bytes().enumerate().take(max_length) {
        match byte {
            _ if quote.is_some() => quote = quote.filter(|open| *open != byte),
            b'"' | b'\'' | b'`' => quote = Some(byte),
            b'{' if depth == MAX_DEPTH => return None,
            b'{' => {
                depth += 1;
                has_braces = true;
            }
            b'}' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some((at + 1, has_braces)),
            // Nor does a tag hold another.
            b'<' if depth == 0 && at > 0 => return None,
            b'\n' if depth == 0 && text[at + 1..].starts_with('\n') => return None,
            _ => {}
        }
    }
    None
}
