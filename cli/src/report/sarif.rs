//! A report as SARIF 2.1.0, for editors and code scanning: a result for each finding, a rule for each relation. Short texts are
//! one result, under a rule of their own. Of more results than code scanning accepts the weakest are left out, and the
//! run says so.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use paradup::Relation;
use paradup::document::Document;
use paradup::report::{Finding, Place};
use serde_json::{Value, json};

use super::groups::{Group, Subject, groups, sort_by_strength};
use super::remarks::differences;
use super::{Review, claim};
use crate::fingerprint::{Fingerprints, Key};
use crate::markup::{one_line, shortened};
use crate::{Failure, printable_json};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The directory that relative names of files start from. Code scanning knows it by this name.
const ROOT: &str = "%SRCROOT%";

/// Earlier paragraphs that a result names.
const MAX_RELATED: usize = 10;

/// Results of a run. GitHub refuses a file with more, or with more than 10 MB once it is packed: so many are about 1.
const MAX_RESULTS: usize = 25_000;

/// Short texts that the result on them names. GitHub shows 100 places of a result.
const MAX_PHRASES: usize = 100;

/// The report as a line of SARIF.
pub(crate) fn sarif(
    review: &Review<'_>,
    fingerprints: &mut Fingerprints<'_>,
) -> Result<String, Failure> {
    let mut groups = groups(review);
    sort_by_strength(review, &mut groups);
    let short = groups.pop_if(|group| matches!(group.subject, Subject::Short(_)));
    let shown = strongest(&groups, MAX_RESULTS - usize::from(short.is_some()));
    let mut seen = BTreeMap::new();
    let mut results = Vec::with_capacity(shown.len());
    for finding in review.report {
        // Left out or not, each is counted, so that its fingerprint is the same in each run.
        let key = fingerprints.key(&finding.pair());
        let number = seen.entry(key).or_insert(0_u64);
        *number += 1;
        if shown.contains(&finding.b) {
            results.push(result(review, finding, key, *number));
        }
    }
    results.extend(short.iter().map(|group| short_result(review, group)));
    let all: usize = groups.iter().map(|group| group.findings.len()).sum();
    let run = json!({
        "tool": { "driver": {
            "name": "paradup",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": Relation::ALL.map(rule).into_iter().chain([short_rule()]).collect::<Vec<Value>>(),
        } },
        "invocations": [{
            "executionSuccessful": true,
            "toolExecutionNotifications": left_out(all - shown.len()),
        }],
        "results": results,
        "originalUriBaseIds": { ROOT: { "description": { "text": "The directory in which paradup was run." } } },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"],
        "properties": review.notes,
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    Ok(printable_json::to_line(&log)?)
}

/// The redundant paragraphs that there is room for: of the strongest groups, which are sorted.
fn strongest(groups: &[Group<'_>], room: usize) -> BTreeSet<Place> {
    let findings = groups.iter().flat_map(|group| &group.findings);
    findings.take(room).map(|finding| finding.b).collect()
}

/// Says that results are left out, if any are.
fn left_out(count: usize) -> Vec<Value> {
    let results = if count == 1 { "1 result is" } else { &format!("{count} results are") };
    let text = format!(
        "{results} left out, for code scanning accepts {MAX_RESULTS} of a run; the other formats \
         have all."
    );
    let notice = json!({ "level": "warning", "message": { "text": text } });
    if count == 0 { Vec::new() } else { vec![notice] }
}

/// The rule under which short texts are reported, behind those of the relations.
const SHORT_RULE: &str = "short";

fn short_rule() -> Value {
    let what = "Short paragraphs repeat others.";
    json!({
        "id": SHORT_RULE,
        "name": "ShortParagraphs",
        "shortDescription": { "text": what },
        "fullDescription": { "text": what },
        "help": { "text": "Leave them as they are, or say once what many places say." },
        "defaultConfiguration": { "level": "note" },
    })
}

/// The result on all short texts, at the place of the most frequent one.
fn short_result(review: &Review<'_>, group: &Group<'_>) -> Value {
    let Subject::Short(phrases) = &group.subject else { unreachable!("it is of short texts") };
    let texts = phrases.iter().flat_map(|phrase| phrase.texts.iter().zip(0..));
    let related = texts.take(MAX_PHRASES).zip(1..).map(|((places, number), id)| {
        let mut related = location(review, places[0]);
        related["id"] = id.into();
        // The texts behind the first one of a phrase are like it.
        related["message"] = json!({ "text": occurrence(review, places, number > 0) });
        related
    });
    let title = group.title(review, one_line).unwrap_or_default();
    json!({
        "ruleId": SHORT_RULE,
        "ruleIndex": Relation::ALL.len(),
        "level": "note",
        "message": { "text": sentence(&title) },
        "locations": [location(review, group.source)],
        "relatedLocations": related.collect::<Vec<Value>>(),
        // There is one in a run.
        "partialFingerprints": { "shortParagraphs/v1": SHORT_RULE },
    })
}

/// A text and how often it stands.
fn occurrence(review: &Review<'_>, places: &[Place], is_like: bool) -> String {
    let text = shortened(&one_line(review.paragraph(places[0]).text()));
    let times = match places.len() {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    let message = if is_like { format!("like it, {times}") } else { times };
    format!("{}: {}", capitalized(&message), plain(&text))
}

fn rule(relation: Relation) -> Value {
    let [name, what, help] = described(relation);
    json!({
        "id": relation.name(),
        "name": name,
        "shortDescription": { "text": what },
        "fullDescription": { "text": what },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(relation) },
    })
}

/// Copies are to be removed, or to be told apart; a restatement may be meant.
fn level(relation: Relation) -> &'static str {
    match relation {
        Relation::Restated => "note",
        _ => "warning",
    }
}

fn described(relation: Relation) -> [&'static str; 3] {
    match relation {
        Relation::Identical => [
            "IdenticalParagraph",
            "The paragraph is identical to an earlier one.",
            "Leave one of them out, or refer to it.",
        ],
        Relation::Reformatted => [
            "ReformattedParagraph",
            "The paragraph has the words of an earlier one in another form.",
            "Leave one of them out, or refer to it.",
        ],
        Relation::Near => [
            "NearParagraph",
            "The paragraph is nearly an earlier one.",
            "Look at what differs: one of them may be out of date. Leave one of them out, or say what sets them apart.",
        ],
        Relation::Contained => [
            "ContainedParagraph",
            "One paragraph stands in the other.",
            "Leave out the shorter one, or refer to the longer one.",
        ],
        Relation::Restated => [
            "RestatedParagraph",
            "The paragraph says again in other words what an earlier one says.",
            "Leave one of them out if the repetition is not meant, and see that they do not contradict each other.",
        ],
        _ => {
            ["RelatedParagraph", "The paragraph is related to an earlier one.", "Compare the two."]
        }
    }
}

fn result(review: &Review<'_>, finding: &Finding, key: Key, number: u64) -> Value {
    let related = finding.pairs().take(MAX_RELATED).zip(1..);
    let related = related.map(|(pair, id)| {
        let mut related = location(review, pair.a);
        related["id"] = id.into();
        let message = sentence(&claim(&pair, "this paragraph"));
        related["message"] = json!({ "text": message });
        related
    });
    json!({
        "ruleId": finding.relation.name(),
        "ruleIndex": Relation::ALL.iter().position(|relation| *relation == finding.relation),
        "level": level(finding.relation),
        "rank": finding.score.get() * 100.0,
        "message": { "text": message(review, finding) },
        "locations": [location(review, finding.b)],
        "relatedLocations": related.collect::<Vec<Value>>(),
        // Of the same pair of texts there may be several: they are told apart by their number.
        "partialFingerprints": { "paragraphPair/v1": format!("{key}:{number}") },
        "properties": { "score": finding.score, "factsDiffer": finding.evidence.facts_differ() },
    })
}

fn message(review: &Review<'_>, finding: &Finding) -> String {
    let place = review.location_from(finding.a, finding.b);
    let link = format!("[the paragraph at {}](1)", link_text(&place));
    let claim = sentence(&claim(&finding.pair(), &link));
    if finding.evidence.exchanges.is_empty() {
        return claim;
    }
    let differences = shortened(&differences(&finding.evidence.exchanges));
    format!("{claim} Differs: {}.", plain(&differences))
}

/// A claim as a sentence.
fn sentence(claim: &str) -> String {
    capitalized(claim) + "."
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

/// The text of a link, as messages want it.
fn link_text(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    braced(&escaped)
}

/// A text in which no message finds a link: the character between is not seen.
fn plain(text: &str) -> String {
    braced(&text.replace("](", "]\u{2060}("))
}

/// Braces are for placeholders, unless they are doubled.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn location(review: &Review<'_>, place: Place) -> Value {
    let document = &review.documents[place.document];
    json!({ "physicalLocation": {
        "artifactLocation": artifact(document.path()),
        "region": region(document, place),
    } })
}

fn region(document: &Document, place: Place) -> Value {
    let paragraph = document.paragraph(place.paragraph);
    let mut region = json!({ "startLine": paragraph.line(), "endLine": paragraph.last_line() });
    let span = paragraph.span();
    let columns = [span.start, span.end].map(|offset| column(document.text(), offset));
    if let [Some(start), Some(end)] = columns {
        region["startColumn"] = start.into();
        region["endColumn"] = end.into();
    }
    region
}

/// Bytes of a line before a paragraph in which its column is counted: files without line ends have thousands of paragraphs in
/// one line, and nobody looks for them by columns.
const MAX_LINE: usize = 1 << 14;

/// The column of a byte, from 1, in UTF-16 units, as editors count that show SARIF. A byte order mark is in none.
fn column(text: &str, offset: usize) -> Option<usize> {
    let from = (offset.saturating_sub(MAX_LINE)..=offset).find(|at| text.is_char_boundary(*at))?;
    let before = &text[from..offset];
    let is_line_end = |c| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let line = match before.rfind(is_line_end) {
        Some(end) => before[end..].trim_start_matches(is_line_end),
        None if from == 0 => before.trim_start_matches('\u{feff}'),
        None => return None,
    };
    Some(line.encode_utf16().count() + 1)
}

/// The file: relative to the root where its name is.
fn artifact(path: Option<&str>) -> Value {
    let path = path.unwrap_or("-");
    if path == "-" {
        return json!({ "uri": "-", "description": { "text": "standard input" } });
    }
    let path = Path::new(path);
    // Where a name goes upwards, only the file system knows where to.
    if path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        return json!({ "uri": absolute_uri(path) });
    }
    json!({ "uri": relative_uri(path), "uriBaseId": ROOT })
}

fn absolute_uri(path: &Path) -> String {
    let in_current =
        || env::current_dir().map_or_else(|_| path.to_owned(), |current| current.join(path));
    let absolute: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| in_current());
    format!("file:///{}", relative_uri(&absolute))
}

/// The names of a path as a URI has them.
fn relative_uri(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::RootDir | Component::CurDir => None,
        // `C:`, which stands in a URI as it is.
        Component::Prefix(prefix) => Some(prefix.as_os_str().to_string_lossy().into_owned()),
        part => Some(percent_encoded(&part.as_os_str().to_string_lossy())),
    });
    parts.collect::<Vec<String>>().join("/")
}

fn percent_encoded(name: &str) -> String {
    name.bytes().map(percent_encoded_byte).collect()
}

fn percent_encoded_byte(byte: u8) -> String {
    match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}
