//! Paths that are equal but for a version.
//!
//! A version is a word of a path that has the form of one: `v2`, `v3.4.12`, `1.2.x`, `2.0-rc1`. Chapters are numbered as well, so that
//! numbers without a point or a `v` before them are none.

use core::ops::Range;

use super::paths::{folder_of, is_separator};

/// The path without its versions, each with the character that sets it apart; the path itself if it has none.
pub(super) fn without_versions(path: &str) -> String {
    let mut rest = String::with_capacity(path.len());
    let mut start = 0;
    for Range { start: from, end } in versions(path) {
        rest += &path[start..from];
        // A name that begins with a version keeps nothing of it: `v2/a.md` is as `a.md`.
        let is_begun = !rest.is_empty() && !rest.ends_with(is_separator);
        if is_begun {
            rest.pop();
        }
        start = if is_begun { end } else { path.len().min(end + 1) };
    }
    rest + &path[start..]
}

/// What has the version of the later one of two paths that are equal but for theirs: a folder, or files of a folder.
pub(super) fn tree(earlier: &str, later: &str) -> String {
    let common = earlier.bytes().zip(later.bytes()).take_while(|(a, b)| a == b).count();
    let start = later.as_bytes()[..common].iter().rposition(|byte| is_separator((*byte).into()));
    let start = start.map_or(0, |at| at + 1);
    let end = later[start..].find(is_separator).map(|length| start + length);
    let is_within = |at: &Range<usize>| start <= at.start && at.end <= end.unwrap_or(later.len());
    match (versions(later).into_iter().find(is_within), end) {
        (None, _) => folder_of(later).to_owned(),
        (Some(_), Some(end)) => later[..end].to_owned(),
        (Some(at), None) => format!("{}*{}", &later[..at.start], &later[at.end..]),
    }
}

/// Where the versions of a path stand.
fn versions(path: &str) -> Vec<Range<usize>> {
    let mut versions: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for word in path.split(|c| is_separator(c) || matches!(c, '-' | '_')) {
        let before = versions.last_mut().filter(|before| before.end + 1 == start);
        if let (Some(before), Some(length)) = (before, candidate(word)) {
            before.end = start + length;
        }
        versions.extend(version(word).map(|at| start + at.start..start + at.end));
        start += word.len() + 1;
    }
    versions
}

/// The length of what a word begins with that tells a version before it from the released one: `rc1`, `beta.2`, `dev`.
fn candidate(word: &str) -> Option<usize> {
    let mut rest =
        ["alpha", "beta", "dev", "pre", "rc"].iter().find_map(|name| word.strip_prefix(name))?;
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number =
        rest.strip_prefix('.').filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    rest = number.map_or(rest, |part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    (rest.is_empty() || rest.starts_with('.')).then_some(word.len() - rest.len())
}

/// The first version between the points of a word.
fn version(word: &str) -> Option<Range<usize>> {
    let parts: Vec<&str> = word.split('.').collect();
    let length = |first: usize| {
        let more = parts[first + 1..].iter().take_while(|part| is_number(part) || **part == "x");
        1 + more.count()
    };
    let is_version = |first: &usize| {
        let part = parts[*first];
        let number = part.strip_prefix(['v', 'V']);
        number.is_some_and(is_number) || (is_number(part) && length(*first) > 1)
    };
    let first = (0..parts.len()).find(is_version)?;
    let start = parts[..first].iter().map(|part| part.len() + 1).sum::<usize>();
    Some(start..start + parts[first..][..length(first)].join(".").len())
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_known_by_their_form() {
        for (path, rest) in [
            ("docs/v3.1/a.md", "docs/a.md"),
            ("v2/a.md", "a.md"),
            ("docs/1.2.x/a.md", "docs/a.md"),
            ("docs/version-2.0/a.md", "docs/version/a.md"),
            ("v3.1/metrics/etcd-metrics-v3.4.12.txt", "metrics/etcd-metrics.txt"),
            ("notes/1.20.3.md", "notes/md"),
            ("guide.v2.md", "guide.md"),
            ("v1-v2.0/a.md", "a.md"),
            ("release_1.2_é.md", "release_é.md"),
            ("docs/v3.1", "docs/"),
            ("docs/v3.5.0-rc3/a.md", "docs/a.md"),
            ("docs/2.0-beta.2/a.md", "docs/a.md"),
            ("notes-1.2.0-dev.md", "notes.md"),
            ("v2-rcs/a.md", "rcs/a.md"),
        ] {
            assert_eq!(without_versions(path), rest, "{path}");
        }
        for path in [
            "chapter1.md",
            "1.md",
            "docs/2/a.md",
            "v.md",
            "v1beta1/a.md",
            "a.x.md",
            "part-2.md",
            "",
        ] {
            assert_eq!(without_versions(path), path);
        }
    }

    #[test]
    fn trees_are_what_has_the_version() {
        for (earlier, later, expected) in [
            ("docs/v3.1/a/b.md", "docs/v3.2/a/b.md", "docs/v3.2"),
            ("v3.1/m-v3.1.0.txt", "v3.2/m-v3.2.0.txt", "v3.2"),
            ("m-v3.1.0.txt", "m-v3.1.10.txt", "m-*.txt"),
            ("docs/v2/a/b.md", "docs/z/b.md", "docs/z"),
            ("docs/a.md", "docs/v2/a.md", "docs/v2"),
        ] {
            assert_eq!(tree(earlier, later), expected, "{earlier} {later}");
        }
    }
}
