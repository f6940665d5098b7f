//! The exact join: every pair that shares enough, found without comparing all pairs.
//!
//! If at least `o` of a set's `n` shingles stand in another set, then at least two of *any*
//! `n − o + 2` of them do. So each set offers only such a prefix, its rarest shingles first, and pairs
//! that meet twice under what is offered are proposed. Nothing is missed whatever the order is; rarest
//! first makes the candidates few. (Chaudhuri, Ganti, Kaushik 2006, "A primitive
//! operator for similarity joins"; Bayardo, Ma, Srikant 2007, "Scaling up all pairs similarity
//! search"; Xiao, Wang, Lin, Yu 2008, "Efficient similarity joins for near duplicate detection".)
//!
//! One way serves both relations. A near pair shares t of *either* set, so its first common shingles
//! stand in both prefixes; a contained pair shares c of the smaller, so some shingles of the smaller's
//! prefix stand anywhere in the larger. The smaller set is the one that offers, the larger one may ask
//! under shingles behind its prefix too.
//!
//! A shingle that more than [`HOT`](hot::HOT) sets offer is hot. Under it not all pairs are proposed, which would
//! be quadratic in a template with a million instances, but a set meets only those that are already
//! kept as representatives of a cluster. Clusters are the same as they would be with all pairs, for
//! they ask for nothing else; what is not listed is how members relate to each other.
//!
//! Memory that is not in the cache would take most of the time, so there is no index. What is offered
//! becomes entries of eight bytes, which are parted by key; within a part, which fits in the cache,
//! entries of one key are brought together, and what stands in one set only is let go before. A bitmap
//! of every set, to refuse candidates before they are merged, was left out: where pairs must meet
//! twice, there are too few that do not hold. Only under hot shingles there are such outlines.

mod bands;
mod bound;
mod class;
mod prefix;
mod entry;
mod filter;
mod meeting;
mod candidate;
mod hot;
#[cfg(test)]
mod twin;

pub(crate) use bands::Bands;
pub(crate) use bound::Bounds;
pub(crate) use candidate::{Join, Joined};
pub(crate) use hot::{HOT, HotShingles, Visitor};
