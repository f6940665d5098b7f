//! A report as one page for a browser: it needs no network, and works from a file.
//!
//! The page is made of `page.html`, `page.css` and `page.js`, and of the report as JSON, which the script shows. Nothing of
//! the texts stands in the markup, and the page's policy lets no script run but its own, so that texts command nothing.

mod data;
mod offsets;

use super::{Order, Review};
use crate::{Failure, printable_json};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The report as a page.
pub(crate) fn html(review: &Review<'_>, order: Order) -> Result<String, Failure> {
    let json = printable_json::to_line(&data::data(review, order))?;
    // The data last: what stands in it is no place to put anything.
    let page = PAGE.replace("{style}", STYLE).replace("{script}", SCRIPT);
    let (before, after) = page.split_once("{data}").expect("the page has a place for the data");
    Ok([before, &inert(&json), after].concat())
}

/// The JSON without anything that could end or begin an element. Such characters stand in strings only, where an escape
/// means the same.
fn inert(json: &str) -> String {
    let escaped = json.replace('<', "\\u003c");
    escaped.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inert_json_says_the_same() {
        let text = "</script><!-- <script> ]]> \u{2028}\u{2029} & \\ \" {data} {script}";
        let json = inert(&printable_json::to_line(&text).unwrap());
        assert!(!json.contains(['<', '\u{2028}', '\u{2029}']), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
