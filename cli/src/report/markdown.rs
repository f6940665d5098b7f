//! A report as a comment on a change, for the review pages of GitHub and GitLab.
//!
//! Nothing in a text or in the name of a file becomes markup, a mention, a reference or a link.

use paradup::Relation;
use paradup::report::{Finding, Place};

use super::groups::{Group, Share, Subject, TreeShare, groups, sort_by_strength};
use super::phrases::Phrase;
use super::remarks::{differences, joined};
use super::text::summary;
use super::{Review, claim};
use crate::markup::{counted, excerpt, one_line};

/// Entries that stand open; the others are folded.
const MAX_OPEN: usize = 10;

/// Entries of a comment, folded ones too.
const MAX_ENTRIES: usize = 50;

/// Characters of a comment. GitHub takes 65,536.
const MAX_LENGTH: usize = 60_000;

/// Places in the list of an entry.
const MAX_PLACES: usize = 30;

/// Short texts in their list.
const MAX_PHRASES: usize = 15;

/// Places that need no folding.
const MAX_OPEN_PLACES: usize = 3;

/// Characters of a text, before they are escaped.
const MAX_EXCERPT: usize = 300;

/// Characters of the name of a file. The last ones tell it from others.
const MAX_PATH: usize = 120;

/// The report as a comment.
pub(crate) fn markdown(review: &Review<'_>) -> String {
    let mut groups = groups(review);
    sort_by_strength(review, &mut groups);
    // Short texts are the last, and have their entry whatever else there is room for.
    let short = groups.pop_if(|group| matches!(group.subject, Subject::Short(_)));
    let short = short.map(|group| entry(review, groups.len() + 1, &group)).unwrap_or_default();
    let entries = groups.iter().take(MAX_ENTRIES).enumerate();
    let entries = entries.map(|(number, group)| entry(review, number + 1, group));
    let room = MAX_LENGTH - short.chars().count();
    let summary = format!("**{}**\n", escaped(&summary(review)));
    let notes = review.notes.lines().into_iter().map(|line| format!("\n{}\n", escaped(&line)));
    let parts = [summary, listed(entries, groups.len(), room), short];
    parts.into_iter().chain(notes).collect()
}

/// As many of the entries as there is room for, and how many more there are.
fn listed(entries: impl Iterator<Item = String>, all: usize, room: usize) -> String {
    let (mut parts, mut length, mut shown) = (Vec::new(), 0, 0);
    for entry in entries {
        length += entry.chars().count();
        if length > room {
            break;
        }
        if shown == MAX_OPEN {
            let folded = all - MAX_OPEN;
            parts.push(format!("\n<details><summary>{folded} more</summary>\n"));
        }
        parts.push(entry);
        shown += 1;
    }
    parts.extend((shown < all).then(|| format!("\n… and {} more\n", all - shown)));
    parts.extend((shown > MAX_OPEN).then(|| "\n</details>\n".to_owned()));
    parts.concat()
}

/// A text that is repeated: how, in which words, and where else.
fn entry(review: &Review<'_>, number: usize, group: &Group<'_>) -> String {
    if let Some(title) = group.title(review, |path| code(&end_of(path))) {
        return format!("\n**{number}.** {title}\n{}", folded(review, group));
    }
    let best = group.best();
    let heading = format!("\n**{number}.** {}\n", heading(review, best));
    [heading, quotes(review, best), remarks(review, best), places(review, group)].concat()
}

fn heading(review: &Review<'_>, finding: &Finding) -> String {
    let [a, b] = [finding.a, finding.b].map(|place| location(review, place));
    format!("{b}: {}", claim(&finding.pair(), &a))
}

/// Where one file repeats another, which files do, or which texts are short; folded.
fn folded(review: &Review<'_>, group: &Group<'_>) -> String {
    let list = match &group.subject {
        Subject::Short(phrases) => capped(phrases, MAX_PHRASES, |phrase| of_phrase(review, phrase)),
        Subject::Trees(_, trees) => capped(trees, MAX_PLACES, of_tree),
        Subject::Files(files) if files.len() > 1 => {
            capped(files, MAX_PLACES, |share| of_file(review, *share))
        }
        Subject::Tree(_, files) | Subject::Parallel(_, files)
            if group.findings.len() > MAX_PLACES =>
        {
            capped(files, MAX_PLACES, |share| of_file(review, *share))
        }
        _ => capped(&group.findings, MAX_PLACES, |finding| heading(review, finding)),
    };
    format!("\n<details><summary>where</summary>\n\n- {list}\n\n</details>\n")
}

/// As many of some things as are listed, and how many more there are.
fn capped<T>(all: &[T], max: usize, line: impl Fn(&T) -> String) -> String {
    let mut lines: Vec<String> = all.iter().take(max).map(line).collect();
    lines.extend((all.len() > max).then(|| format!("… and {} more", all.len() - max)));
    lines.join("\n- ")
}

/// A short text, and under it the first ones that are like it.
fn of_phrase(review: &Review<'_>, phrase: &Phrase<'_>) -> String {
    let shown = phrase.texts.iter().take(1 + MAX_OPEN_PLACES);
    let mut texts: Vec<String> = shown.map(|places| of_text(review, places)).collect();
    let more = phrase.texts.len() - texts.len();
    texts.extend((more > 0).then(|| format!("… and {more} more")));
    texts.join("\n  - like it: ")
}

/// A text, how often it stands, and where first.
fn of_text(review: &Review<'_>, places: &[Place]) -> String {
    let text = escaped(&cut(&one_line(excerpt(review.paragraph(places[0]).text()))));
    let shown = places.iter().take(MAX_OPEN_PLACES).map(|place| location(review, *place));
    let mut shown: Vec<String> = shown.collect();
    shown.extend((places.len() > MAX_OPEN_PLACES).then(|| "…".to_owned()));
    format!("{} × {text} ({})", places.len(), shown.join(", "))
}

fn of_file(review: &Review<'_>, share: Share) -> String {
    let Share { document, count, of } = share;
    format!("{} in {count} of {of} paragraphs", file(review, document))
}

fn of_tree(share: &TreeShare) -> String {
    let [paragraphs, files] = [(share.paragraphs, "paragraph"), (share.files, "file")]
        .map(|(count, noun)| counted(count as u64, noun));
    format!("{} in {paragraphs} of {files}", code(&end_of(&share.tree)))
}

/// One text where both are the same. The line number before it also keeps what it begins with from being a list.
fn quotes(review: &Review<'_>, finding: &Finding) -> String {
    let quote = |place: Place| {
        let paragraph = review.paragraph(place);
        format!(
            "> `{}` {}\n",
            paragraph.line(),
            escaped(&cut(&one_line(excerpt(paragraph.text()))))
        )
    };
    match finding.relation {
        Relation::Identical | Relation::Reformatted => format!("\n{}", quote(finding.b)),
        _ => format!("\n{}>\n{}", quote(finding.a), quote(finding.b)),
    }
}

fn remarks(review: &Review<'_>, finding: &Finding) -> String {
    let evidence = &finding.evidence;
    let exchanges = (!evidence.exchanges.is_empty()).then(|| differences(&evidence.exchanges));
    let added = joined(review.paragraph(finding.b).text(), &evidence.added);
    let lines = [("differs", exchanges), ("only here", added)];
    let lines = lines.into_iter().filter_map(|(label, said)| Some((label, said?)));
    let lines = lines.map(|(label, said)| format!("- **{label}:** {}\n", escaped(&cut(&said))));
    let lines: Vec<String> = lines.chain(also(review, finding)).collect();
    // A list begins behind an empty line.
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.concat()) }
}

/// What else the paragraph repeats.
fn also(review: &Review<'_>, finding: &Finding) -> Option<String> {
    let shown = finding.others.iter().take(MAX_OPEN_PLACES);
    let mut also: Vec<String> = shown.map(|pair| claim(pair, &location(review, pair.a))).collect();
    if finding.others.len() > MAX_OPEN_PLACES {
        also.push(format!("and {} more", finding.others.len() - MAX_OPEN_PLACES));
    }
    (!also.is_empty()).then(|| format!("- **also:** {}\n", also.join("; ")))
}

/// Where else the same text is repeated.
fn places(review: &Review<'_>, group: &Group<'_>) -> String {
    let others = &group.findings[1..];
    let shown = others.iter().take(MAX_PLACES);
    let mut lines: Vec<String> = shown.map(|finding| heading(review, finding)).collect();
    if others.len() > MAX_PLACES {
        lines.push(format!("… and {} more", others.len() - MAX_PLACES));
    }
    let list = lines.join("\n- ");
    let list = format!("\n{} is repeated here too:\n\n- {list}\n", location(review, group.source));
    match others.len() {
        0 => String::new(),
        1..=MAX_OPEN_PLACES => list,
        many => format!("\n<details><summary>{many} more like it</summary>\n{list}\n</details>\n"),
    }
}

/// `file:line` as code, in which nothing is markup.
fn location(review: &Review<'_>, place: Place) -> String {
    code(&format!("{}:{}", path(review, place.document), review.paragraph(place).line()))
}

fn file(review: &Review<'_>, document: usize) -> String {
    code(&path(review, document))
}

fn path(review: &Review<'_>, document: usize) -> String {
    end_of(review.documents[document].path().unwrap_or("-"))
}

/// The end of a path in one line.
fn end_of(path: &str) -> String {
    let path = one_line(path);
    let length = path.chars().count();
    let tail: String = path.chars().skip(length.saturating_sub(MAX_PATH)).collect();
    let dots = if length > MAX_PATH { "…" } else { "" };
    format!("{dots}{tail}")
}

/// A text as code, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space before a backtick, so that the fence ends there, and one at the other end: both are dropped together.
    let space = if text.starts_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_EXCERPT) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}

/// Takes no room and no part in a word.
const WORD_JOINER: char = '\u{2060}';

/// Digits of a commit's name that are too few to be one.
const MAX_HEX_RUN: usize = 6;

/// A text in one line that is read as it stands. Punctuation is escaped, which Markdown heeds; what pages look for once the
/// Markdown is read (mentions, issues, commits, addresses, emoji) is interrupted by a character that is not seen.
fn escaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len() * 2);
    let (mut last, mut before_last, mut hex_run) = (' ', ' ', 0);
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if is_markup(c) {
            text.push('\\');
        }
        text.push(c);
        hex_run = if c.is_ascii_hexdigit() { hex_run + 1 } else { 0 };
        let next = rest.peek().copied().unwrap_or(' ');
        if begins_reference([before_last, last, c, next]) || hex_run == MAX_HEX_RUN {
            text.push(WORD_JOINER);
            hex_run = 0;
        }
        (before_last, last) = (last, c);
    }
    text
}

/// Whether Markdown may read the character as more than itself within a line.
fn is_markup(c: char) -> bool {
    c.is_ascii_punctuation()
        && !matches!(c, ',' | '.' | ';' | ':' | '?' | '\'' | '"' | '/' | '(' | ')' | '-' | '%')
}

/// Whether a reference of GitHub or GitLab may begin, or go on, between the last two characters: `@name`, `#12`, `GH-12`,
/// `!12`, `$12`, `%12`, `&12`, `~label`, `:emoji:`, `http://`, `www.`, `[[page]]`, `{+`.
fn begins_reference([before_last, last, c, next]: [char; 4]) -> bool {
    let goes_on = !next.is_whitespace();
    match c {
        '@' | '#' | '!' | '$' | '&' | '~' | '^' | '[' | '{' => goes_on,
        // A percentage is none, nor is a time of day.
        '%' => goes_on && !last.is_ascii_digit(),
        ':' => goes_on && !(last.is_ascii_digit() && next.is_ascii_digit()),
        '-' => last.is_alphabetic() && next.is_ascii_digit(),
        'w' | 'W' => {
            next == '.' && [before_last, last].iter().all(|c| c.eq_ignore_ascii_case(&'w'))
        }
        _ => false,
    }
}
