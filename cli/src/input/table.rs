//! Rows of CSV, each field with its bytes in the file.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// A reader of records.
pub(super) struct Table<'t> {
    text: &'t str,
    at: usize,
    reader: Reader,
    delimiter: u8,
}

/// A field as it was decoded, and its bytes in the file, with its quotes.
pub(super) struct TableField<'t> {
    pub(super) text: String,
    pub(super) source: &'t str,
    pub(super) at: usize,
}

impl<'t> Table<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> Table<'t> {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Table { text, at, reader, delimiter }
    }

    /// The fields of the next record; none behind the last.
    ///
    /// # Errors
    /// The byte at which a quoted field begins that has no end: it would take in all that follows.
    pub(super) fn record(&mut self) -> Result<Option<Vec<TableField<'t>>>, usize> {
        let mut fields = Vec::new();
        loop {
            let (field, result) = self.field();
            match result {
                ReadFieldResult::End => return Ok((!fields.is_empty()).then_some(fields)),
                ReadFieldResult::Field { record_end } => {
                    if self.at == self.text.len() && is_open(field.source) {
                        return Err(field.at);
                    }
                    fields.push(field);
                    if record_end {
                        return Ok(Some(fields));
                    }
                }
                _ => {}
            }
        }
    }

    fn field(&mut self) -> (TableField<'t>, ReadFieldResult) {
        let (from, mut decoded, mut filled) = (self.at, vec![0; 256], 0);
        let result = loop {
            let rest = &self.text.as_bytes()[self.at..];
            let (result, read, written) = self.reader.read_field(rest, &mut decoded[filled..]);
            (self.at, filled) = (self.at + read, filled + written);
            match result {
                ReadFieldResult::OutputFull => decoded.resize(2 * decoded.len(), 0),
                // The next call is told that nothing more comes.
                ReadFieldResult::InputEmpty => {}
                _ => break result,
            }
        };
        decoded.truncate(filled);
        // Fields end at ASCII characters, so that no character is cut.
        let text = String::from_utf8(decoded).expect("a part of a text is text");
        (self.trimmed(text, from), result)
    }

    /// The field without the ends of lines before it and the delimiter behind it.
    fn trimmed(&self, text: String, from: usize) -> TableField<'t> {
        let whole = &self.text[from..self.at];
        let source = whole.trim_start_matches(['\r', '\n']);
        let at = from + (whole.len() - source.len());
        let end = |c: char| c == '\n' || c == '\r' || c == char::from(self.delimiter);
        TableField { text, source: source.strip_suffix(end).unwrap_or(source), at }
    }
}

/// Whether a quoted field has no closing quote. Quotes within are doubled.
fn is_open(source: &str) -> bool {
    let source = source.trim_end_matches(['\r', '\n']);
    source.starts_with('"') && source.matches('"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<(String, String)>> {
        let mut table = Table::new(text, b',');
        let record = || table.record().unwrap();
        core::iter::from_fn(record)
            .map(|record| {
                let field = |field: TableField<'_>| {
                    assert!(text[field.at..].starts_with(field.source));
                    (field.text, field.source.to_owned())
                };
                record.into_iter().map(field).collect()
            })
            .collect()
    }

    fn owned(field: (&str, &str)) -> (String, String) {
        (field.0.to_owned(), field.1.to_owned())
    }

    #[test]
    fn each_field_keeps_its_bytes() {
        let text = "\u{feff}id,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,\n,x";
        assert_eq!(
            fields(text),
            [
                [("id", "id"), ("text", "text")].map(owned),
                [("1", "1"), ("a, \"b\"\nc", "\"a, \"\"b\"\"\nc\"")].map(owned),
                [("2", "2"), ("", "")].map(owned),
                [("", ""), ("x", "x")].map(owned),
            ]
        );
    }

    #[test]
    fn a_quote_without_its_end_is_found() {
        let mut table = Table::new("text\nfine\n\"not\nfine\n", b',');
        assert!(table.record().is_ok() && table.record().is_ok());
        assert_eq!(table.record().err(), Some(10));
        assert!(!is_open("\"\""));
    }
}
