//! The parts of a path, as it is written.

use std::path::MAIN_SEPARATOR;

pub(super) fn is_separator(c: char) -> bool {
    c == '/' || c == MAIN_SEPARATOR
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rfind(is_separator).map_or(".", |end| &path[..end])
}

/// The path without the ending of the name, which is another one in what is built of a file. A `README` is shown as the
/// `index` of its folder, and becomes it.
pub(super) fn page_of(path: &str) -> String {
    let folder = path.rfind(is_separator).map_or(0, |end| end + 1);
    let name = &path[folder..];
    let stem = name.rsplit_once('.').filter(|(_, ending)| is_ending(ending));
    let stem = stem.map_or(name, |(stem, _)| stem);
    let is_index = ["readme", "index", "_index"].iter().any(|one| stem.eq_ignore_ascii_case(one));
    format!("{}{}", &path[..folder], if is_index { "index" } else { stem })
}

/// A number behind a point is a part of the name.
fn is_ending(ending: &str) -> bool {
    ending.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_no_ending() {
        for (path, page) in [
            ("docs/a.b/c.md", "docs/a.b/c"),
            ("docs/c.md.html", "docs/c.md"),
            ("notes-v1.2", "notes-v1.2"),
            ("docs/README.md", "docs/index"),
            ("_index.html", "index"),
            ("readme", "index"),
            ("docs/.md", "docs/"),
            ("-", "-"),
            ("", ""),
        ] {
            assert_eq!(page_of(path), page, "{path}");
        }
    }
}
