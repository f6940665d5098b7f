//! The modules form a pipeline: each uses only what is declared above it in `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

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
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
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

/// Folders whose files use only siblings that `mod.rs` declares above them, and nothing of `mod.rs` itself: there are
/// no circles.
#[test]
fn files_of_a_folder_use_only_what_stands_above_them() {
    for folder in ["evidence", "report", "restatement"] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
        let files = modules(&code(&directory.join("mod.rs")));
        assert!(files.len() > 5, "found only {files:?} in {folder}");
        for (place, file) in files.iter().enumerate() {
            let code = code(&directory.join(file).with_extension("rs"));
            let used = code.split("super::").skip(1).map(|used| {
                used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
            });
            for used in used {
                let stands_above = files[..place].iter().any(|above| above == used);
                assert!(stands_above, "{folder}/{file}.rs uses super::{used}");
            }
        }
    }
}
