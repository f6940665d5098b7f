//! The modules form a pipeline: each uses only what is declared above it in `lib.rs`, and inside a folder
//! the files make no circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module by the names on the way to it, without `crate`.
type ModulePath = Vec<String>;

/// Modules of a folder, each with those that it uses; the folder's own file is `mod`.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The code of a file without its comments and its unit tests, which may use what they like.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn modules(library: &str) -> Vec<String> {
    let declared = |line: &str| {
        let line = line.trim_start_matches("pub ").strip_prefix("mod ")?;
        line.strip_suffix(';').map(str::to_owned)
    };
    library.lines().filter_map(declared).collect()
}

/// Whether `crate::below::…` stands in the code, or `below::…` in a list of `crate::{…}`.
fn uses(code: &str, below: &str) -> bool {
    let listed = code.split("crate::{").skip(1).any(|list| {
        let list = list.split("};").next().unwrap_or(list);
        list.split([',', '{']).any(|item| item.trim().starts_with(&format!("{below}::")))
    });
    listed || code.contains(&format!("crate::{below}::"))
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let source = source_folder();
    let modules = modules(&code(&source.join("lib.rs")));
    assert!(modules.len() > 10, "found only {modules:?}");
    for (place, module) in modules.iter().enumerate() {
        let directory = source.join(module);
        let files = if directory.is_dir() {
            sources(&directory)
        } else {
            vec![source.join(module).with_extension("rs")]
        };
        for file in files {
            let code = code(&file);
            for below in &modules[place + 1..] {
                assert!(
                    !uses(&code, below),
                    "{} uses {below}, which is declared below",
                    file.display()
                );
            }
        }
    }
}

/// A path as it is written, with each list of `{…}` taken apart.
struct Written {
    names: Vec<String>,
    is_reexport: bool,
}

/// The names, `::` and single characters of some code.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut goes_on = false;
    for character in code.chars() {
        let is_name = character.is_alphanumeric() || character == '_';
        match tokens.last_mut() {
            Some(last) if goes_on && is_name => last.push(character),
            Some(last) if character == ':' && last == ":" => last.push(character),
            _ if character.is_whitespace() => {}
            _ => tokens.push(character.to_string()),
        }
        goes_on = is_name;
    }
    tokens
}

/// Every path of two names or more, and every path after `use`.
fn written_paths(code: &str) -> Vec<Written> {
    let tokens = tokens(code);
    let (mut paths, mut at, mut is_reexport) = (Vec::new(), 0, false);
    while at < tokens.len() {
        match tokens[at].as_str() {
            "use" => is_reexport = at > 0 && ["pub", ")"].contains(&tokens[at - 1].as_str()),
            ";" => is_reexport = false,
            _ => {}
        }
        if is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::") {
            let mut found = Vec::new();
            at = read_path(&tokens, at, &mut Vec::new(), &mut found);
            paths.extend(found.into_iter().map(|names| Written { names, is_reexport }));
        } else {
            at += 1;
        }
    }
    paths
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Reads the path at a token, or each of a list's, behind the names in front of it; returns where it ends.
/// A renamed one counts as what it is renamed to as well, for others may name it so.
fn read_path(
    tokens: &[String],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) -> usize {
    let depth = before.len();
    while tokens.get(at).is_some_and(|token| is_name(token)) {
        before.push(tokens[at].clone());
        at += 1;
        if tokens.get(at).is_none_or(|token| token != "::") {
            break;
        }
        at += 1;
    }
    if tokens.get(at).is_some_and(|token| token == "{") {
        at += 1;
        while tokens.get(at).is_some_and(|token| token != "}") {
            let start = at;
            at = read_path(tokens, at, before, found);
            at += usize::from(at == start || tokens.get(at).is_some_and(|token| token == ","));
        }
        at += 1;
    } else {
        found.push(before.clone());
    }
    before.truncate(depth);
    at
}

/// The module of a file below `src`.
fn module_path(file: &Path) -> ModulePath {
    let file = file.strip_prefix(source_folder()).unwrap().with_extension("");
    let mut names: ModulePath = file.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    names.pop_if(|name| name == "mod" || name == "lib");
    names
}

/// What a path names, from the crate on; none for what another crate or the file itself defines.
fn absolute(
    names: &[String],
    module: &[String],
    children: &BTreeSet<String>,
) -> Option<ModulePath> {
    let first = names.first()?.as_str();
    let (mut base, rest) = match first {
        "crate" => (Vec::new(), &names[1..]),
        "self" => (module.to_vec(), &names[1..]),
        "super" => {
            let levels = names.iter().take_while(|name| *name == "super").count();
            (module[..module.len().checked_sub(levels)?].to_vec(), &names[levels..])
        }
        child if children.contains(child) => (module.to_vec(), names),
        _ => return None,
    };
    base.extend(rest.iter().cloned());
    Some(base)
}

/// All files by their modules.
struct Crate {
    files: BTreeMap<ModulePath, String>,
}

impl Crate {
    fn children(&self, module: &[String]) -> BTreeSet<String> {
        let below = self.files.keys().filter(|path| path.len() == module.len() + 1);
        below
            .filter(|path| path.starts_with(module))
            .map(|path| path[module.len()].clone())
            .collect()
    }

    /// The paths of a file from the crate on, and whether each is a re-export.
    fn paths(&self, module: &ModulePath) -> Vec<(ModulePath, bool)> {
        let children = self.children(module);
        let written = written_paths(&self.files[module]).into_iter();
        let resolved = written
            .filter_map(|path| Some((absolute(&path.names, module, &children)?, path.is_reexport)));
        resolved.collect()
    }

    /// The child of a folder that defines what others name as the folder's own.
    fn reexports(&self, folder: &ModulePath) -> BTreeMap<String, Option<String>> {
        let paths = self.paths(folder).into_iter().filter(|(_, is_reexport)| *is_reexport);
        let named = paths.filter_map(|(path, _)| {
            let child = path.starts_with(folder).then(|| path[folder.len()].clone());
            Some((path.last()?.clone(), child))
        });
        named.collect()
    }

    /// Which modules of a folder use which.
    fn graph(&self, folder: &ModulePath) -> Graph {
        let (children, reexports) = (self.children(folder), self.reexports(folder));
        let child = |path: &[String]| -> Option<String> {
            match path.get(folder.len()) {
                Some(name) if children.contains(name) => Some(name.clone()),
                Some(name) => reexports.get(name).cloned().unwrap_or(Some("mod".to_owned())),
                None => None,
            }
        };
        let mut graph = Graph::new();
        for module in self.files.keys().filter(|module| module.starts_with(folder)) {
            let user = module.get(folder.len()).map_or("mod", String::as_str);
            let used = self.paths(module).into_iter().filter(|(path, is_reexport)| {
                path.starts_with(folder) && !(*is_reexport && module == folder)
            });
            let used = used.filter_map(|(path, _)| child(&path)).filter(|used| used != user);
            graph.entry(user.to_owned()).or_default().extend(used);
        }
        graph
    }

    fn folders(&self) -> BTreeSet<ModulePath> {
        let parents = self.files.keys().filter(|path| path.len() > 1);
        parents.map(|path| path[..path.len() - 1].to_vec()).collect()
    }
}

/// The modules that use themselves through others.
fn in_circles(graph: &Graph) -> BTreeSet<String> {
    let reaches_itself = |start: &&String| {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&String> = graph[*start].iter().collect();
        while let Some(next) = waiting.pop() {
            if reached.insert(next) {
                waiting.extend(graph.get(next).into_iter().flatten());
            }
        }
        reached.contains(start)
    };
    graph.keys().filter(reaches_itself).cloned().collect()
}

fn circles(files: BTreeMap<ModulePath, String>) -> Vec<(String, BTreeSet<String>)> {
    let all = Crate { files };
    let folders = all.folders().into_iter();
    let circles = folders.map(|folder| (folder.join("/"), in_circles(&all.graph(&folder))));
    circles.filter(|(_, modules)| !modules.is_empty()).collect()
}

#[test]
fn files_of_a_folder_make_no_circle() {
    let files = sources(&source_folder());
    let files = files.iter().map(|file| (module_path(file), code(file))).collect();
    let circles = circles(files);
    assert!(circles.is_empty(), "files use each other in a circle: {circles:#?}");
}

/// The circles of a crate made of these files.
fn circles_of(files: &[(&str, &str)]) -> Vec<(String, BTreeSet<String>)> {
    let path = |name: &str| name.split('/').map(str::to_owned).collect();
    circles(files.iter().map(|(name, code)| (path(name), (*code).to_owned())).collect())
}

#[test]
fn circles_are_found_however_they_are_written() {
    let library = ("a", "mod b;\nmod c;\nmod d;\npub(crate) use b::B;\npub use c::{C, other::O};");
    let expect = |b: &str, c: &str, expected: &[&str]| {
        let found = circles_of(&[library, ("a/b", b), ("a/c", c), ("a/d", "use super::B;")]);
        let found: Vec<String> = found.into_iter().flat_map(|(_, modules)| modules).collect();
        assert_eq!(found, expected, "{b} and {c}");
    };
    expect("use super::c::C;", "", &[]);
    expect("use super::c::C;", "use super::b::B;", &["b", "c"]);
    expect("use super::{O, d};", "fn f() { crate::a::b::g() }", &["b", "c", "d"]);
    expect("use super::{c::{self, C}};", "use crate::{x::Y, a::B};", &["b", "c"]);
    expect("use super::Mine;", "use super::Mine;", &[]);
    let nested = [("a", "use b::B;"), ("a/b", "struct B;"), ("a/b/e", "use super::super::f;")];
    assert_eq!(circles_of(&nested)[0].1.len(), 2, "a folder's file counts as one of its modules");
}
