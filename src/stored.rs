//! Stored forms: bytes with a checksum behind them.

use core::fmt::Display;
use std::io::{self, ErrorKind, Read, Write};

use crate::hash::Checksum;
use crate::{FormatError, OpenError};

/// Numbers that are read or written at a time.
const NUMBERS: usize = 8192;

/// Memory that is taken before what is to fill it has been read.
const MAX_TRUSTED: usize = 1 << 20;

/// Why bytes are not what they should be.
pub(crate) fn refusal(
    field: &'static str,
    expected: &str,
    found: &dyn Display,
    remedy: &'static str,
) -> OpenError {
    FormatError::new(field, &expected, found, remedy).into()
}

/// What is written, and the checksum of it.
pub(crate) struct Output<W> {
    inner: W,
    checksum: Checksum,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(inner: W) -> Output<W> {
        Output { inner, checksum: Checksum::new() }
    }

    /// Writes the checksum behind all.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let checksum = self.checksum.digest();
        self.inner.write_all(&checksum.to_le_bytes())?;
        self.inner.flush()
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.update(bytes);
        self.inner.write_all(bytes)
    }

    pub(crate) fn numbers<const SIZE: usize>(
        &mut self,
        numbers: impl Iterator<Item = [u8; SIZE]>,
    ) -> io::Result<()> {
        let mut numbers = numbers.peekable();
        let mut bytes = Vec::with_capacity(NUMBERS * SIZE);
        while numbers.peek().is_some() {
            bytes.clear();
            bytes.extend(numbers.by_ref().take(NUMBERS).flatten());
            self.write(&bytes)?;
        }
        Ok(())
    }
}

/// What is read, and the checksum of it.
pub(crate) struct Input<R> {
    inner: R,
    checksum: Checksum,
    /// What to do where the bytes are refused.
    remedy: &'static str,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(inner: R, remedy: &'static str) -> Input<R> {
        Input { inner, checksum: Checksum::new(), remedy }
    }

    /// Reads the checksum, behind which nothing stands.
    pub(crate) fn finish(mut self) -> Result<(), OpenError> {
        let sum = self.checksum.digest();
        let found = u64::from_le_bytes(self.array()?);
        if sum != found {
            return Err(self.refusal("checksum", &format!("{sum:016x}"), &format!("{found:016x}")));
        }
        if self.inner.read(&mut [0])? != 0 {
            return Err(self.refusal("length", "the end behind the checksum", &"more bytes"));
        }
        Ok(())
    }

    fn refusal(&self, field: &'static str, expected: &str, found: &dyn Display) -> OpenError {
        refusal(field, expected, found, self.remedy)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), OpenError> {
        self.inner.read_exact(bytes).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => refusal("length", "more bytes", &"the end", self.remedy),
            _ => error.into(),
        })?;
        self.checksum.update(bytes);
        Ok(())
    }

    pub(crate) fn array<const SIZE: usize>(&mut self) -> Result<[u8; SIZE], OpenError> {
        let mut array = [0; SIZE];
        self.fill(&mut array)?;
        Ok(array)
    }

    /// As many numbers as the input says that there are. Memory is taken as they come, for the input may say anything.
    pub(crate) fn numbers<const SIZE: usize, T>(
        &mut self,
        count: u64,
        number: impl Fn([u8; SIZE]) -> T,
    ) -> Result<Vec<T>, OpenError> {
        let (mut left, mut buffer) = (count, Vec::new());
        let mut numbers = Vec::with_capacity(count.min((MAX_TRUSTED / SIZE) as u64) as usize);
        while left > 0 {
            let next = left.min(NUMBERS as u64);
            buffer.resize(next as usize * SIZE, 0);
            self.fill(&mut buffer)?;
            numbers.extend(buffer.as_chunks::<SIZE>().0.iter().map(|bytes| number(*bytes)));
            left -= next;
        }
        Ok(numbers)
    }

    pub(crate) fn bytes(&mut self, count: u64) -> Result<Vec<u8>, OpenError> {
        let mut bytes = Vec::with_capacity(count.min(MAX_TRUSTED as u64) as usize);
        let mut left = count;
        while left > 0 {
            let (start, next) = (bytes.len(), left.min(MAX_TRUSTED as u64) as usize);
            bytes.resize(start + next, 0);
            self.fill(&mut bytes[start..])?;
            left -= next as u64;
        }
        Ok(bytes)
    }
}
