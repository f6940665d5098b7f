//! The stored form of an index: how it is written, and what is checked when it is read.

use std::io::{self, Read, Write};

use super::entries::Entries;
use super::settings::{self, SettingNames};
use super::table::{PARTS, Table};
use super::texts::{BLOCK, Texts};
use crate::OpenError;
use crate::detector::DetectorBuilder;
use crate::id::Entry;
use crate::stored::{self, Input, Output};

/// How a stored index begins.
pub(super) const MAGIC: [u8; 8] = *b"paradup\n";

/// The version of the stored form of an index without a note.
const VERSION: u32 = 1;

/// The version of the form with a note behind the settings.
const VERSION_WITH_NOTE: u32 = 2;

/// More bytes of settings than any index writes.
const MAX_SETTINGS: u32 = 1 << 16;

const REMEDY: &str = "save the index again, or insert its texts into a new one";

fn refusal(field: &'static str, expected: &str, found: &dyn core::fmt::Display) -> OpenError {
    stored::refusal(field, expected, found, REMEDY)
}

/// What stands between settings and checksum.
pub(super) struct Content {
    pub(super) note: Vec<u8>,
    pub(super) table: Table,
    pub(super) entries: Entries,
}

/// Writes what is live, and then the checksum of it all.
pub(super) fn write(
    out: impl Write,
    settings: &SettingNames,
    note: &[u8],
    (table, entries): (&Table, &Entries),
) -> io::Result<()> {
    let mut out = Output::new(out);
    write_header(&mut out, &settings.written(), note)?;
    let renumbered = entries.renumbered();
    out.write(&(entries.len() as u64).to_le_bytes())?;
    out.numbers(entries.live().map(|entry| entries.id(entry).to_le_bytes()))?;
    let leaders = entries.live().map(|entry| renumbered.leader(entries.leader(entry)));
    out.numbers(leaders.map(|leader| leader.unwrap_or_default().0.to_le_bytes()))?;
    let lens = entries.live().map(|entry| entries.text(entry).len() as u64);
    out.numbers(lens.map(u64::to_le_bytes))?;
    for part in 0..PARTS {
        let postings = table.postings(part);
        let kept = postings.filter_map(|(tag, entry)| Some((tag, renumbered.leader(entry)?)));
        let kept: Vec<(u32, Entry)> = kept.collect();
        out.write(&(kept.len() as u64).to_le_bytes())?;
        out.numbers(kept.iter().map(|(tag, entry)| posting_bytes(*tag, *entry)))?;
    }
    for entry in entries.live() {
        out.write(entries.text(entry).as_bytes())?;
    }
    out.finish()
}

fn write_header(out: &mut Output<impl Write>, settings: &str, note: &[u8]) -> io::Result<()> {
    let version = if note.is_empty() { VERSION } else { VERSION_WITH_NOTE };
    out.write(&MAGIC)?;
    out.write(&version.to_le_bytes())?;
    out.write(&(settings.len() as u32).to_le_bytes())?;
    out.write(settings.as_bytes())?;
    if !note.is_empty() {
        out.write(&(note.len() as u64).to_le_bytes())?;
        out.write(note)?;
    }
    Ok(())
}

fn posting_bytes(tag: u32, entry: Entry) -> [u8; 8] {
    (u64::from(entry.0) << 32 | u64::from(tag)).to_le_bytes()
}

/// Reads what [`write`] has written.
pub(super) fn read(input: impl Read, settings: &SettingNames) -> Result<Content, OpenError> {
    let mut input = Input::new(input, REMEDY);
    let (version, written) = read_header(&mut input)?;
    settings.check(&written)?;
    let note = if version == VERSION { Vec::new() } else { read_note(&mut input)? };
    let (table, entries) = read_content(&mut input)?;
    input.finish()?;
    Ok(Content { note, table, entries })
}

/// A builder with the settings of what [`write`] has written, of which no more is read.
pub(super) fn read_settings(input: impl Read) -> Result<DetectorBuilder, OpenError> {
    let mut input = Input::new(input, REMEDY);
    let (_, written) = read_header(&mut input)?;
    Ok(settings::builder(&written)?)
}

fn read_note(input: &mut Input<impl Read>) -> Result<Vec<u8>, OpenError> {
    let len = u64::from_le_bytes(input.array()?);
    if len == 0 {
        return Err(refusal("note", "bytes", &"none"));
    }
    input.bytes(len)
}

fn read_content(input: &mut Input<impl Read>) -> Result<(Table, Entries), OpenError> {
    let count = u64::from_le_bytes(input.array()?);
    if count >= 1 << 31 {
        return Err(refusal("texts", "less than 2^31 of them", &count));
    }
    let ids = input.numbers(count, u64::from_le_bytes)?;
    let leaders = input.numbers(count, |bytes| Entry(u32::from_le_bytes(bytes)))?;
    check_leaders(&leaders)?;
    let lens = input.numbers(count, u64::from_le_bytes)?;
    let mut table = Table::new();
    for part in 0..PARTS {
        let count = u64::from_le_bytes(input.array()?);
        let postings = input.numbers(count, posting)?;
        check_postings(&postings, &leaders)?;
        table.fill(part, &postings);
    }
    let texts = read_texts(input, &lens)?;
    let entries = Entries::from_stored(&ids, &leaders, texts);
    let entries = entries.map_err(|id| refusal("ids", "each once", &id))?;
    Ok((table, entries))
}

/// The version and the settings.
fn read_header(input: &mut Input<impl Read>) -> Result<(u32, String), OpenError> {
    if input.array()? != MAGIC {
        return Err(refusal("format", "an index of paradup", &"other bytes"));
    }
    let version = u32::from_le_bytes(input.array()?);
    if !(VERSION..=VERSION_WITH_NOTE).contains(&version) {
        return Err(refusal("version", &format!("{VERSION} or {VERSION_WITH_NOTE}"), &version));
    }
    let len = u32::from_le_bytes(input.array()?);
    if len > MAX_SETTINGS {
        return Err(refusal("settings", &format!("at most {MAX_SETTINGS} bytes"), &len));
    }
    let written = input.numbers(u64::from(len), u8::from_le_bytes)?;
    Ok((version, String::from_utf8_lossy(&written).into_owned()))
}

fn posting(bytes: [u8; 8]) -> (u32, Entry) {
    let posting = u64::from_le_bytes(bytes);
    (posting as u32, Entry((posting >> 32) as u32))
}

/// A leader leads itself, and comes before those of its canonical text.
fn check_leaders(leaders: &[Entry]) -> Result<(), OpenError> {
    let is_fine =
        |(at, leader): (usize, &Entry)| leader.index() <= at && leaders[leader.index()] == *leader;
    match leaders.iter().enumerate().position(|one| !is_fine(one)) {
        Some(at) => Err(refusal("leaders", "an earlier text that leads itself", &leaders[at].0)),
        None => Ok(()),
    }
}

/// Postings ascend by tag, and leaders alone are posted.
fn check_postings(postings: &[(u32, Entry)], leaders: &[Entry]) -> Result<(), OpenError> {
    if !postings.is_sorted_by_key(|(tag, _)| *tag) {
        return Err(refusal("postings", "ascending tags", &"a lower one behind a higher"));
    }
    let leads = |entry: Entry| leaders.get(entry.index()) == Some(&entry);
    match postings.iter().find(|(_, entry)| !leads(*entry)) {
        Some((_, entry)) => Err(refusal("postings", "a text that leads itself", &entry.0)),
        None => Ok(()),
    }
}

fn read_texts(input: &mut Input<impl Read>, lens: &[u64]) -> Result<Texts, OpenError> {
    let mut texts = Texts::default();
    for lens in lens.chunks(BLOCK) {
        let mut total: u64 = 0;
        let mut ends = Vec::with_capacity(lens.len());
        for len in lens {
            total = total.checked_add(*len).ok_or_else(|| refusal("texts", "less bytes", len))?;
            ends.push(usize::try_from(total).map_err(|_| refusal("texts", "less bytes", len))?);
        }
        let text = String::from_utf8(input.bytes(total)?);
        let text = text.map_err(|error| refusal("texts", "UTF-8", &error))?;
        if !ends.iter().all(|end| text.is_char_boundary(*end)) {
            return Err(refusal("texts", "whole characters", &"a part of one"));
        }
        texts.push_block(text, ends);
    }
    Ok(texts)
}
