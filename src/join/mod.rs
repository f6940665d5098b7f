//! The exact join: every pair that shares enough, found without comparing all pairs.
//!
//! If at least `o` of a set's `n` shingles stand in another set, then at least one of *any*
//! `n − o + 1` of them does. So each set offers only such a prefix, its rarest shingles first, and
//! every set looks its own shingles up in the index of the prefixes. Nothing is missed whatever the
//! order is; rarest first makes the candidates few. (Chaudhuri, Ganti, Kaushik 2006, "A primitive
//! operator for similarity joins"; Bayardo, Ma, Srikant 2007, "Scaling up all pairs similarity
//! search"; Xiao, Wang, Lin, Yu 2008, "Efficient similarity joins for near duplicate detection".)
//!
//! One index and one look-up serve both relations. A near pair shares t of *either* set, so its
//! first common shingle stands in both prefixes; a contained pair shares c of the smaller, so some
//! shingle of the smaller's prefix stands anywhere in the larger. The smaller set is the one that
//! offers, the larger the one that looks up.
//!
//! A shingle that more than [`HOT`](hot::HOT) sets offer is hot. Under it not all pairs are proposed, which would
//! be quadratic in a template with a million instances, but a set meets only those that are already
//! kept as representatives of a cluster. Clusters are the same as they would be with all pairs, for
//! they ask for nothing else; what is not listed is how members relate to each other.
//!
//! Most of the time goes into memory that is not in the cache, so the tables are small: a sample of
//! the sets is counted, and two Bloom filters let go what stands in one set only. A bitmap of every
//! set, to refuse candidates before they are merged, was left out: on ordinary text more than half of
//! the candidates hold, one for ten paragraphs, and the bitmaps cost each paragraph their bytes and a
//! pass over its shingles. Only under hot shingles, where few hold, there are such outlines.

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

pub(crate) use bound::Bounds;
pub(crate) use candidate::{Join, Joined};
pub(crate) use hot::{HOT, HotShingles};
