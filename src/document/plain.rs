//! Plain text: paragraphs between blank lines, lists, quoted mail, underlined titles.

use core::ops::Range;

use super::draft::Draft;
use super::lines::{LineEnd, indent, is_blank, lines, width};
use super::list::{Lists, Role, Sight};
use super::marker::Marker;
use super::table::{cells, is_bar};
use super::{Block, Kind};

/// The paragraphs of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut lines = plain_lines(text);
    unquote_strays(text, &mut lines);
    for line in &mut lines {
        line.class = classify(&text[line.content.clone()]);
    }
    find_titles(text, &mut lines);
    // Whether a line is an item depends on those behind it too; so roles are known only once all lines have been seen.
    let mut lists = Lists::default();
    for (number, line) in lines.iter().enumerate() {
        see(text, line, number.checked_sub(1).map(|before| &lines[before]), &mut lists);
    }
    write(text, &lines, &lists.roles())
}

/// The lines of a text, a block each.
pub(super) fn line_blocks(text: &str) -> Vec<Block> {
    let mut draft = Draft::new(text);
    for line in lines(text) {
        draft.add(Kind::Paragraph, line.content);
        draft.close();
    }
    draft.finish()
}

/// A line of plain text.
struct PlainLine {
    /// Its bytes without its end and without the marks of quoted mail.
    content: Range<usize>,
    /// Its bytes with those marks.
    whole: Range<usize>,
    /// How often it is quoted.
    depth: usize,
    class: Class,
    /// Whether no paragraph goes on behind it, as at a form feed.
    is_last: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    /// Drawn with signs, across the page or under a title.
    Rule,
    Title,
    /// Cells between bars.
    Row,
    Text,
}

fn plain_lines(text: &str) -> Vec<PlainLine> {
    let line = |line: super::lines::Line| {
        let (depth, marks) = quote_marks(&text[line.content.clone()]);
        PlainLine {
            content: line.content.start + marks..line.content.end,
            whole: line.content,
            depth,
            class: Class::Text,
            is_last: line.end != LineEnd::Line,
        }
    };
    lines(text).map(line).collect()
}

/// How many `>` a line begins with, and the bytes of these marks and the space behind them.
fn quote_marks(line: &str) -> (usize, usize) {
    let start = line.len() - line.trim_start_matches(' ').len();
    let marks = &line[start..];
    let rest = marks.trim_start_matches(['>', ' ']);
    let depth = marks[..marks.len() - rest.len()].matches('>').count();
    if depth == 0 || start > 3 {
        return (0, 0);
    }
    // White space behind the marks belongs to the line, but for one space.
    let end = line[..line.len() - rest.len()].rfind('>').map_or(0, |last| last + 1);
    (depth, end + usize::from(line[end..].starts_with(' ')))
}

/// A single `>` within running text is a sign in it, not a quotation.
fn unquote_strays(text: &str, lines: &mut [PlainLine]) {
    for number in 0..lines.len() {
        let before = number.checked_sub(1).map(|before| &lines[before]);
        let goes_on = before.is_some_and(|before| {
            before.depth == 0 && !before.is_last && is_open(&text[before.content.clone()])
        });
        let is_single = lines.get(number + 1).is_none_or(|next| next.depth == 0);
        let line = &mut lines[number];
        if line.depth > 0 && goes_on && is_single {
            (line.content, line.depth) = (line.whole.clone(), 0);
        }
    }
}

/// Whether a line ends like one that goes on in the next.
fn is_open(line: &str) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '*' | '_');
    let line = line.trim_end().trim_end_matches(is_quote);
    line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '—'))
}

fn classify(line: &str) -> Class {
    if is_blank(line) {
        Class::Blank
    } else if is_rule(line) {
        Class::Rule
    } else if is_row(line) {
        Class::Row
    } else {
        Class::Text
    }
}

/// Whether a line is drawn, not written.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| {
        matches!(c, '-' | '=' | '_' | '+' | '|' | '*' | '~' | '#' | '\u{2500}'..='\u{257f}')
            || c.is_whitespace()
    })
}

/// Whether a line begins and ends with a bar and has others between.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(is_bar) && line.ends_with(is_bar) && line.matches(is_bar).count() > 2
}

/// A line of its own with a rule of about its length under it is a title.
fn find_titles(text: &str, lines: &mut [PlainLine]) {
    for number in 1..lines.len() {
        let is_first = number < 2 || {
            let before = &lines[number - 2];
            before.is_last || before.class != Class::Text || before.depth != lines[number - 1].depth
        };
        let (title, rule) = (&lines[number - 1], &lines[number]);
        let [line, under] = [title, rule].map(|line| text[line.content.clone()].trim());
        let are_such = title.class == Class::Text
            && rule.class == Class::Rule
            && title.depth == rule.depth
            && !title.is_last;
        let over = number.checked_sub(2).map(|before| text[lines[before].content.clone()].trim());
        let is_title = is_underlined(line, under) || (over == Some(under) && is_short(line, under));
        if is_first && are_such && is_title {
            lines[number - 1].class = Class::Title;
        }
    }
}

/// Whether a line between two equal rules is a title, and no notice.
fn is_short(title: &str, rule: &str) -> bool {
    const MAX_WORDS: usize = 12;
    rule.len() > 2
        && !title.ends_with(['.', ',', ';', ':', '!', '?'])
        && title.split_whitespace().nth(MAX_WORDS).is_none()
}

fn is_underlined(title: &str, rule: &str) -> bool {
    let is_line = ['=', '-', '~'].iter().any(|sign| rule.chars().all(|c| c == *sign));
    let (title_width, rule_width) = (width(title), rule.len());
    is_line
        && rule_width > 2
        && 3 * rule_width >= 2 * title_width
        && 2 * rule_width <= 3 * title_width + 4
        // A sentence above a rule across the page.
        && !title.ends_with(['.', ',', ';'])
}

fn see(text: &str, line: &PlainLine, before: Option<&PlainLine>, lists: &mut Lists) {
    let (indent, space) = indent(&text[line.content.clone()]);
    let content = &text[line.content.start + space..line.content.end];
    if before.is_some_and(|before| {
        before.class != Class::Blank && line.class != Class::Blank && before.depth != line.depth
    }) {
        lists.interrupt();
    }
    lists.see(match line.class {
        Class::Blank => Sight::Blank,
        Class::Rule | Class::Title | Class::Row => Sight::Break,
        Class::Text => match Marker::read(content) {
            Some(marker) => Sight::Marked { indent, marker },
            None => Sight::Text { indent, is_complete: !is_open(content) },
        },
    });
    if line.is_last {
        lists.pause();
    }
}

fn write(text: &str, lines: &[PlainLine], roles: &[Role]) -> Vec<Block> {
    let mut draft = Draft::new(text);
    let mut depth = 0;
    for (line, role) in lines.iter().zip(roles) {
        if line.depth != depth || line.class != Class::Text || *role == Role::First {
            draft.close();
        }
        depth = line.depth;
        write_line(text, line, *role, &mut draft);
        if line.is_last || line.class != Class::Text {
            draft.close();
        }
    }
    draft.finish()
}

fn write_line(text: &str, line: &PlainLine, role: Role, draft: &mut Draft<'_>) {
    let content = line.content.clone();
    let (_, space) = indent(&text[content.clone()]);
    let start = content.start + space;
    match (line.class, role) {
        (Class::Blank | Class::Rule, _) => {}
        (Class::Title, _) => draft.add(Kind::Heading, content),
        (Class::Row, _) => draft.add_cells(cells(text, content)),
        (Class::Text, Role::First) => {
            let mark = Marker::read(&text[start..content.end]).map_or(0, |marker| marker.length);
            draft.add(Kind::Item, start + mark..content.end);
        }
        (Class::Text, Role::Further) => draft.add(Kind::Item, content),
        (Class::Text, Role::Outside) if line.depth > 0 => draft.add(Kind::Quote, content),
        (Class::Text, Role::Outside) => draft.add(Kind::Paragraph, content),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::super::outline::expect;

    fn plain(text: &str, expected: &[&str]) {
        expect(&Document::plain(text), expected);
    }

    #[test]
    fn two_lines_with_one_mark_are_a_list() {
        plain("Pack:\n- a tent\n- rope", &["paragraph Pack:", "item a tent", "item rope"]);
        plain("* one\n\n* two", &["item one", "item two"]);
        plain("1) one\n2) two\n3) three", &["item one", "item two", "item three"]);
        plain(" 9. nine\n10. ten", &["item nine", "item ten"]);
        plain("a) one\nb) two", &["item one", "item two"]);
        plain("• one,\n  wrapped\n• two,\nflush", &["item one,/wrapped", "item two,/flush"]);
        plain("1. one\n\n   more\n\n2. two", &["item one", "item more", "item two"]);
        plain("- one\n- two\n\nAfter.", &["item one", "item two", "paragraph After."]);
    }

    #[test]
    fn a_deeper_line_with_a_mark_is_an_item_of_its_own() {
        plain("- a\n  - b\n- c", &["item a", "item b", "item c"]);
        plain(
            "- a\n  - b\n    * c\n  - d\n- e",
            &["item a", "item b", "item c", "item d", "item e"],
        );
        plain("* a\n- b\n* c\n- d\n- e", &["item a", "item b", "item c", "item d", "item e"]);
        plain("1. a\n   - b\n   - c\n2. d", &["item a", "item b", "item c", "item d"]);
    }

    #[test]
    fn a_single_mark_makes_no_list() {
        for text in [
            "- Come in, she said.",
            "- Come in.\n\nHe came in.\n\n- Sit down.",
            "– Come in.\n– Thank you.",
            "— Come in.\n— Thank you.",
            "It was late in\n1990. It was cold in\n1991. It was dark.",
            "They sold apples, pears\n- and plums.",
            "The rope, the tent\n- all of it wet -\nand the stove\n- it was lost -\nwere theirs.",
            "On the coast it rained until the\n12. After that it was dry,\nbut on the\n13. And so on.",
            "1. one\n1. one",
            "1. one\n3. three",
            "- one\n* two",
        ] {
            let paragraphs: Vec<&str> = text.split("\n\n").collect();
            let document = Document::plain(text);
            let found: Vec<&str> = document.paragraphs().map(|found| found.text()).collect();
            assert_eq!(found, paragraphs);
        }
    }

    #[test]
    fn lines_behind_marks_of_mail_are_quotations() {
        let mail = "Yes.\n\nOn Monday Ada wrote:\n> Is the\n> boat in?\n>\n> Or not?\n\nIt is.";
        let parts = ["paragraph Yes.", "paragraph On Monday Ada wrote:", "quote Is the/boat in?"];
        let expected = parts.into_iter().chain(["quote Or not?", "paragraph It is."]);
        plain(mail, &expected.collect::<Vec<_>>());
        plain("> > Where?\n> Here.\nGood.", &["quote Where?", "quote Here.", "paragraph Good."]);
        plain(">> Where\n>> is it?", &["quote Where/is it?"]);
        plain("> - one\n> - two", &["item one", "item two"]);
        plain(
            "a value that is\n> 5 and not\nless",
            &["paragraph a value that is/> 5 and not/less"],
        );
    }

    #[test]
    fn rules_separate_and_underlined_lines_are_titles() {
        plain("One.\n-----------------\nTwo.", &["paragraph One.", "paragraph Two."]);
        plain(
            "The harbour\n===========\nIt is old.",
            &["heading The harbour", "paragraph It is old."],
        );
        plain("A\nharbour\n-------\nOld", &["paragraph A/harbour", "paragraph Old"]);
        plain("港の歴史\n========\n", &["heading 港の歴史"]);
        plain("It is old.\n==========", &["paragraph It is old."]);
        let rule = "=".repeat(60);
        plain(
            &format!("{rule}\nThe quay\n{rule}\n\n{rule}\nIt is new.\n{rule}\n\nOne\n{rule}"),
            &["heading The quay", "paragraph It is new.", "paragraph One"],
        );
        plain("===\nA title\n~~~~~~~", &["heading A title"]);
        plain("1. One\n------\n\n2. Two\n------", &["heading 1. One", "heading 2. Two"]);
        plain("+---+---+\n| a | b |\n+---+---+\n| c | d |", &["row a|b", "row c|d"]);
        plain("│ a │ b │", &["row a|b"]);
    }

    #[test]
    fn pages_and_paragraph_separators_end_items() {
        plain("- a\n- b\u{c}c\u{2029}d", &["item a", "item b", "paragraph c", "paragraph d"]);
        plain("\u{feff}- a\r\n- b\r\n", &["item a", "item b"]);
        plain("- a\r- b\u{85}  c", &["item a", "item b\u{85}  c"]);
    }
}
