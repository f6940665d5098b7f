//! The marks by which a line of `AsciiDoc` says what it is.

/// What stands between the brackets of a line of attributes, as `[source,c]` or `[[anchor]]`.
pub(super) fn block_attributes(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    if closing_bracket(line) != Some(line.len() - 1) {
        return None;
    }
    let may_begin = |c: char| c.is_alphanumeric() || "_.#%{,\"'[".contains(c);
    (inner.is_empty() || inner.starts_with(may_begin)).then_some(inner)
}

/// Whether a line is a macro alone, as `image::map.png[]`.
pub(super) fn is_macro(line: &str) -> bool {
    let Some((name, rest)) = line.split_once("::").filter(|_| line.ends_with(']')) else {
        return false;
    };
    let target = rest.split_once('[').map(|(target, _)| target);
    is_name(name) && target.is_some_and(|target| !target.starts_with(char::is_whitespace))
}

/// Whether a line says which lines to read.
pub(super) fn is_condition(line: &str) -> bool {
    ["ifdef::", "ifndef::", "ifeval::", "endif::"]
        .iter()
        .any(|directive| line.starts_with(directive))
        && line.ends_with(']')
}

/// Whether a line stands for the text of another file.
pub(super) fn is_include(line: &str) -> bool {
    line.trim_start().starts_with("include::") && is_macro(line.trim_start())
}

/// The name and the value of the attribute that a line sets, as `:toc: left`.
pub(super) fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_set = is_name(name.trim_matches('!')) && (value.is_empty() || value.starts_with(' '));
    is_set.then(|| (name, value.trim()))
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The title of a section, if a line is one.
pub(super) fn section_title(line: &str) -> Option<&str> {
    let title = ["=", "#"].iter().find_map(|sign| {
        let title = line.trim_start_matches(sign);
        let level = line.len() - title.len();
        ((1..=6).contains(&level) && title.starts_with([' ', '\t'])).then_some(title)
    })?;
    Some(title.trim_start())
}

/// The bytes of the mark of an item, with the white space and the box behind it.
pub(super) fn marker_length(line: &str) -> Option<usize> {
    let mark = line.find([' ', '\t'])?;
    let rest = line[mark..].trim_start();
    if !is_marker(&line[..mark]) || rest.is_empty() {
        return None;
    }
    let boxed = ["[ ] ", "[x] ", "[X] ", "[*] "].iter().find_map(|mark| rest.strip_prefix(mark));
    Some(line.len() - boxed.unwrap_or(rest).trim_start().len())
}

fn is_marker(mark: &str) -> bool {
    let is_row_of = |sign: u8| mark.len() <= 5 && mark.bytes().all(|byte| byte == sign);
    let is_callout = || {
        let number = mark.strip_prefix('<').and_then(|number| number.strip_suffix('>'));
        number.is_some_and(|number| number == "." || is_number(number))
    };
    let is_numbered = || {
        let number = mark.strip_suffix('.');
        number.is_some_and(|number| is_number(number) || is_letter(number))
    };
    mark == "-"
        || mark == "•"
        || is_row_of(b'*')
        || is_row_of(b'.')
        || is_callout()
        || is_numbered()
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The bytes of the term that a line begins with, and the text behind its sign.
pub(super) fn described(line: &str) -> Option<(usize, &str)> {
    let bytes = line.as_bytes();
    let run = |sign: &u8, at: usize| bytes[at..].iter().take(5).take_while(|b| *b == sign).count();
    let is_end = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let mut ends = (1..bytes.len()).filter_map(|at| {
        let sign = bytes[at];
        if !matches!(sign, b':' | b';') || bytes[at - 1] == sign {
            return None;
        }
        let length = run(&sign, at);
        let is_sign = length == 2 || (sign == b':' && (3..5).contains(&length));
        (is_sign && is_end(at + length)).then_some((at, at + length))
    });
    ends.next().map(|(at, end)| (at, line[end..].trim_start()))
}

/// Where the bracket is closed that a text begins with.
pub(super) fn closing_bracket(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}
