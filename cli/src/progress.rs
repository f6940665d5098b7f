//! How far it is, on a terminal only.

use core::fmt::Write;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use paradup::Observer;

/// What is over sooner shows no bar: it would only flicker.
const DELAY: Duration = Duration::from_millis(500);

/// How often a bar is drawn whose work tells nothing.
const TICK: Duration = Duration::from_millis(200);

/// A bar on standard error; nothing where that is no terminal.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Bytes of the files, packed as they are; without an end where one of them has none.
    pub(crate) fn reading(files: &[PathBuf]) -> Progress {
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

    /// The stages of a comparison, one after the other, as its [`Stages`] tell them.
    pub(crate) fn comparing() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = style("{msg:12} {percent:>3}% {wide_bar} {eta} left");
        Progress { bar: bar.with_style(style) }
    }

    /// Shows the stages of long work.
    pub(crate) fn stages(&self) -> Stages {
        Stages { bar: self.bar.clone(), is_shown: AtomicBool::new(false) }
    }

    pub(crate) fn writing(rows: usize) -> Progress {
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
        bar.enable_steady_tick(TICK);
        Progress { bar }
    }

    pub(crate) fn wrap<R: Read>(&self, bytes: R) -> indicatif::ProgressBarIter<R> {
        self.bar.wrap_read(bytes)
    }

    pub(crate) fn advance(&self, rows: usize) {
        self.bar.inc(rows as u64);
    }

    /// Takes it off the terminal.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// Shows on a bar how far each stage of a comparison is.
pub(crate) struct Stages {
    bar: ProgressBar,
    is_shown: AtomicBool,
}

impl Observer for Stages {
    fn progress(&self, progress: paradup::Progress) {
        if progress.done == 0 {
            self.bar.set_message(progress.stage.name());
            self.bar.set_length(progress.of as u64);
            // The time left is judged from this stage alone.
            self.bar.set_position(0);
            self.bar.reset_eta();
        }
        if self.bar.elapsed() > DELAY && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(TICK);
        }
        self.bar.set_position(progress.done as u64);
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
