//! Records of a table: values with a delimiter between them, some of them in quotation marks (RFC 4180).
//!
//! A record is cut out before it is understood, on the thread that reads, so that blocks of whole records
//! are parsed on all threads. A quotation mark means something at the start of a value only; elsewhere it is itself.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::field::{Field, listed};

const QUOTE: u8 = b'"';

/// The columns of a table, from its first record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    names: Vec<String>,
    delimiter: u8,
}

impl Columns {
    /// The columns that the first record names.
    pub(crate) fn read(header: &str, delimiter: u8) -> Result<Columns, String> {
        let names: Vec<String> =
            values(header, delimiter)?.into_iter().map(|value| value.text().into_owned()).collect();
        if names.iter().any(|name| name.contains('\r')) {
            return Err("expected lines that end with LF or CR LF, found CR alone".to_owned());
        }
        Ok(Columns { names, delimiter })
    }

    /// The values of a record, one for each column.
    pub(crate) fn values<'r>(&self, record: &'r str) -> Result<Vec<Value<'r>>, String> {
        let values = values(record, self.delimiter)?;
        if values.len() == self.names.len() {
            return Ok(values);
        }
        let (expected, found) = (self.names.len(), values.len());
        Err(format!("expected {expected} values, as the table has columns, found {found}"))
    }

    /// Of the values of a record that of a column.
    pub(crate) fn value<'r>(
        &self,
        values: &[Value<'r>],
        field: &Field,
    ) -> Result<Value<'r>, String> {
        let place = self.find(field)?;
        let absent = || format!("expected a column {field}, found {}", self.list());
        place.map(|place| values[place]).ok_or_else(absent)
    }

    /// Refuses a table without a column.
    pub(crate) fn require(&self, field: &Field, advice: &str) -> Result<(), String> {
        let absent = || format!("expected a column {field}, found {}; {advice}", self.list());
        self.find(field)?.map(drop).ok_or_else(absent)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// The place of a column. One that stands twice is refused: which of two counts would depend on who reads.
    pub(crate) fn find(&self, field: &Field) -> Result<Option<usize>, String> {
        let mut places = (0..self.names.len()).filter(|place| self.names[*place] == field.column());
        match (places.next(), places.next()) {
            (place, None) => Ok(place),
            _ => Err(format!("the column {field} stands twice")),
        }
    }

    /// The names, as in messages.
    pub(crate) fn list(&self) -> String {
        listed(self.names.iter())
    }
}

/// A value as it is written, with its quotation marks.
#[derive(Clone, Copy)]
pub(crate) struct Value<'r> {
    pub(crate) written: &'r str,
}

impl<'r> Value<'r> {
    /// What it says.
    pub(crate) fn text(self) -> Cow<'r, str> {
        let Some(inner) = self.written.strip_prefix('"') else { return self.written.into() };
        match memchr(QUOTE, inner.as_bytes()) {
            Some(end) if end + 1 == inner.len() => inner[..end].into(),
            _ => unquoted(inner).into(),
        }
    }
}

/// The values of a record, with or without its end.
///
/// # Errors
/// When a quotation mark is not closed.
pub(crate) fn values(record: &str, delimiter: u8) -> Result<Vec<Value<'_>>, String> {
    let record = record.strip_suffix('\n').unwrap_or(record);
    let record = record.strip_suffix('\r').unwrap_or(record);
    let mut values = Vec::new();
    let mut start = 0;
    loop {
        let rest = &record.as_bytes()[start..];
        let Some(plain) = plain_start(rest) else {
            return Err("expected a closing quotation mark, found the end".to_owned());
        };
        let end = memchr(delimiter, &rest[plain..]).map(|at| start + plain + at);
        values.push(Value { written: &record[start..end.unwrap_or(record.len())] });
        match end {
            Some(end) => start = end + 1,
            None => break Ok(values),
        }
    }
}

/// The length of the first record with its end; none where it has no end.
pub(crate) fn record_length(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += plain_start(&bytes[at..])?;
        at += memchr2(delimiter, b'\n', &bytes[at..])? + 1;
        if bytes[at - 1] == b'\n' {
            return Some(at);
        }
    }
}

/// Where no quotation mark means anything any more, in a value that begins here; none where one is not closed.
fn plain_start(value: &[u8]) -> Option<usize> {
    if value.first() != Some(&QUOTE) {
        return Some(0);
    }
    let mut at = 1;
    loop {
        at += memchr(QUOTE, &value[at..])? + 1;
        // Two are one of the text.
        if value.get(at) != Some(&QUOTE) {
            return Some(at);
        }
        at += 1;
    }
}

/// What stands behind the first quotation mark, without the one that closes, and with one for two.
fn unquoted(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr(QUOTE, rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(behind) => {
                text.push('"');
                rest = behind;
            }
            // Behind the closing one all are themselves.
            None => break,
        }
    }
    text + rest
}

/// A text as a value of a record.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A value of JSON as one of a record: strings as they read, in quotation marks where something in them asks for these.
pub(crate) fn written(value: &serde_json::Value, delimiter: u8) -> String {
    let text = match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let asks = |c| matches!(c, '"' | '\n' | '\r') || c == char::from(delimiter);
    if text.contains(asks) { quoted(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(table: &str) -> Vec<Vec<String>> {
        let mut rest = table;
        let lines = core::iter::from_fn(|| {
            let length = record_length(rest.as_bytes(), b',').unwrap_or(rest.len());
            let (line, behind) = rest.split_at(length);
            rest = behind;
            (!line.is_empty()).then_some(line)
        });
        let lines = lines.filter(|line| !line.trim().is_empty());
        lines
            .map(|line| values(line, b',').unwrap().iter().map(|one| one.text().into()).collect())
            .collect()
    }

    #[test]
    fn values_may_hold_all_that_divides_them() {
        assert_eq!(
            records("a,\"b,\"\"c\"\"\nd\",5\" pipe\r\n\"e\",,\n"),
            [["a", "b,\"c\"\nd", "5\" pipe"], ["e", "", ""]]
        );
        assert!(values("a,\"b", b',').is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// With every quotation mark closed, for that crate closes the last one itself.
        #[test]
        fn records_are_those_of_the_csv_crate(table in "((\"([a,\né]|\"\"){0,4}\"(a[a\"]?)?|[aé][a\"é]{0,3}|)[,\n]){0,12}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
            let expected: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(records(&table), expected);
        }

        #[test]
        fn what_is_quoted_reads_back(text in "[a\",\n]{0,12}") {
            let record = quoted(&text) + ",x\n";
            prop_assert_eq!(record_length(record.as_bytes(), b','), Some(record.len()));
            let values = values(&record, b',').unwrap();
            prop_assert_eq!(values[0].text(), text);
        }
    }
}
