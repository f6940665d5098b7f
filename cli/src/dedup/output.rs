//! Files that appear under their names only when they are complete.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::{NamedTempFile, TempPath};
use xxhash_rust::xxh3::Xxh3;

use super::packing::Packing;
use super::paths;
use super::shards::is_folder;
use super::unfinished;
use crate::{Failure, ReaderGone, streams};

/// Bytes given to the file at once.
const BUFFER: usize = 256 << 10;

/// The level that the tool of the format itself has for its default.
const ZSTANDARD_LEVEL: i32 = 3;

/// An output while it is written.
pub(crate) struct Output {
    path: PathBuf,
    encoder: Encoder,
    /// Whether the last line has no end yet.
    is_within_line: bool,
}

/// An output that is written and safe on its device, under a temporary name where it is a file.
pub(crate) struct Complete {
    path: PathBuf,
    /// The file, which is open no more, and its name to be; none of streams.
    file: Option<(TempPath, PathBuf)>,
    /// Of what was written, as it is stored.
    pub(super) bytes: u64,
    /// XXH3-64 of these bytes.
    pub(super) checksum: u64,
    /// Whether it tells of the others, and must not stand beside others than these.
    tells_of_others: bool,
}

enum Encoder {
    Plain(BufWriter<Counted>),
    Gzip(GzEncoder<BufWriter<Counted>>),
    Zstandard(zstd::Encoder<'static, BufWriter<Counted>>),
}

/// A target, and what has been written to it.
struct Counted {
    target: Target,
    bytes: u64,
    checksum: Box<Xxh3>,
}

/// Where the bytes go.
enum Target {
    /// Standard output, a device or a pipe: nothing to rename.
    Stream(Box<dyn Write + Send>),
    /// A file beside its destination.
    File(NamedTempFile, PathBuf),
}

impl Output {
    /// Opens an output; what stands under its name stays as it is.
    pub(super) fn create(path: &Path) -> Result<Output, Failure> {
        let encoder = Target::open(path).and_then(|target| Encoder::new(path, target));
        let encoder = encoder.map_err(|error| unwritable(path, &error))?;
        Ok(Output { path: path.to_owned(), encoder, is_within_line: false })
    }

    /// Opens an output that is never compressed, whatever its name: what reads it takes it as it is.
    pub(crate) fn plain(path: &Path) -> Result<Output, Failure> {
        let target = Target::open(path).map_err(|error| unwritable(path, &error))?;
        let encoder = Encoder::Plain(BufWriter::with_capacity(BUFFER, Counted::new(target)));
        Ok(Output { path: path.to_owned(), encoder, is_within_line: false })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(last) = bytes.last() else { return Ok(()) };
        self.is_within_line = *last != b'\n';
        let written = self.encoder.writer().write_all(bytes);
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// For those who write more than lines; [`Output::unwritable`] tells of their errors.
    pub(crate) fn writer(&mut self) -> &mut (dyn Write + Send) {
        self.encoder.writer()
    }

    pub(crate) fn unwritable(&self, error: &io::Error) -> Failure {
        unwritable(&self.path, error)
    }

    /// Ends a line that its file did not end, if there is one.
    pub(super) fn end_line(&mut self) -> Result<bool, Failure> {
        let is_unended = self.is_within_line;
        if is_unended {
            self.write(b"\n")?;
        }
        Ok(is_unended)
    }

    /// Whether a bar on the terminal would stand among the lines.
    pub(super) fn is_on_terminal(&self) -> bool {
        streams::is_output(&self.path) && io::stdout().is_terminal()
    }

    /// Writes what is still held back, and waits until the device has it.
    pub(crate) fn complete(self) -> Result<Complete, Failure> {
        let Output { path, encoder, .. } = self;
        let written = encoder.finish().and_then(|written| {
            let Counted { target, bytes, checksum } = written;
            Ok((target.sync()?, bytes, checksum.digest()))
        });
        let (file, bytes, checksum) = written.map_err(|error| unwritable(&path, &error))?;
        Ok(Complete { path, file, bytes, checksum, tells_of_others: false })
    }
}

/// Gives all files their names, or none: where one cannot have its own, those before it are put back.
pub(crate) fn publish(outputs: Vec<Complete>) -> Result<(), Failure> {
    unfinished::publish(|| give_names(outputs))
}

/// Gives a file its name that is no output, before there are any.
pub(super) fn publish_on_the_way(file: Complete) -> Result<(), Failure> {
    unfinished::uninterrupted(|| give_names(vec![file]))
}

fn give_names(outputs: Vec<Complete>) -> Result<(), Failure> {
    let mut published = Vec::new();
    for output in &outputs {
        published.extend(output.withdraw()?);
    }
    for output in outputs {
        match output.publish() {
            Ok(replaced) => published.extend(replaced),
            Err(failure) => {
                published.into_iter().rev().for_each(Replaced::put_back);
                return Err(failure);
            }
        }
    }
    Ok(())
}

/// Writes a file as a whole: under its name stands the old one or the new one, never a part.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut output = Output::plain(path)?;
    output.write(bytes)?;
    publish(vec![output.complete()?])
}

impl Complete {
    /// The same, given its name behind the others; until then nothing has that name.
    pub(super) fn telling_of_others(self) -> Complete {
        Complete { tells_of_others: true, ..self }
    }

    /// Takes its name from a file that tells of other outputs than these. It is the only such output.
    fn withdraw(&self) -> Result<Option<Replaced>, Failure> {
        let Some((_, destination)) = self.file.as_ref().filter(|_| self.tells_of_others) else {
            return Ok(None);
        };
        let replaced = Replaced::set_aside(destination.clone());
        let replaced = replaced.map_err(|error| unwritable(&self.path, &error))?;
        fs::remove_file(destination).unwrap_or_default();
        Ok(Some(replaced))
    }

    fn publish(self) -> Result<Option<Replaced>, Failure> {
        let Some((file, destination)) = self.file else { return Ok(None) };
        let refused = |error: &io::Error| unwritable(&self.path, error);
        let replaced = Replaced::set_aside(destination).map_err(|error| refused(&error))?;
        match file.persist(&replaced.destination) {
            Ok(()) => Ok(Some(replaced)),
            Err(error) => {
                replaced.put_back_aside();
                Err(refused(&error.error))
            }
        }
    }
}

/// What stood under a name before, until all outputs have theirs.
struct Replaced {
    destination: PathBuf,
    old: Option<TempPath>,
}

impl Replaced {
    /// Gives a file that stands there a second name; or another name, where a file can have but one.
    fn set_aside(destination: PathBuf) -> io::Result<Replaced> {
        if !destination.is_file() {
            return Ok(Replaced { destination, old: None });
        }
        let aside = |aside: &Path| {
            fs::hard_link(&destination, aside).or_else(|_| fs::rename(&destination, aside))
        };
        let old = temporary().make_in(directory(&destination), aside)?.into_temp_path();
        Ok(Replaced { destination, old: Some(old) })
    }

    /// The new file has not come: the old one may have lost its name.
    fn put_back_aside(self) {
        if !self.destination.exists() {
            self.put_back();
        }
    }

    /// As well as the file system lets one: nobody is left to be told.
    fn put_back(self) {
        match self.old {
            Some(old) => drop(old.persist(&self.destination)),
            None => fs::remove_file(&self.destination).unwrap_or_default(),
        }
    }
}

impl Encoder {
    fn new(path: &Path, target: Target) -> io::Result<Encoder> {
        let writer = BufWriter::with_capacity(BUFFER, Counted::new(target));
        Ok(match Packing::of(path) {
            Packing::Plain => Encoder::Plain(writer),
            Packing::Gzip => Encoder::Gzip(GzEncoder::new(writer, Compression::default())),
            Packing::Zstandard => {
                let mut encoder = zstd::Encoder::new(writer, ZSTANDARD_LEVEL)?;
                encoder.include_checksum(true)?;
                // The same bytes for any number of them, but for none.
                encoder.multithread(rayon::current_num_threads() as u32)?;
                Encoder::Zstandard(encoder)
            }
        })
    }

    fn writer(&mut self) -> &mut (dyn Write + Send) {
        match self {
            Encoder::Plain(writer) => writer,
            Encoder::Gzip(writer) => writer,
            Encoder::Zstandard(writer) => writer,
        }
    }

    fn finish(self) -> io::Result<Counted> {
        let writer = match self {
            Encoder::Plain(writer) => writer,
            Encoder::Gzip(writer) => writer.finish()?,
            Encoder::Zstandard(writer) => writer.finish()?,
        };
        writer.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Target {
    fn open(path: &Path) -> io::Result<Target> {
        if streams::is_output(path) {
            return Ok(Target::Stream(Box::new(io::stdout())));
        }
        if streams::descriptor(path).is_some() {
            // What the caller has opened is written to where it stands, or behind what is there.
            let stream = OpenOptions::new().append(true).open(path)?;
            return Ok(Target::Stream(Box::new(stream)));
        }
        match fs::metadata(path) {
            Ok(known) if known.is_file() => Target::in_place_of(path, &known),
            Ok(known) if known.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(_) => {
                let stream = OpenOptions::new().write(true).open(path)?;
                Ok(Target::Stream(Box::new(stream)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Target::beside(paths::destination(path)?, None)
            }
            Err(error) => Err(error),
        }
    }

    /// A file may be replaced only by those who may write to it, and by nobody where it is read-only.
    fn in_place_of(path: &Path, known: &fs::Metadata) -> io::Result<Target> {
        if known.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
        }
        OpenOptions::new().write(true).open(path)?;
        Target::beside(path.canonicalize()?, Some(known.permissions()))
    }

    /// In the same directory, for a file can take a name on its own file system only.
    fn beside(destination: PathBuf, known: Option<fs::Permissions>) -> io::Result<Target> {
        let mut builder = temporary();
        open_to_others(&mut builder);
        let file = builder
            .tempfile_in(directory(&destination))
            .map_err(|error| named(directory(&destination), error))?;
        unfinished::remember(file.path());
        if let Some(known) = known {
            fs::set_permissions(file.path(), known)?;
        }
        Ok(Target::File(file, destination))
    }

    /// The file under its temporary name, and its name to be; none of streams.
    fn sync(mut self) -> io::Result<Option<(TempPath, PathBuf)>> {
        self.flush()?;
        let Target::File(file, destination) = self else { return Ok(None) };
        file.as_file().sync_all()?;
        Ok(Some((file.into_temp_path(), destination)))
    }
}

impl Counted {
    fn new(target: Target) -> Counted {
        Counted { target, bytes: 0, checksum: Box::default() }
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.target.write(bytes)?;
        self.bytes += written as u64;
        self.checksum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}

/// An error of making a file in a directory, without the name of that file, which nobody has asked for.
fn named(directory: &Path, error: io::Error) -> io::Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound if !directory.exists() => "there is no directory",
        io::ErrorKind::NotFound => "no file can be made in",
        io::ErrorKind::PermissionDenied => "no permission to make a file in",
        io::ErrorKind::ReadOnlyFilesystem => "nothing can be written to the file system of",
        _ => return error,
    };
    io::Error::new(error.kind(), format!("{reason} {}", directory.display()))
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".paradup-").suffix(".partial");
    builder
}

/// Where the file of an output will stand, or the folder that a folder of outputs will be in; none of streams.
pub(super) fn directory_of_file(path: &Path) -> Option<PathBuf> {
    if is_folder(path) {
        let there = path.ancestors().find(|one| one.is_dir());
        return Some(there.unwrap_or(Path::new(".")).to_owned());
    }
    let is_stream = streams::is_output(path)
        || streams::descriptor(path).is_some()
        || fs::metadata(path).is_ok_and(|known| !known.is_file());
    let destination = if is_stream { None } else { paths::destination(path).ok() };
    destination.map(|destination| directory(&destination).to_owned())
}

fn directory(destination: &Path) -> &Path {
    let directory = destination.parent().filter(|parent| *parent != Path::new(""));
    directory.unwrap_or(Path::new("."))
}

/// Lets others read a new file, as far as the process allows: a temporary one is its owner's alone.
fn open_to_others(builder: &mut tempfile::Builder<'_, '_>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stream(stream) => stream.write(bytes),
            Target::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stream(stream) => stream.flush(),
            Target::File(file, _) => file.flush(),
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ReaderGone.into();
    }
    format!("cannot write {}: {error}", path.display()).into()
}
