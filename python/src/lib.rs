//! The native half of the Python package `paradup`: texts in without a copy, the crate at work without the interpreter's
//! lock, and what it found out again. Names, defaults and documentation stand in `package/paradup`.

mod arrow;
mod bands;
mod classes;
mod detector;
mod document;
mod ids;
mod index;
mod interrupt;
mod positions;
mod settings;
mod tables;
mod texts;
mod threads;

/// What the Python half calls.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::bands::Bands;
    #[pymodule_export]
    use crate::detector::Detector;
    #[pymodule_export]
    use crate::document::Document;
    #[pymodule_export]
    use crate::index::Index;
    #[pymodule_export]
    use crate::tables::{Answers, BandKeys, Clusters, Removals, Statements};
}
