//! How the bytes of a file are packed.

use std::path::Path;

use clap::ValueEnum;

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Packing {
    /// Not at all
    Plain,
    /// .gz
    #[value(name = "gz")]
    Gzip,
    /// .zst
    #[value(name = "zst")]
    Zstandard,
}

impl Packing {
    /// By the ending of its name.
    pub(super) fn of(path: &Path) -> Packing {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstandard,
            _ => Packing::Plain,
        }
    }

    /// The end of the name of a file that is packed so.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Packing::Plain => "",
            Packing::Gzip => ".gz",
            Packing::Zstandard => ".zst",
        }
    }

    /// By its first bytes, for streams have no endings. No line of JSON begins with these.
    pub(super) fn of_bytes(bytes: &[u8]) -> Packing {
        match bytes {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstandard,
            _ => Packing::Plain,
        }
    }
}
