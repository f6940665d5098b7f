//! Ids of rows, and the numbers under which an index holds their texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field::{kind, string};

/// What the ids of an index are: the first row decides, for rows of two kinds could not be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum IdKind {
    /// Whole numbers, which are those of the index.
    Numbers,
    /// Strings, for each of which the index has a number.
    Names,
    /// Rows have none: the index counts its texts.
    Counted,
}

/// The ids of the texts in an index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Ids {
    pub(super) kind: Option<IdKind>,
    /// The next number where the index has to give one.
    next: u64,
    /// Where ids are strings: theirs.
    names: BTreeMap<u64, String>,
    /// The other way round; made when it is asked for, as readers never do.
    #[serde(skip)]
    numbers: Option<BTreeMap<String, u64>>,
}

/// What an id can be.
const EXPECTED: &str = "a whole number from 0 to 18446744073709551615 or a string";

impl Ids {
    /// Those of an index that holds texts under numbers and says nothing of them.
    pub(super) fn numbers() -> Ids {
        Ids { kind: Some(IdKind::Numbers), ..Ids::default() }
    }

    /// The number under which a text is to be inserted, by the id of its row as written in JSON.
    ///
    /// # Errors
    /// When the id is of another kind than those of the index, or that of a text in it; says what was expected and what was found.
    pub(super) fn take(&mut self, id: Option<&str>) -> Result<u64, String> {
        let found = id.map_or(Ok(IdKind::Counted), kind_of)?;
        let known = *self.kind.get_or_insert(found);
        match (known, id) {
            (known, _) if known != found => Err(format!(
                "expected {}, as those in the index, found {}",
                described(known),
                id.map_or("none", |id| if found == IdKind::Numbers { id } else { "a string" })
            )),
            (IdKind::Numbers, Some(id)) => id.parse().map_err(|_| refusal(id)),
            (IdKind::Names, Some(id)) => self.take_name(string(id)?.into_owned()),
            _ => Ok(self.count()),
        }
    }

    fn take_name(&mut self, name: String) -> Result<u64, String> {
        if self.by_name().contains_key(&name) {
            return Err(taken(&json_of_name(&name)));
        }
        let number = self.count();
        self.by_name().insert(name.clone(), number);
        self.names.insert(number, name);
        Ok(number)
    }

    fn count(&mut self) -> u64 {
        let number = self.next;
        // A file that was made to harm may say any number. Another text has that of an overflow, and is not replaced.
        self.next = number.wrapping_add(1);
        number
    }

    fn by_name(&mut self) -> &mut BTreeMap<String, u64> {
        let names = &self.names;
        self.numbers.get_or_insert_with(|| {
            names.iter().map(|(number, name)| (name.clone(), *number)).collect()
        })
    }

    /// The number of an id that is given as it reads, without quotation marks.
    pub(super) fn number(&mut self, id: &str) -> Result<Option<u64>, String> {
        if self.kind == Some(IdKind::Names) {
            return Ok(self.by_name().get(id).copied());
        }
        let number = id.parse().map(Some);
        number.map_err(|_| format!("expected a whole number, as those in the index, found {id}"))
    }

    /// Forgets the id of a text that is removed.
    pub(super) fn forget(&mut self, number: u64) {
        if let Some(name) = self.names.remove(&number) {
            self.by_name().remove(&name);
        }
    }

    /// The id of a number, in JSON.
    pub(crate) fn json(&self, number: u64) -> String {
        match self.names.get(&number) {
            Some(name) => json_of_name(name),
            None => number.to_string(),
        }
    }
}

fn json_of_name(name: &str) -> String {
    serde_json::to_string(name).expect("a string is JSON")
}

fn kind_of(id: &str) -> Result<IdKind, String> {
    match kind(id) {
        "a string" => Ok(IdKind::Names),
        "a number" if id.parse::<u64>().is_ok() => Ok(IdKind::Numbers),
        "a number" => Err(refusal(id)),
        other => Err(format!("expected {EXPECTED}, found {other}")),
    }
}

fn described(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Numbers => "a whole number",
        IdKind::Names => "a string",
        IdKind::Counted => "none",
    }
}

fn refusal(found: &str) -> String {
    format!("expected {EXPECTED}, found {found}")
}

/// The refusal of an id that another text has.
pub(super) fn taken(id: &str) -> String {
    format!(
        "expected an id that no text in the index has, found {id}; remove that one first, or name another field by --id: rows that have none are counted, in an index of their own"
    )
}
