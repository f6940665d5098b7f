//! How far it is, on a terminal only.

use core::fmt::Write;
use core::time::Duration;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};

/// A bar on standard error; nothing where that is no terminal.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Bytes of the files, packed as they are; without an end where one of them has none.
    pub(super) fn reading(files: &[PathBuf]) -> Progress {
        let size = |path: &PathBuf| fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let sizes: Option<Vec<u64>> =
            files.iter().map(|path| size(path).map(|known| known.len())).collect();
        match sizes {
            Some(sizes) => Progress::bar(
                sizes.iter().sum(),
                "reading  {percent:>3}% {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
            ),
            None => Progress::spinner("reading  {spinner} {bytes} {bytes_per_sec}"),
        }
    }

    pub(super) fn comparing(paragraphs: usize) -> Progress {
        let paragraphs = HumanCount(paragraphs as u64);
        Progress::spinner(&format!("comparing {paragraphs} paragraphs {{spinner}} {{elapsed}}"))
    }

    pub(super) fn writing(rows: usize) -> Progress {
        Progress::bar(
            rows as u64,
            "writing  {percent:>3}% {wide_bar} {human_pos}/{human_len} {whole_per_sec}/s, {eta} left",
        )
    }

    pub(crate) fn none() -> Progress {
        Progress { bar: ProgressBar::hidden() }
    }

    fn bar(length: u64, template: &str) -> Progress {
        Progress { bar: ProgressBar::new(length).with_style(style(template)) }
    }

    fn spinner(template: &str) -> Progress {
        let bar = ProgressBar::new_spinner().with_style(style(template));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar }
    }

    pub(super) fn wrap<R: Read>(&self, bytes: R) -> indicatif::ProgressBarIter<R> {
        self.bar.wrap_read(bytes)
    }

    pub(super) fn advance(&self, rows: usize) {
        self.bar.inc(rows as u64);
    }

    /// Takes it off the terminal.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// An error takes the bar away as well, so that its message stands alone.
impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    let style =
        ProgressStyle::with_template(template).expect("the templates above are well formed");
    style.with_key("whole_per_sec", write_rate)
}

/// Lines a second without the fractions that the usual rate has.
fn write_rate(state: &ProgressState, out: &mut dyn Write) {
    write!(out, "{}", HumanCount(state.per_sec() as u64)).expect("a string takes all");
}
