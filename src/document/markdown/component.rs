//! Tags of components, as JSX has them: `<Tabs values={[{a: 1}]}>`.

/// How long the tag is that a text begins with, if it is a component's: one whose name begins with a capital, at the start of a
/// line or with values in braces. Others are HTML to CommonMark too.
pub(super) fn length(text: &str, is_at_line_start: bool) -> Option<usize> {
    const MAX_LENGTH: usize = 2_000;
    let name = text.strip_prefix('<')?.trim_start_matches('/');
    let is_fragment = name.starts_with('>');
    if !is_fragment && !is_component(name) {
        return None;
    }
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let (length, has_braces) = tag_end(text)?;
    (is_at_line_start || has_braces).then_some(length)
}

fn is_component(name: &str) -> bool {
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
        .unwrap_or(name.len());
    let behind = name[end..].chars().next();
    let is_tag = behind.is_some_and(|c| c.is_whitespace() || matches!(c, '>' | '/'));
    // The tags of old pages are written in capitals.
    let is_html = !name[..end].bytes().any(|byte| byte.is_ascii_lowercase());
    name.starts_with(|c: char| c.is_ascii_uppercase()) && is_tag && !is_html
}

/// How deep braces are nested in the values of a tag.
const MAX_DEPTH: usize = 16;

/// Where the tag ends, and whether it has values in braces.
fn tag_end(text: &str) -> Option<(usize, bool)> {
    let (mut depth, mut quote, mut has_braces) = (0_usize, None, false);
    for (at, byte) in text.bytes().enumerate() {
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
