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
        if is_first && are_such && is_underlined(line, under) {
            lines[number - 1].class = Class::Title;
        }
    }
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
