//! Who meets whom under hot shingles: each paragraph the representatives that it may join.
//!
//! A million instances of one template are all near each other, and where their facts differ none
//! may join another, so all become representatives. What saves the million from being compared in
//! pairs is that one comparison decides for two whole templates: if two instances without a rare
//! word in common are not to join, no other two without one are.

use std::collections::{BTreeMap, BTreeSet};

use super::template::Templates;

/// Representatives so far, as others that hold hot shingles meet them. Variants are numbered by rank.
pub(super) struct Meetings {
    templates: Templates,
    is_kept: Vec<bool>,
    /// The representatives of each template, by rank.
    kept: Vec<Vec<u32>>,
    /// By hot shingle, the templates with representatives that hold it.
    holding: Vec<Vec<u32>>,
    /// By hot shingle, the templates with representatives that offer it.
    offering: Vec<Vec<u32>>,
    acquaintances: BTreeMap<u32, Acquaintance>,
    /// How many instances of each template are to come.
    awaited: Vec<u32>,
}

/// What a template knows of the templates that it meets.
#[derive(Default)]
struct Acquaintance {
    /// How many it has been introduced to under each of its hot shingles.
    seen: Vec<usize>,
    /// Whether its instances may join theirs is open, or they may.
    open: BTreeSet<u32>,
    /// Its instances may join none of theirs but where they have a rare word in common.
    refused: BTreeSet<u32>,
}

/// The representatives that a variant meets.
#[derive(Default)]
pub(super) struct Met {
    /// Those it may join, by rank: of all that others decide for, the first alone.
    pub(super) candidates: Vec<u32>,
    /// The variants that have a rare word in common with it, ascending.
    sharing: Vec<u32>,
}

impl Met {
    fn is_decisive(&self, other: u32) -> bool {
        self.sharing.binary_search(&other).is_err()
    }
}

impl Meetings {
    /// Under so many hot shingles.
    pub(super) fn under(shingles: usize, templates: Templates, variants: usize) -> Meetings {
        Meetings {
            is_kept: vec![false; variants],
            kept: vec![Vec::new(); templates.sizes.len()],
            holding: vec![Vec::new(); shingles],
            offering: vec![Vec::new(); shingles],
            acquaintances: BTreeMap::new(),
            awaited: templates.sizes.clone(),
            templates,
        }
    }

    /// Whom a variant meets.
    pub(super) fn meet(&mut self, variant: u32) -> Met {
        let Some(template) = self.templates.template(variant) else {
            return Met::default();
        };
        let mut acquaintance = self.acquaintances.remove(&template).unwrap_or_default();
        self.introduce(template, &mut acquaintance);
        let met = self.met(variant, &acquaintance);
        self.awaited[template as usize] -= 1;
        if self.awaited[template as usize] > 0 {
            self.acquaintances.insert(template, acquaintance);
        }
        met
    }

    /// Adds the templates that have come since the last time. A pair that is related meets under a
    /// shingle that its smaller side offers, whichever that is.
    fn introduce(&self, template: u32, acquaintance: &mut Acquaintance) {
        let holdings = &self.templates.holdings[template as usize];
        acquaintance.seen.resize(holdings.len(), 0);
        for ((shingle, offered), seen) in holdings.iter().zip(&mut acquaintance.seen) {
            let others = if *offered { &self.holding } else { &self.offering };
            let others = &others[*shingle as usize];
            // A template enters all its lists at once: one that was refused is never new again.
            acquaintance.open.extend(&others[*seen..]);
            *seen = others.len();
        }
    }

    fn met(&self, variant: u32, acquaintance: &Acquaintance) -> Met {
        let mut sharing = self.templates.sharing(variant);
        sharing.retain(|other| self.is_kept[*other as usize]);
        let mut met = Met { candidates: Vec::new(), sharing };
        for template in &acquaintance.open {
            let kept = &self.kept[*template as usize];
            let first = kept.iter().position(|other| met.is_decisive(*other));
            met.candidates.extend(first.map(|first| kept[first]));
        }
        let is_met = |template: u32| {
            acquaintance.open.contains(&template) || acquaintance.refused.contains(&template)
        };
        let is_met = |other: &&u32| self.templates.template(**other).is_some_and(is_met);
        met.candidates.extend(met.sharing.iter().filter(is_met));
        met.candidates.sort_unstable();
        met
    }

    /// Whether a variant is known not to join another.
    pub(super) fn is_refused(&self, variant: u32, met: &Met, other: u32) -> bool {
        let templates = (self.templates.template(variant), self.templates.template(other));
        let (Some(template), Some(other_template)) = templates else { return false };
        let acquaintance = self.acquaintances.get(&template);
        acquaintance.is_some_and(|known| known.refused.contains(&other_template))
            && met.is_decisive(other)
    }

    /// The variant may not join a candidate that it met, nor any of their templates each other, if
    /// they have no rare word in common.
    pub(super) fn refuse(&mut self, variant: u32, met: &Met, other: u32) {
        let templates = (self.templates.template(variant), self.templates.template(other));
        let (Some(template), Some(refused)) = templates else { return };
        if !met.is_decisive(other) {
            return;
        }
        if let Some(acquaintance) = self.acquaintances.get_mut(&template) {
            acquaintance.open.remove(&refused);
            acquaintance.refused.insert(refused);
        }
    }

    /// The variant is a representative.
    pub(super) fn keep(&mut self, variant: u32) {
        self.is_kept[variant as usize] = true;
        let Some(template) = self.templates.template(variant) else { return };
        self.kept[template as usize].push(variant);
        if self.kept[template as usize].len() > 1 {
            return;
        }
        for (shingle, offered) in &self.templates.holdings[template as usize] {
            self.holding[*shingle as usize].push(template);
            if *offered {
                self.offering[*shingle as usize].push(template);
            }
        }
    }
}
