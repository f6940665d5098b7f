//! The text of a row, and which bytes of the file each piece of it comes from.

use core::ops::Range;

use memchr::memchr;
use paradup::document::{Block, Paragraph, Segment, Unit};

use crate::format::InputFormat;

/// A text as a row holds it, decoded piece by piece.
#[derive(Debug, Default)]
pub(super) struct Cell {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    text: Range<usize>,
    /// Bytes of the file.
    source: Range<usize>,
    verbatim: bool,
}

impl Cell {
    /// A string of JSON that stands at `at` in the file, with its quotes.
    ///
    /// # Errors
    /// An escape for half a character.
    pub(super) fn of_json(json: &str, at: usize) -> Result<Cell, String> {
        let mut cell = Cell::default();
        let (mut from, end) = (1, json.len() - 1);
        while from < end {
            let rest = &json.as_bytes()[from..end];
            let plain = memchr(b'\\', rest).unwrap_or(rest.len());
            cell.push(&json[from..from + plain], at + from..at + from + plain, true);
            from += plain;
            if from < end {
                let (c, length) = escaped(&json[from..end])?;
                cell.push(c.encode_utf8(&mut [0; 4]), at + from..at + from + length, false);
                from += length;
            }
        }
        Ok(cell)
    }

    /// A value of a table that was decoded from these bytes of the file. Decoding leaves out quotes and adds nothing.
    pub(super) fn of_table(text: &str, source: &str, at: usize) -> Cell {
        let mut cell = Cell::default();
        let mut rest = text;
        for run in source.split_inclusive('"') {
            let from = at + (run.as_ptr().addr() - source.as_ptr().addr());
            // A quote that the text has not is no part of it.
            let shared = if rest.starts_with(run) { run } else { run.trim_end_matches('"') };
            if let Some(behind) = rest.strip_prefix(shared) {
                cell.push(shared, from..from + shared.len(), true);
                rest = behind;
            }
        }
        cell
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn push(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { text: start..self.text.len(), source, verbatim });
    }

    /// The units of the text as blocks of the file.
    pub(super) fn blocks(mut self, file: &str, unit: Unit) -> Vec<Block> {
        let document = InputFormat::Plain.read(core::mem::take(&mut self.text), unit);
        let blocks = document.paragraphs().map(|paragraph| {
            let mut block = Block::new(paragraph.kind());
            for segment in paragraph.segments() {
                self.add(&mut block, file, paragraph, segment);
            }
            if paragraph.is_ignored() { block.ignored() } else { block }
        });
        blocks.collect()
    }

    /// Adds a segment of a paragraph of the cell's text, as far as it goes in pieces of the file.
    fn add(&self, block: &mut Block, file: &str, paragraph: Paragraph<'_>, segment: &Segment) {
        let text = &paragraph.text()[segment.text];
        let source = segment.source.range();
        if !segment.verbatim {
            block.decode(self.start(source.start)..self.end(source.end), text);
            return;
        }
        let first = self.pieces.partition_point(|piece| piece.text.end <= source.start);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.text.start < source.end) {
            let (start, end) = (piece.text.start.max(source.start), piece.text.end.min(source.end));
            if piece.verbatim {
                let shift = |at: usize| piece.source.start + (at - piece.text.start);
                block.copy(file, shift(start)..shift(end));
            } else {
                block.decode(piece.source.clone(), &text[start - source.start..end - source.start]);
            }
        }
    }

    /// Where a part of the text begins in the file.
    fn start(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|piece| piece.text.end <= at);
        let piece = &self.pieces[piece.min(self.pieces.len() - 1)];
        if piece.verbatim {
            piece.source.start + (at - piece.text.start)
        } else {
            piece.source.start
        }
    }

    /// Where a part of the text ends in the file.
    fn end(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|piece| piece.text.start < at);
        let piece = &self.pieces[piece.max(1) - 1];
        if piece.verbatim { piece.source.start + (at - piece.text.start) } else { piece.source.end }
    }
}

/// The character that an escape stands for, and how many bytes the escape has.
fn escaped(json: &str) -> Result<(char, usize), String> {
    let simple = match json.as_bytes()[1] {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => return unicode(json),
        other => char::from(other),
    };
    Ok((simple, 2))
}

fn unicode(json: &str) -> Result<(char, usize), String> {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let units = [unit(0), unit(6)];
    let decoded = char::decode_utf16(units.into_iter().flatten()).next();
    let c = decoded.and_then(Result::ok).ok_or(
        "expected Unicode text, found an escape from \\ud800 to \\udfff without its other half",
    )?;
    Ok((c, 6 * c.len_utf16()))
}

#[cfg(test)]
mod tests {
    use paradup::document::Document;

    use super::*;

    /// Whichever way a text is written and divided, its blocks lead to bytes of the file.
    #[test]
    fn blocks_are_of_the_file() {
        let text = "Buy:\n- \"bread\",\n  the dark one\n- milk\n\nWe met.\n> Did you?\n> Really? \u{1f600}";
        let json = serde_json::to_string(text).unwrap();
        let ascii = json.replace('\u{1f600}', "\\ud83d\\ude00");
        let table = format!("\"{}\"", text.replace('"', "\"\""));
        let cells = || {
            [
                (&json, Cell::of_json(&json, 0).unwrap()),
                (&ascii, Cell::of_json(&ascii, 0).unwrap()),
                (&table, Cell::of_table(text, &table, 0)),
            ]
        };
        for unit in [Unit::Line, Unit::Paragraph, Unit::Document] {
            let expected = InputFormat::Plain.read(text.to_owned(), unit);
            for (file, cell) in cells() {
                let document = Document::from_paragraphs(file.clone(), cell.blocks(file, unit));
                let document = document.unwrap();
                let texts = |document: &Document| {
                    let texts =
                        document.paragraphs().map(|one| (one.kind(), one.text().to_owned()));
                    texts.collect::<Vec<_>>()
                };
                assert_eq!(texts(&document), texts(&expected), "{file}");
            }
        }
    }
}
