//! Files that stand beside each other, for readers of several languages or versions.
//!
//! What a translation shares with its original, or with one into a related language, is one thing to act on, and no copy of a
//! text; and so is what two versions share. No list of languages decides:
//!
//! * Two folders are parallel if they stand in one folder under names that are shaped like language tags (`pt`, `zh-Hans`,
//!   `en_US`), and half of the files of the smaller one stand in the other as well. Folders such as `go` and `js` are so as
//!   well, and what they share is read together no worse.
//! * Two files are if their paths are equal but for such a tag, be it a folder or a part of the name (`README.zh.md`); one may
//!   lack it.
//! * Two files are if their paths are equal but for a version (see [`versions`](super::versions)); one may lack it.
//! * Two files are if they stand in the same place of two folders of any names that have at least [`MIN_FILES`] files in
//!   common, which are half of the smaller one: translations that are kept apart, and pages with what is built of them.
//!
//! The endings of names tell nothing: a page that is built of a file has another one.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{folder_of, is_separator, page_of};
use super::versions::{self, without_versions};

/// Files that folders of any names must have in common to be parallel.
const MIN_FILES: usize = 5;

/// Which of the documents are parallel.
pub(super) struct Locales<'p> {
    paths: Vec<&'p str>,
    /// The paths without endings.
    pages: Vec<String>,
    /// The same, each once, ascending.
    sorted: Vec<String>,
    /// The pages without versions.
    versionless: Vec<String>,
    /// Pairs of folders of any names, and whether they are parallel, as far as that was asked.
    known: BTreeMap<[&'p str; 2], bool>,
    /// Of each document its path without a tag, for each tag that it has.
    variants: Vec<Vec<Variant<'p>>>,
    /// Pairs of folders, by what stands before their names, and these.
    folders: BTreeSet<[&'p str; 3]>,
}

struct Variant<'p> {
    /// The path without the tag and the ending.
    rest: String,
    tag: &'p str,
    /// What has the tag: a folder, or files of a folder.
    tree: String,
}

impl<'p> Locales<'p> {
    /// O(length of the paths, and of the files in each pair of folders).
    pub(super) fn new(paths: Vec<&'p str>) -> Locales<'p> {
        let variants = paths.iter().map(|path| variants(path)).collect();
        let pages: Vec<String> = paths.iter().map(|path| page_of(path)).collect();
        let sorted = pages.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let versionless = pages.iter().map(|page| without_versions(page)).collect();
        let (folders, known) = (parallel_folders(&paths), BTreeMap::new());
        Locales { paths, pages, sorted, versionless, known, variants, folders }
    }

    /// The tree of parallel files that the later document is of, if the earlier one is of another one.
    pub(super) fn tree(&mut self, earlier: usize, later: usize) -> Option<String> {
        let tagged = self.folder(earlier, later).or_else(|| self.variant(earlier, later));
        let told = tagged.or_else(|| self.version(earlier, later));
        told.or_else(|| self.root(earlier, later))
    }

    /// The tree that one of two documents is of, if they are of two folders that were found to be parallel, wherever they stand in
    /// these: the later one's, or the inner one of two.
    pub(super) fn tree_beside(&self, earlier: usize, later: usize) -> Option<String> {
        let paths = [earlier, later].map(|document| self.paths[document]);
        let mut parallel = self.known.iter().filter(|known| *known.1).map(|known| *known.0);
        let tree = parallel.find_map(|folders| beside(folders, paths))?;
        Some(tree.trim_end_matches(is_separator).to_owned())
    }

    /// What has the version of the later document, if the two differ in nothing else.
    fn version(&self, earlier: usize, later: usize) -> Option<String> {
        let is_version = self.pages[earlier] != self.pages[later]
            && self.versionless[earlier] == self.versionless[later];
        is_version.then(|| versions::tree(self.paths[earlier], self.paths[later]))
    }

    /// The folder of the later document, if it is parallel to one of the earlier document in which that has the same place.
    fn root(&mut self, earlier: usize, later: usize) -> Option<String> {
        let pages = [&self.pages[earlier], &self.pages[later]];
        let [a, b] = roots(pages[0], pages[1]).filter(|_| pages[0] != pages[1])?;
        // Folders are written the same in paths and in pages.
        let [a, b] = [&self.paths[earlier][..a.len()], &self.paths[later][..b.len()]];
        let sorted = &self.sorted;
        let is_parallel = self.known.entry([a, b]).or_insert_with(|| are_parallel(sorted, [a, b]));
        is_parallel.then(|| b.trim_end_matches(is_separator).to_owned())
    }

    fn folder(&self, earlier: usize, later: usize) -> Option<String> {
        let [before, a, b] = parting(self.paths[earlier], self.paths[later])?;
        let is_parallel =
            self.folders.contains(&[before, a, b]) || self.folders.contains(&[before, b, a]);
        is_parallel.then(|| format!("{before}{b}"))
    }

    fn variant(&self, earlier: usize, later: usize) -> Option<String> {
        let (page, earlier) = (&self.pages[earlier], &self.variants[earlier]);
        let original = &self.pages[later];
        let is_translated = |one: &&Variant<'_>| {
            one.rest == *page && is_telling(one.tag)
                || earlier.iter().any(|other| other.rest == one.rest && are_two(other.tag, one.tag))
        };
        let translated = self.variants[later].iter().find(is_translated);
        let of_original = || {
            let is_of = |other: &Variant<'_>| other.rest == *original && is_telling(other.tag);
            earlier.iter().any(is_of).then(|| folder_of(original).to_owned())
        };
        translated.map(|variant| variant.tree.clone()).or_else(of_original)
    }
}

/// The folders in which two paths have the same place, the smallest ones, each with the separator behind it.
fn roots<'p>(a: &'p str, b: &'p str) -> Option<[&'p str; 2]> {
    let ends = a.bytes().rev().zip(b.bytes().rev());
    let common = ends.take_while(|(a, b)| a == b).count();
    let end = &a.as_bytes()[a.len() - common..];
    let separator = end.iter().position(|byte| is_separator(char::from(*byte)))?;
    let place = common - separator - 1;
    Some([&a[..a.len() - place], &b[..b.len() - place]])
}

/// The folder of the later path, or the inner one, if one path is in each of two folders.
fn beside<'p>([a, b]: [&'p str; 2], paths: [&str; 2]) -> Option<&'p str> {
    let holds = |folder: &str| paths.map(|path| path.starts_with(folder));
    let (outer, inner) = if b.starts_with(a) { (a, b) } else { (b, a) };
    if inner.starts_with(outer) {
        let is_parted = holds(inner)[0] != holds(inner)[1];
        return (is_parted && holds(outer) == [true, true]).then_some(inner);
    }
    match (holds(a), holds(b)) {
        ([true, false], [false, true]) => Some(b),
        ([false, true], [true, false]) => Some(a),
        _ => None,
    }
}

/// Whether two folders have enough files in common. O(files of the smaller one · log files).
fn are_parallel(sorted: &[String], [a, b]: [&str; 2]) -> bool {
    let (in_a, in_b) = (files(sorted, a), files(sorted, b));
    let (smaller, folder, other) =
        if in_a.len() < in_b.len() { (in_a, a, b) } else { (in_b, b, a) };
    let has_counterpart =
        |page: &&String| sorted.binary_search(&(other.to_owned() + &page[folder.len()..])).is_ok();
    let both = smaller.iter().filter(has_counterpart).count();
    both >= MIN_FILES && 2 * both >= smaller.len()
}

/// The pages that are in a folder.
fn files<'s>(sorted: &'s [String], folder: &str) -> &'s [String] {
    let within = &sorted[sorted.partition_point(|page| page.as_str() < folder)..];
    &within[..within.partition_point(|page| page.starts_with(folder))]
}

/// The path up to where two paths part, and the folders that they go to, if the names of both are tags.
fn parting<'p>(a: &'p str, b: &'p str) -> Option<[&'p str; 3]> {
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let start = a.as_bytes()[..common].iter().rposition(|byte| is_separator(char::from(*byte)));
    let start = start.map_or(0, |at| at + 1);
    let folder = |path: &'p str| path[start..].find(is_separator).map(|end| &path[start..][..end]);
    let (tag_a, tag_b) = (folder(a)?, folder(b)?);
    are_two(tag_a, tag_b).then_some([&a[..start], tag_a, tag_b])
}

/// Folders by what stands before their names.
type Folders<'p> = BTreeMap<&'p str, BTreeMap<&'p str, BTreeSet<String>>>;

fn parallel_folders<'p>(paths: &[&'p str]) -> BTreeSet<[&'p str; 3]> {
    let mut folders = Folders::new();
    for path in paths {
        for (start, end) in tagged_folders(path) {
            let files = folders.entry(&path[..start]).or_default().entry(&path[start..end]);
            files.or_default().insert(page_of(&path[end + 1..]));
        }
    }
    let pairs = folders.iter().flat_map(|(before, tags)| {
        let later = |tag: &'p str| tags.range(tag..).skip(1);
        let pairs = tags.iter().flat_map(move |one| later(one.0).map(move |other| (one, other)));
        let parallel = pairs.filter(|((a, files_a), (b, files_b))| {
            let both = files_a.intersection(files_b).count();
            are_two(a, b) && 2 * both >= files_a.len().min(files_b.len())
        });
        parallel.map(|((a, _), (b, _))| [*before, *a, *b])
    });
    pairs.collect()
}

fn variants(path: &str) -> Vec<Variant<'_>> {
    let of_folder = |(start, end): (usize, usize)| Variant {
        rest: page_of(&(path[..start].to_owned() + &path[end + 1..])),
        tag: &path[start..end],
        tree: path[..end].to_owned(),
    };
    tagged_folders(path).map(of_folder).chain(variant_of_name(path)).collect()
}

/// Where the names of folders are tags.
fn tagged_folders(path: &str) -> impl Iterator<Item = (usize, usize)> {
    let ends = path.match_indices(is_separator).map(|(end, _)| end);
    let starts = [0].into_iter().chain(ends.clone().map(|end| end + 1));
    starts.zip(ends).filter(|(start, end)| is_tag(&path[*start..*end]))
}

/// `README.zh.md`, `README_zh-CN.md` and `zh.md` have a tag before the ending.
fn variant_of_name(path: &str) -> Option<Variant<'_>> {
    let folder = path.len() - path.rsplit(is_separator).next()?.len();
    let stem_end = folder + path[folder..].rfind('.')?;
    let stem = &path[folder..stem_end];
    let breaks = stem.rmatch_indices(['.', '_', '-']).map(|(at, _)| at + 1);
    // A script or a region belongs to the tag.
    let starts = breaks.take(3).chain([0]).filter(|start| is_tag(&stem[*start..]));
    let start = folder + starts.min()?;
    let separator = start - usize::from(start > folder);
    Some(Variant {
        rest: page_of(&(path[..separator].to_owned() + &path[stem_end..])),
        tag: &path[start..stem_end],
        tree: format!("{}*{}", &path[..folder], &path[separator..]),
    })
}

/// Whether two names are tags of two languages. Those of three letters are rare, and `aws` beside `gcp` is no pair of them.
fn are_two(a: &str, b: &str) -> bool {
    is_tag(a) && is_tag(b) && !a.eq_ignore_ascii_case(b) && (is_telling(a) || is_telling(b))
}

/// Whether a tag is one of two letters.
fn is_telling(tag: &str) -> bool {
    tag.find(['-', '_']).unwrap_or(tag.len()) == 2
}

/// Whether a name has the form of a language tag: a language, perhaps a script, perhaps a region.
fn is_tag(name: &str) -> bool {
    let mut parts = name.split(['-', '_']).peekable();
    let is_language = parts.next().is_some_and(|part| is_alphabetic(part, 2..=3));
    parts.next_if(|part| is_alphabetic(part, 4..=4));
    let is_number = |part: &&str| part.len() == 3 && part.bytes().all(|c| c.is_ascii_digit());
    parts.next_if(|part| is_alphabetic(part, 2..=2) || is_number(part));
    is_language && parts.next().is_none()
}

fn is_alphabetic(part: &str, lengths: core::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_form() {
        for tag in ["en", "fil", "pt-BR", "pt_br", "zh-hans", "zh-Hant-TW", "es-419", "EN"] {
            assert!(is_tag(tag), "{tag}");
        }
        for none in ["", "e", "docs", "v1", "en-", "-en", "en-US-x", "en-4", "zh-hans-1", "été"] {
            assert!(!is_tag(none), "{none}");
        }
    }

    #[test]
    fn paths_are_beside_each_other_in_parallel_folders() {
        for (folders, paths, tree) in [
            (["new/", "old/"], ["new/a.md", "old/b/c.md"], Some("old/")),
            (["new/", "old/"], ["old/a.md", "new/b.md"], Some("new/")),
            (["docs/", "docs/v2/"], ["docs/a.md", "docs/v2/b.md"], Some("docs/v2/")),
            (["docs/", "docs/v2/"], ["docs/v2/b.md", "docs/z.md"], Some("docs/v2/")),
            (["docs/", "docs/v2/"], ["docs/v2/b.md", "docs/v2/c.md"], None),
            (["docs/", "docs/v2/"], ["notes/a.md", "docs/v2/c.md"], None),
            (["new/", "old/"], ["new/a.md", "new/b.md"], None),
        ] {
            assert_eq!(beside(folders, paths), tree, "{folders:?} {paths:?}");
        }
    }

    #[track_caller]
    fn assert_tree(earlier: &str, later: &str, expected: Option<&str>) {
        let mut locales = Locales::new(vec![earlier, later]);
        assert_eq!(locales.tree(0, 1).as_deref(), expected, "{earlier} {later}");
    }

    #[test]
    fn paths_that_are_equal_but_for_a_tag() {
        for (earlier, later, tree) in [
            ("docs/en/a.md", "docs/pt/a.md", "docs/pt"),
            ("en/a/b.md", "zh-Hans/a/b.md", "zh-Hans"),
            ("docs/ja/a.md", "docs/a.md", "docs"),
            ("docs/a.md", "docs/zh/a.md", "docs/zh"),
            ("README.md", "README.zh-Hans.md", "*.zh-Hans.md"),
            ("x/README.pt-BR.md", "x/README.zh.md", "x/*.zh.md"),
            ("README-cn.md", "README.md", "."),
            ("guide_de.md", "guide_fr.md", "*_fr.md"),
            ("i18n/de.md", "i18n/fr.md", "i18n/*fr.md"),
            ("docs/en/a.md", "docs/fil/a.md", "docs/fil"),
            ("docs/en/README.md", "docs/pt/index.mdx", "docs/pt"),
            ("README.md", "index.zh.html", "*.zh.html"),
        ] {
            assert_tree(earlier, later, Some(tree));
        }
    }

    #[test]
    fn paths_that_differ_otherwise() {
        for (earlier, later) in [
            ("docs/en/a.md", "docs/en/b.md"),
            ("docs/en/a.md", "docs/pt/b.md"),
            ("docs/aws/a.md", "docs/gcp/a.md"),
            ("docs/a.md", "docs/aws/a.md"),
            ("docs/1/a.md", "docs/2/a.md"),
            ("chapter1.md", "chapter2.md"),
            ("docs/v1/a.md", "docs/v2/b.md"),
            ("docs/v1/a.md", "docs/v1/a.html"),
            ("a.md", "b.md"),
            ("a.md", "b.txt"),
            ("en/a.md", "en/a.txt"),
            ("-", "-"),
        ] {
            assert_tree(earlier, later, None);
        }
    }

    #[test]
    fn paths_that_are_equal_but_for_a_version() {
        for (earlier, later, tree) in [
            ("docs/v1/a.md", "docs/v2/a.md", "docs/v2"),
            ("docs/a.md", "docs/v2.0/a.mdx", "docs/v2.0"),
            ("docs/v3.1/part/m-v3.1.0.txt", "docs/v3.4/part/m-v3.4.12.txt", "docs/v3.4"),
            ("docs/m-v3.1.0.txt", "docs/m-v3.1.12.txt", "docs/m-*.txt"),
            ("docs/1.2.x/README.md", "docs/1.3.x/index.html", "docs/1.3.x"),
        ] {
            assert_tree(earlier, later, Some(tree));
        }
    }

    /// Pages that two folders do not share are parallel where most of the others are.
    #[test]
    fn folders_are_parallel_as_a_whole() {
        let files = ["docs/en/a.md", "docs/en/b.md", "docs/pt/a.md", "docs/pt/c.md", "docs/d.md"];
        let mut locales = Locales::new(files.to_vec());
        assert_eq!(locales.tree(1, 3).as_deref(), Some("docs/pt"));
        assert_eq!(locales.tree(1, 4), None);
        let files = ["docs/en/a.md", "docs/en/b.md", "docs/en/c.md"];
        let others = ["docs/pt/a.md", "docs/pt/d.md", "docs/pt/e.md"];
        let mut locales = Locales::new([files, others].concat());
        assert_eq!(locales.tree(1, 4), None);
        assert_eq!(locales.tree(0, 3).as_deref(), Some("docs/pt"));
    }

    /// Versions, and translations that stand elsewhere.
    #[test]
    fn folders_of_any_names_are_parallel_that_share_many_files() {
        let of = |folder: &str, count: usize| -> Vec<String> {
            (0..count).map(|number| format!("{folder}/part/{number}.md")).collect()
        };
        let tree = |count: usize, own: usize, roots: [&str; 2]| {
            let [a, b] = roots.map(|root| of(root, count));
            let own = of(&format!("{}/own", roots[0]), own);
            let other = of(&format!("{}/other", roots[1]), own.len());
            let aside = of(&format!("{}-aside", roots[0]), 3);
            let paths = [&a, &b, &own, &other, &aside].into_iter().flatten();
            let mut locales = Locales::new(paths.map(String::as_str).collect());
            assert_eq!(locales.tree(0, 0), None);
            (locales.tree(0, count), locales.tree(1, count))
        };
        let parallel = |tree: &str| (Some(tree.to_owned()), None);
        assert_eq!(tree(5, 5, ["docs", "old/v2"]), parallel("old/v2"));
        assert_eq!(tree(5, 5, ["docs", "docs/v2"]), parallel("docs/v2"));
        assert_eq!(tree(4, 0, ["docs", "old/v2"]), (None, None));
        assert_eq!(tree(9, 9, ["docs", "docs"]), (None, None));
        assert_eq!(tree(5, 6, ["docs", "old/v2"]), (None, None));
    }

    /// What is built of a tree has other endings, and a `README` is an index there.
    #[test]
    fn folders_with_other_endings_are_parallel() {
        let names = ["a", "b", "part/c", "part/d"];
        let mut paths: Vec<String> = names.iter().map(|name| format!("src/{name}.md")).collect();
        paths.push("src/part/README.md".to_owned());
        paths.extend(names.iter().map(|name| format!("built/{name}.html")));
        paths.push("built/part/index.html".to_owned());
        let mut locales = Locales::new(paths.iter().map(String::as_str).collect());
        assert_eq!(locales.tree(0, 5).as_deref(), Some("built"));
        assert_eq!(locales.tree(4, 9).as_deref(), Some("built"));
        assert_eq!(locales.tree(4, 5), None);
    }
}
