//! From a name to the text behind it, or to what it is that is none.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::encoding::Encoding;
use super::refusal;
use crate::{Failure, streams};

/// Bytes read before it is looked whether they are text.
const CHUNK: u64 = 1 << 20;

/// The text of a file, and how it was written; of standard input where the path is `-`. U+FEFF at its start stays.
pub(super) fn text(path: &Path) -> Result<(String, Encoding), Failure> {
    let name = path.display().to_string();
    let bytes = bytes(path)?;
    let encoding = Encoding::of(&bytes);
    let of_controls = if encoding == Encoding::Utf8 && core::str::from_utf8(&bytes).is_err() {
        refusal::by_controls(&bytes[..bytes.len().min(CHUNK as usize)])
    } else {
        None
    };
    if let Some(refusal) = of_controls {
        return Err(refusal.message(&name).into());
    }
    let text = encoding.decode(bytes).map_err(|error| format!("{name}: {error}"))?;
    Ok((text, encoding))
}

/// The text of a file of rows, without the lines that are no UTF-8: these are blank, as long as they were, and begin at the bytes
/// that are told.
pub(super) fn text_of_rows(path: &Path) -> Result<(String, Encoding, Vec<usize>), Failure> {
    let bytes = bytes(path)?;
    if Encoding::of(&bytes) != Encoding::Utf8 {
        return text(path).map(|(text, encoding)| (text, encoding, Vec::new()));
    }
    let (text, damaged) = without_damaged_lines(bytes);
    Ok((text, Encoding::Utf8, damaged))
}

/// Bytes as text, with spaces in the place of lines that are none, and where these begin.
pub(super) fn without_damaged_lines(bytes: Vec<u8>) -> (String, Vec<usize>) {
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let (mut start, mut damaged) = (0, Vec::new());
    for line in bytes.split_inclusive_mut(|byte| *byte == b'\n') {
        if core::str::from_utf8(line).is_err() {
            damaged.push(start);
            line.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        start += line.len();
    }
    (String::from_utf8_lossy(&bytes).into_owned(), damaged)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if streams::is_input(path) {
        streams::require_input()?;
        return read(&mut io::stdin().lock(), path);
    }
    let known = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !is_readable(known.file_type()) {
        let path = path.display();
        return Err(format!("{path}: expected a file, found a device or a socket").into());
    }
    read(&mut File::open(path).map_err(|error| unreadable(path, &error))?, path)
}

/// Devices may have no end.
#[cfg(unix)]
fn is_readable(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_file() || kind.is_dir() || kind.is_fifo()
}

#[cfg(not(unix))]
fn is_readable(kind: fs::FileType) -> bool {
    kind.is_file() || kind.is_dir()
}

/// All bytes, if they are a text. What is none is given up at its beginning, however long it is.
fn read(source: &mut impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        let more = source.take(CHUNK).read_to_end(&mut bytes);
        if more.map_err(|error| unreadable(path, &error))? == 0 {
            return Ok(bytes);
        }
        let named = if before == 0 { refusal::by_first_bytes(&bytes) } else { None };
        let of_zeros = || match Encoding::of(&bytes) {
            Encoding::Utf8 => refusal::by_zeros(&bytes[before..]),
            _ => None,
        };
        if let Some(refusal) = named.or_else(of_zeros) {
            return Err(refusal.message(&path.display().to_string()).into());
        }
    }
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot read {}: {error}", path.display()).into()
}
