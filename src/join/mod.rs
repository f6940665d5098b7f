//! The exact join: every pair that shares enough, found without comparing all pairs.
//!
//! If at least `o` of a set's `n` shingles stand in another set, then at least one of *any*
//! `n − o + 1` of them does. So each set offers only such a prefix, its rarest shingles first, and
//! every set looks its own shingles up in the index of the prefixes. Nothing is missed whatever the
//! order is; rarest first makes the candidates few. (Chaudhuri, Ganti, Kaushik 2006, "A primitive
//! operator for similarity joins"; Bayardo, Ma, Srikant 2007, "Scaling up all pairs similarity
//! search".)

mod containment;
mod frequency;

pub(crate) use containment::contained_candidates;
