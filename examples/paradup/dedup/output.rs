//! Files that appear under their names only when they are complete.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::paths;
use super::reader::Packing;
use super::unfinished;
use crate::Failure;

/// Bytes given to the file at once.
const BUFFER: usize = 256 << 10;

/// The level that the tool of the format itself has for its default.
const ZSTANDARD_LEVEL: i32 = 3;

/// An output while it is written.
pub(super) struct Output {
    path: PathBuf,
    encoder: Encoder,
}

/// An output that is written and safe on its device, under a temporary name where it is a file.
pub(super) struct Complete {
    path: PathBuf,
    target: Target,
}

enum Encoder {
    Plain(BufWriter<Target>),
    Gzip(GzEncoder<BufWriter<Target>>),
    Zstandard(zstd::Encoder<'static, BufWriter<Target>>),
}

/// Where the bytes go.
enum Target {
    /// Standard output, a device or a pipe: nothing to rename.
    Stream(Box<dyn Write>),
    /// A file beside its destination.
    File(NamedTempFile, PathBuf),
}

impl Output {
    /// Opens an output; what stands under its name stays as it is.
    pub(super) fn create(path: &Path) -> Result<Output, Failure> {
        let encoder = Target::open(path).and_then(|target| Encoder::new(path, target));
        let encoder = encoder.map_err(|error| unwritable(path, &error))?;
        Ok(Output { path: path.to_owned(), encoder })
    }

    /// Writes a line, to which its end is added.
    pub(super) fn write_line(&mut self, line: &[u8]) -> Result<(), Failure> {
        let writer = self.encoder.writer();
        let written = writer.write_all(line).and_then(|()| writer.write_all(b"\n"));
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// Whether a bar on the terminal would stand among the lines.
    pub(super) fn is_on_terminal(&self) -> bool {
        self.path == Path::new("-") && io::stdout().is_terminal()
    }

    /// Writes what is still held back, and waits until the device has it.
    pub(super) fn complete(self) -> Result<Complete, Failure> {
        let Output { path, encoder } = self;
        let target = encoder.finish().and_then(Target::sync);
        let target = target.map_err(|error| unwritable(&path, &error))?;
        Ok(Complete { path, target })
    }
}

impl Complete {
    /// Gives a file its name.
    pub(super) fn publish(self) -> Result<(), Failure> {
        match self.target {
            Target::Stream(_) => Ok(()),
            Target::File(file, destination) => match file.persist(destination) {
                Ok(_) => Ok(()),
                Err(error) => Err(unwritable(&self.path, &error.error)),
            },
        }
    }
}

impl Encoder {
    fn new(path: &Path, target: Target) -> io::Result<Encoder> {
        let writer = BufWriter::with_capacity(BUFFER, target);
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

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Encoder::Plain(writer) => writer,
            Encoder::Gzip(writer) => writer,
            Encoder::Zstandard(writer) => writer,
        }
    }

    fn finish(self) -> io::Result<Target> {
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
        if path == Path::new("-") {
            return Ok(Target::Stream(Box::new(io::stdout())));
        }
        match fs::metadata(path) {
            Ok(known) if known.is_file() => {
                Target::beside(path.canonicalize()?, Some(known.permissions()))
            }
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

    /// In the same directory, for a file can take a name on its own file system only.
    fn beside(destination: PathBuf, known: Option<fs::Permissions>) -> io::Result<Target> {
        let directory = destination.parent().filter(|parent| *parent != Path::new(""));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".paradup-").suffix(".partial");
        open_to_others(&mut builder);
        let file = builder.tempfile_in(directory.unwrap_or(Path::new(".")))?;
        unfinished::remember(file.path());
        if let Some(known) = known {
            fs::set_permissions(file.path(), known)?;
        }
        Ok(Target::File(file, destination))
    }

    fn sync(mut self) -> io::Result<Target> {
        self.flush()?;
        if let Target::File(file, _) = &self {
            file.as_file().sync_all()?;
        }
        Ok(self)
    }
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
    format!("cannot write {}: {error}", path.display()).into()
}
