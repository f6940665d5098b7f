//! Why a paragraph can be left out.

use core::fmt;

use crate::Relation;

/// Why a paragraph can be left out for another.
///
/// ```
/// use paradup::report::Ground;
///
/// assert_eq!(Ground::StatedIn.to_string(), "stated in");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Ground {
    /// The same bytes, outer white space aside.
    Identical,
    /// The same words, values, operators and sentence ends in another form.
    Reformatted,
    /// Its sentences stand in the other paragraph in one run, each saying the same.
    StatedIn,
    /// It resembles the other paragraph.
    Near,
    /// Most of it stands in the other paragraph.
    Contained,
    /// It says the same again in other words.
    Restated,
}

impl Ground {
    /// All grounds, the strongest first.
    pub const ALL: [Ground; 6] = [
        Ground::Identical,
        Ground::Reformatted,
        Ground::StatedIn,
        Ground::Near,
        Ground::Contained,
        Ground::Restated,
    ];

    /// The name for people: lower case.
    pub fn name(self) -> &'static str {
        match self {
            Ground::Identical => "identical",
            Ground::Reformatted => "reformatted",
            Ground::StatedIn => "stated in",
            Ground::Near => "near",
            Ground::Contained => "contained",
            Ground::Restated => "restated",
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl From<Relation> for Ground {
    fn from(relation: Relation) -> Ground {
        match relation {
            Relation::Identical => Ground::Identical,
            Relation::Reformatted => Ground::Reformatted,
            Relation::Near => Ground::Near,
            Relation::Contained => Ground::Contained,
            Relation::Restated => Ground::Restated,
        }
    }
}
