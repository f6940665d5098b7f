//! The page that `scan --format html` prints: what it holds, and that it holds nothing that a browser would obey.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{ROOT, behind_words, run, run_with_input, scratch, status, stderr, stdout};

const BEFORE: &str = "<script type=\"application/json\" id=\"data\">";

/// The parts of a page before its data, the data as written, and the parts behind them.
fn parted(page: &str) -> [&str; 3] {
    let (before, rest) = page.split_once(BEFORE).unwrap();
    let (data, after) = rest.split_once("</script>").unwrap();
    [before, data, after]
}

fn data(page: &str) -> Value {
    serde_json::from_str(parted(page)[1]).unwrap()
}

/// What is said of a finding, in the same words from either form.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    /// File, line and text of both sides.
    sides: [String; 2],
    relation: String,
    shared: Vec<[String; 2]>,
    exchanges: Vec<[Option<String>; 3]>,
    alone: [Vec<String>; 2],
    others: Vec<String>,
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], |items| items)
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Relation and score. Identical and reformatted paragraphs share everything, so that the page marks nothing.
fn relation(relation: &Value, score: &Value) -> String {
    format!("{} {score}", relation.as_str().unwrap())
}

/// The page's data: everything is a number that leads to something else.
struct Page(Value);

impl Page {
    fn place(&self, paragraph: &Value) -> String {
        let paragraph = &self.0["paragraphs"][number(paragraph)];
        let path = &self.0["documents"][number(&paragraph[0])];
        format!("{}:{}", path.as_str().unwrap(), paragraph[1])
    }

    fn text(&self, paragraph: &Value) -> &str {
        let paragraph = &self.0["paragraphs"][number(paragraph)];
        self.0["texts"][number(&paragraph[3])].as_str().unwrap()
    }

    /// What a script would cut out of the text of a paragraph.
    fn slice(&self, paragraph: &Value, span: &[Value]) -> String {
        let units: Vec<u16> = self.text(paragraph).encode_utf16().collect();
        String::from_utf16(&units[number(&span[0])..number(&span[1])]).unwrap()
    }

    fn findings(&self) -> Vec<Said> {
        let groups = items(&self.0["groups"]).iter();
        let mut said: Vec<Said> = groups
            .flat_map(|group| items(&group["findings"]))
            .map(|finding| self.said(finding))
            .collect();
        said.sort();
        said
    }

    fn said(&self, finding: &Value) -> Said {
        let (a, b) = (&finding["a"], &finding["b"]);
        let side = |paragraph| format!("{} {}", self.place(paragraph), self.text(paragraph));
        let slices = |paragraph: &Value, name: &str| -> Vec<String> {
            items(&finding[name]).chunks(2).map(|span| self.slice(paragraph, span)).collect()
        };
        let exchanged = |paragraph: &Value, span: &Value| {
            span.as_array().map(|span| self.slice(paragraph, span))
        };
        let others = items(&finding["others"]).iter();
        Said {
            sides: [side(a), side(b)],
            relation: relation(&finding["relation"], &finding["score"]),
            shared: items(&finding["shared"])
                .chunks(4)
                .map(|run| [self.slice(a, &run[..2]), self.slice(b, &run[2..])])
                .collect(),
            exchanges: items(&finding["exchanges"])
                .iter()
                .map(|one| [exchanged(a, &one[0]), exchanged(b, &one[1]), string(&one[2])])
                .collect(),
            alone: [slices(a, "missing"), slices(b, "added")],
            others: others
                .map(|one| format!("{} {}", self.place(&one[0]), relation(&one[1], &one[2])))
                .collect(),
        }
    }
}

/// The report for programs: places are numbers of documents and paragraphs, spans are bytes of files.
struct Report {
    json: Value,
    files: BTreeMap<String, String>,
}

impl Report {
    fn new(json: Value) -> Report {
        let paths = items(&json["documents"]).iter().map(|one| string(&one["path"]).unwrap());
        let files = paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
        Report { json, files }
    }

    fn path(&self, place: &Value) -> &str {
        self.json["documents"][number(&place["document"])]["path"].as_str().unwrap()
    }

    fn paragraph(&self, place: &Value) -> &Value {
        let paragraphs = &self.json["documents"][number(&place["document"])]["paragraphs"];
        items(paragraphs).iter().find(|one| one["index"] == place["paragraph"]).unwrap()
    }

    fn place(&self, place: &Value) -> String {
        format!("{}:{}", self.path(place), self.paragraph(place)["line"])
    }

    fn slice(&self, place: &Value, span: &Value) -> String {
        self.files[self.path(place)][number(&span[0])..number(&span[1])].to_owned()
    }

    fn findings(&self) -> Vec<Said> {
        let mut said: Vec<Said> =
            items(&self.json["findings"]).iter().map(|finding| self.said(finding)).collect();
        said.sort();
        said
    }

    fn said(&self, finding: &Value) -> Said {
        let (a, b) = (&finding["a"], &finding["b"]);
        let is_copy = matches!(finding["relation"].as_str(), Some("identical" | "reformatted"));
        // Copies are not marked on the page.
        let evidence = |name: &str| if is_copy { &[] } else { items(&finding[name]) };
        let side = |place| {
            format!("{} {}", self.place(place), self.paragraph(place)["text"].as_str().unwrap())
        };
        let slices = |place: &Value, name: &str| -> Vec<String> {
            evidence(name).iter().map(|span| self.slice(place, span)).collect()
        };
        let others = items(&finding["others"]).iter().take(20);
        Said {
            sides: [side(a), side(b)],
            relation: relation(&finding["relation"], &finding["score"]),
            shared: evidence("shared")
                .iter()
                .map(|run| [self.slice(a, &run["a"]), self.slice(b, &run["b"])])
                .collect(),
            exchanges: evidence("exchanges")
                .iter()
                .map(|one| [&one["a"]["text"], &one["b"]["text"], &one["kind"]].map(string))
                .collect(),
            alone: [slices(a, "missing"), slices(b, "added")],
            others: others
                .map(|one| {
                    format!(
                        "{} {}",
                        self.place(&one["a"]),
                        relation(&one["relation"], &one["score"])
                    )
                })
                .collect(),
        }
    }
}

/// Files with texts of all relations but restatements, in which characters of all lengths stand before what differs.
fn files(directory: &Path) {
    let office = "The harbour office 𝒜😀 opens at nine – “sharp” – and closes at five on every working day of the season.";
    let more = "Visitors sign the book at the desk, and leave their keys there when they go.";
    let (kept, six) = (format!("{office} {more}"), office.replace("five", "six 東"));
    let first = [kept.as_str(), "An unrelated headline of the article", office].join("\n\n");
    let second = [&kept.to_uppercase(), &kept, &six, &kept].map(String::as_str).join("\n\n");
    fs::write(directory.join("first.txt"), first).unwrap();
    fs::write(directory.join("second.txt"), second).unwrap();
}

#[test]
fn holds_what_the_report_for_programs_holds() {
    let directory = scratch("html-holds");
    files(&directory);
    let article = format!("{ROOT}/examples/harbour-bridge.txt");
    for path in [directory.to_str().unwrap(), &article] {
        let [page, json] = ["html", "json"].map(|format| {
            let output = run(&["scan", path, "--format", format]);
            assert_eq!(status(&output), 1, "{}", stderr(&output));
            stdout(&output).to_owned()
        });
        let (page, report) = (Page(data(&page)), Report::new(serde_json::from_str(&json).unwrap()));
        assert!(!report.findings().is_empty());
        assert_eq!(page.findings(), report.findings());
        for name in ["paragraphs", "short", "other_kinds", "ignored"] {
            assert_eq!(page.0["counts"][name], report.json["counts"][name], "{name}");
        }
    }
}

#[test]
fn a_text_in_many_places_stands_there_once() {
    let text = "Prefer the version with annotations where that is possible.";
    let page =
        run_with_input(&["scan", "-", "--format", "html"], [text; 50].join("\n\n").as_bytes());
    let page = stdout(&page);
    assert_eq!(page.matches(text).count(), 1);
    assert_eq!(items(&data(page)["groups"][0]["findings"]).len(), 49);
}

#[test]
fn nothing_redundant_is_a_page_too() {
    let output = run_with_input(&["scan", "-", "--format", "html"], b"One paragraph alone.\n");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(items(&data(stdout(&output))["groups"]).is_empty());
}

#[test]
fn order_is_what_is_grouped_by_at_first() {
    for order in ["strength", "file"] {
        let output = run_with_input(&["scan", "-", "--format", "html", "--order", order], b"");
        assert_eq!(data(stdout(&output))["order"], order);
    }
}

#[test]
fn a_comparison_has_no_page() {
    let output = run(&["compare", "--format", "html", "One text.", "Another text."]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("invalid value 'html'"), "{}", stderr(&output));
}

/// Nothing of the data can end its element, begin another, or turn a direction; the rest is the same on every page.
#[track_caller]
fn is_inert(page: &str) {
    let [before, data, after] = parted(page);
    let empty = run_with_input(&["scan", "-", "--format", "html"], b"");
    let [empty_before, _, empty_after] = parted(stdout(&empty));
    assert_eq!((before, after), (empty_before, empty_after));
    let obeyed = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '<' | '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!data.contains(obeyed), "{:?}", data.find(obeyed));
}

#[test]
fn texts_and_names_command_nothing() {
    let directory = scratch("html-hostile");
    let orders = "</script><script>alert(1)</script><!-- <script> ]]> {data} {script} \u{2028} \
        \u{202e}txt.exe\u{2066} \u{0}\u{1b}[2J &lt; \" ' \\ `${alert(1)}` and so on to the end of it";
    let file = directory.join("a<!-- <script> \u{202e}\".txt");
    fs::write(&file, format!("{orders} one\n\n{orders} one\n\n{orders} two\n")).unwrap();
    let output = run(&["scan", directory.to_str().unwrap(), "--format", "html"]);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    is_inert(stdout(&output));
    let data = data(stdout(&output));
    assert_eq!(data["texts"][0], format!("{orders} one"));
    assert_eq!(data["documents"][0], file.to_str().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn any_text(a: String, b in "[a-zA-Z <>!/\u{1b}\u{202e}\u{2028}\u{0}\r😀é-]{0,80}") {
        let input = behind_words(&format!("{a}\n\n{b}\n\n{a} {b}\n\n{b}\n"));
        let arguments = ["scan", "-", "--min-words", "0", "--restated", "0", "--format", "html"];
        let output = run_with_input(&arguments, input.as_bytes());
        prop_assert!(status(&output) < 2, "{}", stderr(&output));
        is_inert(stdout(&output));
        // Each span can be cut out of its text.
        Page(data(stdout(&output))).findings();
    }
}
