//! Files that are no text, by name, with what makes a text of them.

/// Something that is not read, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    what: &'static str,
    advice: &'static str,
}

impl Refusal {
    const fn new(what: &'static str, advice: &'static str) -> Refusal {
        Refusal { what, advice }
    }

    pub(super) fn message(self, path: &str) -> String {
        format!("{path}: expected text, found {}; {}", self.what, self.advice)
    }
}

const PANDOC: &str = "make a text of it first, as in pandoc -t markdown";
const UNPACK: &str = "unpack it and name what is in it";
const NO_TEXT: &str = "name files of text";
const RECOGNIZE: &str = "text recognition, as by tesseract, makes a text of it";

const PARQUET: &str = if cfg!(feature = "parquet") {
    "scan and dedup read one that is named, with --input parquet"
} else {
    "write its rows as JSON lines first, or build paradup with --features parquet"
};

const UTF_16: &str = "UTF-16 without a byte order mark";
const UTF_16_LITTLE: Refusal = Refusal::new(UTF_16, "convert it, as in iconv -f UTF-16LE -t UTF-8");
const UTF_16_BIG: Refusal = Refusal::new(UTF_16, "convert it, as in iconv -f UTF-16BE -t UTF-8");
const BINARY: Refusal = Refusal::new("binary data", NO_TEXT);

/// How files begin that are no text.
const SIGNATURES: &[(&[u8], Refusal)] = &[
    (b"%PDF-", Refusal::new("a PDF document", "extract its text first, as by pdftotext")),
    (b"{\\rtf", Refusal::new("an RTF document", PANDOC)),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Refusal::new("an old Office document", "save it as text first"),
    ),
    (b"PAR1\x15", Refusal::new("a Parquet file", PARQUET)),
    (b"ARROW1\0\0", Refusal::new("an Arrow file", "write its rows as JSON lines first")),
    (b"SQLite format 3\0", Refusal::new("an SQLite database", "write its rows as CSV first")),
    (
        b"\x1f\x8b",
        Refusal::new("a gzip archive", "unpack it, as in gunzip -c FILE | paradup scan -"),
    ),
    (
        b"\x28\xb5\x2f\xfd",
        Refusal::new("a Zstandard archive", "unpack it, as in zstd -dc FILE | paradup scan -"),
    ),
    (b"BZh91AY&SY", Refusal::new("a bzip2 archive", UNPACK)),
    (b"\xfd7zXZ\0", Refusal::new("an xz archive", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Refusal::new("a 7-Zip archive", UNPACK)),
    (b"Rar!\x1a\x07", Refusal::new("a RAR archive", UNPACK)),
    (b"\x89PNG\r\n\x1a\n", Refusal::new("a PNG image", RECOGNIZE)),
    (b"\xff\xd8\xff", Refusal::new("a JPEG image", RECOGNIZE)),
    (b"GIF87a", Refusal::new("a GIF image", RECOGNIZE)),
    (b"GIF89a", Refusal::new("a GIF image", RECOGNIZE)),
    (b"II*\0", Refusal::new("a TIFF image", RECOGNIZE)),
    (b"MM\0*", Refusal::new("a TIFF image", RECOGNIZE)),
    (b"ID3\x03", Refusal::new("a sound recording", NO_TEXT)),
    (b"ID3\x04", Refusal::new("a sound recording", NO_TEXT)),
    (b"OggS\0", Refusal::new("a sound recording", NO_TEXT)),
    (b"fLaC\0", Refusal::new("a sound recording", NO_TEXT)),
    (b"\x7fELF", Refusal::new("an executable", NO_TEXT)),
    (b"\xcf\xfa\xed\xfe", Refusal::new("an executable", NO_TEXT)),
    (b"\xca\xfe\xba\xbe", Refusal::new("an executable", NO_TEXT)),
    (b"MZ\x90\0", Refusal::new("an executable", NO_TEXT)),
    (b"\0asm", Refusal::new("an executable", NO_TEXT)),
    (b"\xff\xfe\0\0", Refusal::new("UTF-32 text", "convert it, as in iconv -f UTF-32 -t UTF-8")),
    (b"\0\0\xfe\xff", Refusal::new("UTF-32 text", "convert it, as in iconv -f UTF-32 -t UTF-8")),
];

/// What a zip archive is, by names of files in it.
const ARCHIVES: &[(&[u8], Refusal)] = &[
    (b"word/", Refusal::new("a Word document (.docx)", PANDOC)),
    (b"ppt/", Refusal::new("a PowerPoint document (.pptx)", "save its text first")),
    (b"xl/", Refusal::new("an Excel document (.xlsx)", "save its sheets as CSV first")),
    (b"application/vnd.oasis.opendocument", Refusal::new("an OpenDocument file (.odt)", PANDOC)),
    (b"application/epub+zip", Refusal::new("an EPUB book", PANDOC)),
];

/// By the first bytes, whatever the file is called.
pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<Refusal> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(archive(bytes));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Refusal::new("a WebP image", RECOGNIZE));
    }
    if bytes.starts_with(&[0, 0, 0]) && bytes.get(4..8) == Some(b"ftyp") {
        return Some(Refusal::new("a film or a sound recording", NO_TEXT));
    }
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    known.map(|(_, refusal)| *refusal)
}

fn archive(bytes: &[u8]) -> Refusal {
    let holds = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    let known = ARCHIVES.iter().find(|(name, _)| holds(name));
    known.map_or(Refusal::new("a zip archive", UNPACK), |(_, refusal)| *refusal)
}

/// Fewer control characters than this may stand in a text: those of terminals do, and stray ones.
const MIN_CONTROLS: usize = 8;

/// By the zero bytes among some bytes, which no text has in numbers.
pub(super) fn by_zeros(bytes: &[u8]) -> Option<Refusal> {
    let zeros = memchr::memchr_iter(0, bytes).count();
    if zeros < MIN_CONTROLS || zeros < bytes.len() / 8 {
        return None;
    }
    let even = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = zeros - even;
    // Letters of European scripts have a zero in one byte of their two.
    let is_nearly_all = |some: usize| some > bytes.len() / 8 * 3;
    Some(match (is_nearly_all(even), is_nearly_all(odd)) {
        (false, true) => UTF_16_LITTLE,
        (true, false) => UTF_16_BIG,
        _ => BINARY,
    })
}

/// By the control characters among bytes that are no UTF-8: text in an old encoding has hardly any.
pub(super) fn by_controls(bytes: &[u8]) -> Option<Refusal> {
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 0xe..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = bytes.iter().filter(is_control).count();
    (controls >= MIN_CONTROLS && controls > bytes.len() / 20).then_some(BINARY)
}

/// Characters of a text in which it is looked for what it is.
const HEAD: usize = 4096;

fn beginning(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end])
}

/// By how a text begins, where nobody has said what it is.
pub(super) fn by_beginning(text: &str, extension: &str) -> Option<Refusal> {
    let head = beginning(text);
    if extension == "ipynb" || (head.starts_with('{') && head.contains("\"cell_type\"")) {
        let advice = "make a text of it first, as in jupyter nbconvert --to markdown";
        return Some(Refusal::new("a Jupyter notebook", advice));
    }
    is_mail(head)
        .then(|| Refusal::new("a mail with its headers", "save the text part, and name that"))
}

/// Whether a text begins with headers that only mail has.
fn is_mail(head: &str) -> bool {
    let envelope = head.starts_with("From ").then(|| head.split_once('\n')).flatten();
    let head = envelope.map_or(head, |(_, rest)| rest);
    let headers = head.lines().take_while(|line| is_header(line));
    let is_telling = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.starts_with("mime-version:") || line.starts_with("content-type: multipart/")
    };
    headers.into_iter().any(is_telling)
}

/// Whether a line is a header or goes on with one.
fn is_header(line: &str) -> bool {
    let is_name = |c: char| c.is_ascii_graphic() && c != ':';
    let is_named =
        line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_name));
    is_named || (line.starts_with([' ', '\t']) && !line.trim().is_empty())
}

/// What standard input looks like where no format is named: as plain text it would be read wrongly.
pub(super) fn unnamed(text: &str) -> Option<String> {
    let head = beginning(text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace()));
    let lower = head.to_ascii_lowercase();
    let (what, format) = if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        ("an HTML page", "html")
    } else if lower.starts_with("{\"") && head.lines().next().is_some_and(is_json) {
        ("lines of JSON", "jsonl")
    } else {
        return None;
    };
    Some(format!("found {what}, and no format is named; name it with --input {format}, or plain"))
}

fn is_json(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_without_a_mark_is_told_from_binary_data() {
        let little: Vec<u8> =
            "Zwölf Boxkämpfer".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Zwölf Boxkämpfer".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let what = |bytes: &[u8]| by_zeros(bytes).map(|refusal| refusal.advice);
        assert!(what(&little).unwrap().contains("UTF-16LE"));
        assert!(what(&big).unwrap().contains("UTF-16BE"));
        assert_eq!(by_zeros(&[0; 4096]), Some(BINARY));
        assert_eq!(by_zeros(b"a stray zero \0 in a text"), None);
    }

    #[test]
    fn mail_is_known_by_its_headers_alone() {
        let mail = "From: Ida\nSubject: Hedge\n and yard\nMIME-Version: 1.0\n\nHello.\n";
        assert!(is_mail(mail) && is_mail(&format!("From ida Mon\n{mail}")));
        assert!(!is_mail("Hello:\n\nMIME-Version: 1.0 is a header of mail.\n"));
    }
}
