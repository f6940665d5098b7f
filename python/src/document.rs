//! Documents, read in one of the crate's formats.

use paradup::document;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::classes::Classes;
use crate::positions::Characters;
use crate::settings::{expected, named};
use crate::texts::Text;

/// A document and its paragraphs.
#[pyclass(frozen, module = "paradup._native")]
pub(crate) struct Document(pub(crate) document::Document);

#[pymethods]
impl Document {
    #[new]
    fn new(py: Python<'_>, format: &str, text: &Bound<'_, PyString>) -> PyResult<Document> {
        let read: fn(String) -> document::Document = match format {
            "plain" => document::Document::plain,
            "lines" => document::Document::lines,
            "whole" => document::Document::whole,
            "markdown" => document::Document::markdown,
            "html" => document::Document::html,
            "restructured_text" => document::Document::restructured_text,
            "asciidoc" => document::Document::asciidoc,
            "subtitles" => document::Document::subtitles,
            other => return Err(expected("format", "the name of a reader", other)),
        };
        let text = Text::lend(text)?.as_str().to_owned();
        Ok(Document(py.detach(|| read(text))))
    }

    fn by(&self, unit: &str) -> PyResult<Document> {
        Ok(Document(self.0.clone().by(named("unit", unit)?)))
    }

    fn paragraphs<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let classes = Classes::load(py)?;
        let characters = Characters::of(self.0.text());
        self.0.paragraphs().map(|paragraph| classes.paragraph(paragraph, &characters)).collect()
    }
}
