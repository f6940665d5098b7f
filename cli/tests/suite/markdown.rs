//! Comments for reviews.

use core::fmt::Write;
use std::fs;

use proptest::prelude::*;

use crate::support::{command, run, run_with_input, scratch, status, stderr, stdout};

const TEXT: &str =
    "The ferry leaves the steps at six every morning, and nobody who is late is waited for.";

/// Characters that GitHub takes in a comment.
const LIMIT: usize = 65_536;

#[track_caller]
fn comment(text: &str) -> String {
    let output = run_with_input(&["scan", "-", "--format", "markdown"], text.as_bytes());
    assert_eq!(stderr(&output), "");
    stdout(&output).to_owned()
}

/// What a reader of the rendered line sees: escapes resolved, what cannot be seen left out.
fn seen(line: &str) -> String {
    let mut seen = String::new();
    let mut rest = line.chars().filter(|c| *c != '\u{2060}').peekable();
    while let Some(c) = rest.next() {
        let is_escape = c == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation);
        seen.push(if is_escape { rest.next().unwrap() } else { c });
    }
    seen
}

#[test]
fn an_entry_for_each_text_that_is_repeated() {
    let output = run(&["scan", "examples/harbour-bridge.txt", "--format", "markdown"]);
    assert_eq!((status(&output), stderr(&output)), (1, ""));
    let printed = stdout(&output);
    let summary = "**25 paragraphs in 1 document, 8 redundant: 1 identical, 1 reformatted, \
        2 near, 1 contained, 3 restated; in 1 the facts differ; not compared: 3 too short**\n\n";
    assert!(printed.starts_with(summary), "{printed}");
    for line in [
        "**1.** `examples/harbour-bridge.txt:37`: copy of `examples/harbour-bridge.txt:11`",
        "**4.** `examples/harbour-bridge.txt:39`: nearly `examples/harbour-bridge.txt:13`, resemblance 0.838",
        "- **differs:** 420 → 640 (number)",
        ">",
    ] {
        assert!(printed.lines().any(|one| one == line), "{line}\n{printed}");
    }
    assert!(printed.contains(
        "\n- **only here:** Tickets are the subject of most letters to this newspaper … Dogs"
    ));
}

#[test]
fn nothing_redundant_is_one_line() {
    let printed = comment("One thing is said here and nowhere else.\n\nAnother.\n");
    assert_eq!(
        printed,
        "**1 paragraph in 1 document: nothing redundant; not compared: 1 too short**\n"
    );
}

#[test]
fn copies_are_listed_and_folded() {
    let printed = comment(&[TEXT; 3].join("\n\n"));
    assert!(
        printed.ends_with("\n`-:1` is repeated here too:\n\n- `-:5`: copy of `-:1`\n"),
        "{printed}"
    );
    let printed = comment(&[TEXT; 60].join("\n\n"));
    assert!(
        printed.contains("\n<details><summary>58 more like it</summary>\n\n`-:1` is repeated"),
        "{printed}"
    );
    assert!(printed.ends_with("- … and 28 more\n\n</details>\n"), "{printed}");
}

const HOSTILE: &str = r"<img src=x onerror=alert(1)> --> </details> @octocat and @a/team-b, #12 or a/b#12, GH-12, !34, ~bug, $5, %7, &8,
`code` ``more`` | a | table | *bold* __under__ ~~gone~~ [link](http://evil.example) ![x](y) www.evil.example :tada: :+1: me@evil.example
deadbeefcafe1234 $x^2$ [[page]] {+ins+} [-del-] \ &lt; &#64;octocat a\@octocat [^1] https://evil.example/#12 JIRA-99";

#[test]
fn no_text_becomes_more_than_text() {
    let printed = comment(&format!("{HOSTILE}\n\n{HOSTILE}\n"));
    let quote = printed.lines().find_map(|line| line.strip_prefix("> `5` ")).unwrap();
    let whole: String = HOSTILE.replace('\n', " ");
    let shown = seen(quote);
    let shown = shown.strip_suffix(" …").unwrap();
    assert!(whole.starts_with(shown) && shown.len() >= 300, "{shown}");
}

/// Each part alone, for what is shown of a text is cut.
#[test]
fn references_and_links_are_interrupted() {
    for part in HOSTILE.split_whitespace() {
        let printed = comment(&format!("{TEXT} {part}\n\n{TEXT} {part}\n"));
        let quote = printed.lines().find_map(|line| line.strip_prefix("> `3` ")).unwrap();
        assert_eq!(seen(quote), format!("{TEXT} {part}"));
        for reference in [
            "@octocat", "@a/", "#12", "GH-12", "JIRA-99", "!34", "~bug", "$5", "%7", "&8", "&lt;",
            "&#64;", "http://", "https://", "www.e", ":tada", ":+1", "@evil", "deadbee", "[[",
            "{+", "[-", "`", "<", "*", "__", "~~", "](", "$x",
        ] {
            let raw = quote.replace("\\\\", "");
            let at = raw.match_indices(reference).find(|(at, _)| !raw[..*at].ends_with('\\'));
            // An escape alone keeps Markdown off; the others are looked for in what it makes.
            assert_eq!(at, None, "{reference} in {quote}");
        }
    }
}

#[test]
fn control_characters_and_turns_of_direction() {
    let text = format!("{TEXT} \u{202e}txt.exe \u{1b}[2J \u{7f}");
    let printed = comment(&format!("{text}\n\n{text}\n"));
    assert!(!printed.contains(['\u{202e}', '\u{1b}', '\u{7f}']));
    assert!(seen(&printed).contains(r"\u{202e}txt.exe \u{1b}[2J \u{7f}"), "{printed}");
}

#[test]
#[cfg(unix)]
fn names_of_files_stand_as_they_are() {
    let directory = scratch("markdown-names");
    let scan = |name: &str| {
        fs::write(directory.join(name), format!("{TEXT}\n\n{TEXT}\n")).unwrap();
        let mut command = command();
        command.current_dir(&directory).args(["scan", "--format", "markdown", "--", name]);
        stdout(&command.output().unwrap()).to_owned()
    };
    assert!(
        scan("a `b` @c <d>.txt")
            .contains("**1.** ``a `b` @c <d>.txt:3``: copy of ``a `b` @c <d>.txt:1``\n")
    );
    assert!(scan("``a``.txt").contains("**1.** ``` ``a``.txt:3 ```: copy of"));
    assert!(scan("two\nlines\u{202e}.txt").contains("**1.** `two lines\\u{202e}.txt:3`: copy"));
    let long = "x".repeat(200);
    assert!(scan(&long).contains(&format!("**1.** `…{}:3`: copy of", "x".repeat(120))));
}

/// Texts that have nothing in common but that each stands twice.
fn pairs(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let words: Vec<String> = (0..400).map(|word| format!("@w{number}x{word}")).collect();
        let words = words.join(" ");
        write!(text, "{words}\n\n{words}\n\n").unwrap();
    }
    text
}

#[test]
fn what_does_not_fit_is_counted() {
    let printed = comment(&pairs(80));
    assert!(printed.chars().count() < LIMIT);
    assert!(printed.contains("\n<details><summary>70 more</summary>\n\n**11.** "), "{printed}");
    assert!(printed.contains("\n… and 30 more\n\n</details>\n"), "{printed}");
    assert_eq!(printed.matches("**12.** ").count(), 1);
    // Long names of files take the room that more entries would have had.
    let directory = scratch("markdown-long");
    let name = "`".repeat(200) + ".txt";
    fs::write(directory.join(&name), pairs(80)).unwrap();
    let mut command = command();
    command.current_dir(&directory).args(["scan", "--format", "markdown", "--", &name]);
    let output = command.output().unwrap();
    assert!(stdout(&output).chars().count() < LIMIT);
    assert!(stdout(&output).contains("… and "), "{}", stdout(&output));
}

#[test]
fn a_long_paragraph_is_cut() {
    let long = "word ".repeat(200_000) + "<end>";
    let printed = comment(&format!("{long}\n\n{long}\n"));
    assert!(printed.len() < 2_000, "{}", printed.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever punctuation stands in a text, a reader sees it.
    #[test]
    fn what_is_seen_is_what_is_written(noise in "[ -~]{0,60}") {
        let words: Vec<&str> = noise.split_whitespace().collect();
        let text = format!("{TEXT} {} end", words.join(" "));
        let printed = comment(&format!("{text}\n\n{text}\n"));
        let quote = printed.lines().find_map(|line| line.strip_prefix("> `3` ")).unwrap();
        let spaces_are_one = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(seen(quote), spaces_are_one);
    }
}
