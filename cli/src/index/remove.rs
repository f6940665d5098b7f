//! `paradup index remove`: texts out of an index.

use std::io;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;

use super::store::Store;
use crate::dedup::{publish, remove_when_stopped};
use crate::field::Field;
use crate::{Failure, printable_json, streams};

/// Remove texts from an index by their ids
///
/// Each id is answered by one line of JSON: whether a text was removed. Their texts are not in the file any more.
#[derive(Args)]
pub(crate) struct Remove {
    /// The index to change
    index: PathBuf,
    /// The ids of the texts; - for those on standard input, one on each line: as it reads, as a string of JSON, or as a row with a
    /// field that holds it
    #[arg(required = true, value_name = "ID", allow_negative_numbers = true)]
    ids: Vec<String>,
    /// The field that holds the id, where standard input has rows
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id: Field,
}

/// What became of an id.
#[derive(Serialize)]
struct Removed {
    id: Box<RawValue>,
    removed: bool,
}

impl Remove {
    pub(super) fn run(&self) -> Result<(), Failure> {
        streams::require_output()?;
        remove_when_stopped()?;
        let ids = self.ids()?;
        let mut store = Store::open_to_write(&self.index)?;
        let mut answers = String::new();
        for id in ids {
            let number = store.ids.number(&id).map_err(|reason| format!("id: {reason}"))?;
            let json = number
                .map_or_else(|| serde_json::to_string(&id), |number| Ok(store.ids.json(number)))?;
            let removed = number.is_some_and(|number| store.remove(number));
            let id = RawValue::from_string(json)?;
            answers += &printable_json::to_line(&Removed { id, removed })?;
        }
        publish(vec![store.write()?])?;
        streams::print(&answers)
    }

    fn ids(&self) -> Result<Vec<String>, Failure> {
        if self.ids != ["-"] {
            return Ok(self.ids.clone());
        }
        streams::require_input()?;
        let written = io::read_to_string(io::stdin().lock());
        let written = written.map_err(|error| format!("cannot read -: {error}"))?;
        let lines = (1..).zip(written.lines()).filter(|(_, line)| !line.trim().is_empty());
        let id = |(number, line): (u64, &str)| {
            self.of_line(line.trim()).map_err(|reason| format!("-:{number}: {reason}").into())
        };
        lines.map(id).collect()
    }

    fn of_line(&self, line: &str) -> Result<String, String> {
        let json = match line.as_bytes().first() {
            Some(b'{') => self
                .id
                .find(line)?
                .ok_or_else(|| format!("expected a field {}, found none", self.id))?,
            _ => line,
        };
        if json.starts_with('"') {
            serde_json::from_str(json).map_err(|error| error.to_string())
        } else {
            Ok(json.to_owned())
        }
    }
}
