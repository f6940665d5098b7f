//! Runs that are killed and repeated.

use super::*;

/// A folder with an input, and what one run makes of it: the output, the list and what the summary counts.
struct Runs {
    directory: PathBuf,
    expected: [Vec<u8>; 2],
}

impl Runs {
    fn new(name: &str, options: &[&str]) -> Runs {
        let directory = scratch(name);
        let texts = crate::generator::paragraphs(3000, 25, 9);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        fs::write(directory.join("in.jsonl"), rows(&texts)).unwrap();
        let mut runs = Runs { directory, expected: Default::default() };
        let output = runs.command(options).output().unwrap();
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        runs.expected = runs.outputs();
        runs
    }

    fn command(&self, options: &[&str]) -> Command {
        let mut command = command();
        let [input, output, removed] =
            ["in.jsonl", "out.jsonl", "removed.jsonl"].map(|name| path(&self.directory, name));
        command.args(["dedup", &input, "-o", &output, "--removed", &removed]).args(options);
        command
    }

    /// With a folder for what is found.
    fn resumable(&self, options: &[&str]) -> Command {
        let mut command = self.command(options);
        command.args(["--resume", &path(&self.directory, "kept")]);
        command
    }

    /// Kills a run that has compared and waits for someone to read what it removes.
    fn kill_behind_comparison(&self, options: &[&str]) {
        let pipe = path(&self.directory, "pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut command = command();
        let [input, kept] = ["in.jsonl", "kept"].map(|name| path(&self.directory, name));
        command.args(["dedup", &input, "-o", &pipe, "--resume", &kept]).args(options);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let reader = File::open(&pipe).unwrap();
        while !self.kept().exists() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        drop(reader);
        fs::remove_file(pipe).unwrap();
    }

    fn kept(&self) -> PathBuf {
        self.directory.join("kept/removals.zst")
    }

    fn outputs(&self) -> [Vec<u8>; 2] {
        ["out.jsonl", "removed.jsonl"].map(|name| fs::read(self.directory.join(name)).unwrap())
    }

    /// Repeats the run, and says what it told of it.
    #[track_caller]
    fn repeat(&self, options: &[&str]) -> String {
        let output = self.resumable(options).output().unwrap();
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let told =
            stderr(&output).lines().find_map(|line| line.strip_prefix("paradup: --resume: "));
        assert!(!self.kept().exists(), "what is needed no more is gone");
        told.unwrap_or_default().to_owned()
    }
}

#[test]
fn a_run_that_was_killed_goes_on_behind_its_comparison() {
    for options in [&["--may-lose", "nothing"][..], &["--may-lose", "anything"]] {
        let runs = Runs::new("dedup-resume", options);
        assert_eq!(runs.repeat(options), "");
        assert!(runs.outputs() == runs.expected);
        runs.kill_behind_comparison(options);
        assert_eq!(runs.repeat(options), "goes on behind the comparison of an earlier run");
        assert!(runs.outputs() == runs.expected, "{options:?}");
    }
}

#[test]
fn what_is_not_the_same_begins_anew_and_says_why() {
    let runs = Runs::new("dedup-resume-other", &[]);
    let input = runs.directory.join("in.jsonl");
    let rows = fs::read_to_string(&input).unwrap();
    runs.kill_behind_comparison(&["--keep", "first"]);
    assert_eq!(runs.repeat(&[]), "begins anew: --keep is another");
    assert!(runs.outputs() == runs.expected);
    runs.kill_behind_comparison(&[]);
    // As many bytes, and as old as before: only one who reads them sees it.
    let time = fs::metadata(&input).unwrap().modified().unwrap();
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    fs::write(&input, lines.join("\n") + "\n").unwrap();
    File::options().append(true).open(&input).unwrap().set_modified(time).unwrap();
    let told = runs.repeat(&[]);
    assert_eq!(told, "begins anew: the inputs have other rows, or the same in another order");
    assert!(runs.outputs() != runs.expected);
    fs::write(&input, &rows).unwrap();
    // And what is only touched is the same.
    runs.kill_behind_comparison(&[]);
    fs::write(&input, &rows).unwrap();
    assert_eq!(runs.repeat(&[]), "goes on behind the comparison of an earlier run");
    assert!(runs.outputs() == runs.expected);
}

#[test]
fn what_is_damaged_begins_anew() {
    let runs = Runs::new("dedup-resume-damaged", &[]);
    runs.kill_behind_comparison(&[]);
    let whole = fs::read(runs.kept()).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    for bytes in [&[][..], b"{}\n", &whole[..whole.len() - 1], &whole[..middle], &changed] {
        fs::write(runs.kept(), bytes).unwrap();
        let told = runs.repeat(&[]);
        assert!(told.starts_with("begins anew: ") && told.contains("damaged"), "{told}");
        assert!(runs.outputs() == runs.expected);
    }
}

#[test]
fn a_run_that_is_killed_anywhere_is_repeated() {
    let runs = Runs::new("dedup-resume-killed", &[]);
    for step in 0..8 {
        let mut child = runs.resumable(&[]).stderr(Stdio::null()).spawn().unwrap();
        // Later and later: before it reads, while it does, while it compares, while it writes.
        for _ in 0..step * 2000 {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        runs.repeat(&[]);
        assert!(runs.outputs() == runs.expected, "step {step}");
    }
}

#[test]
fn a_folder_that_cannot_be_made() {
    let runs = Runs::new("dedup-resume-folder", &[]);
    let file = path(&runs.directory, "in.jsonl");
    let output = runs.command(&["--resume", &file]).output().unwrap();
    refused(&output, "--resume: cannot make the folder ");
}
