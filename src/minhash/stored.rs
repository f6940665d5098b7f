//! The stored form of many signatures: how it is written, and what is checked when it is read.

use core::fmt::Display;
use core::str::SplitTerminator;
use std::io::{self, Read, Write};

use super::signature::check_empty;
use super::{Scheme, SignatureMatrix};
use crate::OpenError;
use crate::stored::{self, Input, Output};

/// How stored signatures begin.
const MAGIC: [u8; 8] = *b"minhash\n";

/// The version of the stored form.
const VERSION: u32 = 1;

/// More bytes than any scheme takes.
const MAX_SCHEME: u32 = 1 << 10;

const REMEDY: &str = "sketch the texts again";

fn refusal(field: &'static str, expected: &str, found: &dyn Display) -> OpenError {
    stored::refusal(field, expected, found, REMEDY)
}

impl SignatureMatrix {
    /// Writes the signatures in the [stored form](crate::minhash#stored).
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_to(&self, out: impl Write) -> io::Result<()> {
        let (mut out, scheme) = (Output::new(out), written(self.scheme()));
        out.write(&MAGIC)?;
        out.write(&VERSION.to_le_bytes())?;
        out.write(&(scheme.len() as u32).to_le_bytes())?;
        out.write(scheme.as_bytes())?;
        out.write(&(self.len() as u64).to_le_bytes())?;
        out.numbers(self.all_rows().iter().map(|row| row.to_le_bytes()))?;
        out.finish()
    }

    /// Reads what [`write_to`](SignatureMatrix::write_to) has written. Takes no more memory than the input has bytes, twice and a
    /// megabyte.
    ///
    /// # Errors
    /// When the input cannot be read, or is no whole and sound stored form of this version: names the field.
    pub fn read_from(input: impl Read) -> Result<SignatureMatrix, OpenError> {
        let mut input = Input::new(input, REMEDY);
        let scheme = read_scheme(&mut input)?;
        let count = u64::from_le_bytes(input.array()?);
        let rows = count.checked_mul(scheme.num_perm() as u64);
        let rows = rows.ok_or_else(|| refusal("signatures", "fewer of them", &count))?;
        let rows = input.numbers(rows, u32::from_le_bytes)?;
        input.finish()?;
        rows.chunks_exact(scheme.num_perm()).try_for_each(check_empty)?;
        Ok(SignatureMatrix::from_all_rows(scheme, rows))
    }
}

/// A line for each thing that the scheme holds: `name = value`.
fn written(scheme: &Scheme) -> String {
    let mut lines = vec![("scheme", Scheme::VERSION.to_string())];
    lines.extend(scheme.described());
    lines.iter().flat_map(|(name, value)| [*name, " = ", value, "\n"]).collect()
}

fn read_scheme(input: &mut Input<impl Read>) -> Result<Scheme, OpenError> {
    if input.array()? != MAGIC {
        return Err(refusal("format", "signatures of paradup", &"other bytes"));
    }
    let version = u32::from_le_bytes(input.array()?);
    if version != VERSION {
        return Err(refusal("version", &VERSION.to_string(), &version));
    }
    let len = u32::from_le_bytes(input.array()?);
    if len > MAX_SCHEME {
        return Err(refusal("scheme", &format!("at most {MAX_SCHEME} bytes"), &len));
    }
    let text = String::from_utf8_lossy(&input.bytes(u64::from(len))?).into_owned();
    let scheme = scheme(&text)?;
    // What is read is written as the same bytes again.
    if written(&scheme) == text { Ok(scheme) } else { Err(refusal("scheme", "no more", &text)) }
}

/// The scheme that is [`written`].
fn scheme(text: &str) -> Result<Scheme, OpenError> {
    let lines = &mut text.split_terminator('\n');
    let this_version = Scheme::VERSION.to_string();
    value(lines, "scheme", &this_version, |value| (value == this_version).then_some(()))?;
    let marks = value(lines, "marks", "kept or stripped", Scheme::marks_described)?;
    let shingling = value(lines, "shingling", "words or characters", Scheme::shingling_described)?;
    let scheme = Scheme::builder().marks(marks).shingling(shingling);
    let rows = format!("1 to {} rows", Scheme::MAX_NUM_PERM);
    let scheme = value(lines, "num_perm", &rows, |value| {
        Some(scheme.num_perm(value.parse().ok()?)).filter(|scheme| scheme.build().is_ok())
    })?;
    let seed = value(lines, "seed", "a number below 2^64", |value| value.parse().ok())?;
    scheme.seed(seed).build().map_err(|error| refusal("scheme", "one in range", &error))
}

/// The value on the next line, which must have this name.
fn value<T>(
    lines: &mut SplitTerminator<'_, char>,
    name: &'static str,
    expected: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, OpenError> {
    let line = lines.next().unwrap_or("nothing");
    let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(" = "));
    value.and_then(parse).ok_or_else(|| refusal(name, expected, &value.unwrap_or(line)))
}
