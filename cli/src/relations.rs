//! Which relations count.

use clap::Args;
use paradup::{DetectorBuilder, Relation, UnknownName};

/// The relations that are reported.
#[derive(Args)]
pub(crate) struct RelationOptions {
    /// What to report, of identical, reformatted, near, contained and restated; a pair in a stronger relation
    /// than these is not reported under a weaker one [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = relation)]
    relations: Vec<Relation>,
}

impl RelationOptions {
    /// Takes those of a file where none are given.
    pub(crate) fn or(&mut self, relations: Option<Vec<Relation>>) {
        if self.relations.is_empty() {
            self.relations = relations.unwrap_or_default();
        }
    }

    /// The builder with these relations, or all where none are given.
    pub(crate) fn ask(&self, builder: DetectorBuilder) -> DetectorBuilder {
        let all = self.relations.is_empty();
        if all { builder } else { builder.relations(self.relations.iter().copied()) }
    }
}

/// A relation by its name.
pub(crate) fn relation(name: &str) -> Result<Relation, UnknownName> {
    name.trim().parse()
}
