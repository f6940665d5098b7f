//! The exact join: every pair that shares enough, found without comparing all pairs.
//!
//! If at least `o` of a set's `n` shingles are in another set, then at least two of *any*
//! `n − o + 2` of them are. So each set offers only such a prefix, its rarest shingles first, and pairs
//! that collide twice under what is offered are proposed (once, where their sizes say that one shared shingle may be
//! enough). No order misses a pair; rarest first makes the candidates few. (Chaudhuri, Ganti, Kaushik 2006, "A primitive
//! operator for similarity joins"; Bayardo, Ma, Srikant 2007, "Scaling up all pairs similarity
//! search"; Xiao, Wang, Lin, Yu 2008, "Efficient similarity joins for near duplicate detection".)
//!
//! One way serves both relations. A near pair shares t of *either* set, so its first common shingles
//! are in both prefixes; a contained pair shares c of the smaller, so some shingles of the smaller's
//! prefix are anywhere in the larger. The smaller set offers its prefix; the larger one may
//! also query with the shingles after its own.
//!
//! A shingle that more than [`HOT`](hot::HOT) sets offer is hot. Under it not all pairs are proposed, which would
//! be quadratic in a template with a million instances; a set meets only those that are already
//! kept as representatives of a cluster. Clusters are the same as they would be with all pairs, for
//! they ask for nothing else; what is not listed is how members relate to each other.
//!
//! Memory that is not in the cache would take most of the time, so no table is looked up at random. What
//! is offered becomes postings of eight bytes, which are parted by key; within a part, which fits in the
//! cache, postings of one key are brought together, and what is in one set only is dropped before. A bitmap
//! of every set, to refuse candidates before they are merged, did not pay: few pairs that collide twice fail
//! verification. Only under hot shingles there are such outlines.
//!
//! The files are in the order in which a join runs, and each uses only those above it.

mod frequency;
mod bounds;
mod prefix;
mod posting;
mod filter;
mod index;
mod partition;
mod collision;
mod outline;
mod hot;
mod candidates;
mod bands;
#[cfg(test)]
mod reference;

pub(crate) use bands::Bands;
pub(crate) use bounds::Bounds;
pub(crate) use candidates::{Candidates, find_candidates};
pub(crate) use hot::{HOT, HotQuery, HotShingles};
pub(crate) use index::JoinIndex;
