//! Bytes of a text → characters, as Python counts them.

use paradup::text::Span;
use pyo3::prelude::*;
use pyo3::types::PySlice;

/// So many bytes are counted anew for each look-up.
const BLOCK: usize = 64;

/// Where each byte of a text stands among its characters.
pub(crate) struct Characters<'t> {
    text: &'t str,
    /// How many characters begin before each block; none where each byte is one.
    before: Option<Vec<usize>>,
}

impl<'t> Characters<'t> {
    /// O(bytes).
    pub(crate) fn of(text: &'t str) -> Characters<'t> {
        let before = (!text.is_ascii()).then(|| {
            let blocks = text.as_bytes().chunks(BLOCK);
            let counts = blocks.scan(0, |before, block| {
                let counted = *before;
                *before += characters(block);
                Some((counted, *before))
            });
            let mut before: Vec<usize> = counts.clone().map(|(start, _)| start).collect();
            before.extend(counts.last().map(|(_, end)| end));
            before
        });
        Characters { text, before }
    }

    /// The number of the character at a byte.
    fn at(&self, byte: usize) -> usize {
        let Some(before) = &self.before else {
            return byte;
        };
        let block = byte / BLOCK;
        before[block] + characters(&self.text.as_bytes()[block * BLOCK..byte])
    }

    /// The `slice` that takes these bytes from the `str`.
    pub(crate) fn slice<'py>(&self, py: Python<'py>, span: Span) -> PyResult<Bound<'py, PyAny>> {
        py.get_type::<PySlice>().call1((self.at(span.start), self.at(span.end)))
    }

    pub(crate) fn slices<'py>(
        &self,
        py: Python<'py>,
        spans: &[Span],
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        spans.iter().map(|span| self.slice(py, *span)).collect()
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}
