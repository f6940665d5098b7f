//! Measuring pairs one after another.

use super::background::Background;
use super::features::Features;
use super::model;
use super::order::Masks;
use super::rival::Rivals;
use super::shared::Shared;
use crate::Similarity;

/// What a word costs that the other paragraph has not, in terms of its weight.
const UNSHARED_COST: f64 = 1.5;

/// So many words at the beginning of a paragraph, and at its end, show whether it is made after a pattern.
const END: usize = 8;

/// Memory for the features of one pair at a time; reused from pair to pair.
#[derive(Debug)]
pub(super) struct FeatureScratch {
    /// For each stem the last pass in which it was marked. Numbers of passes, because nothing needs to be cleared then.
    marked: Vec<u32>,
    pass: u32,
    /// For each stem the pass in which it was last seen, and its place there.
    seen: Vec<(u32, u32)>,
    masks: Masks,
    /// For each stem the pass in which it was last seen, and what follows it there.
    followers: Vec<(u32, Follower)>,
    /// The neighbours in one text, behind stems that stand there more than once.
    neighbours: Vec<(u32, u32)>,
    rivals: Rivals,
}

/// What follows a stem in a text.
#[derive(Clone, Copy, Debug)]
enum Follower {
    /// Nothing: it ends the text.
    None,
    One(u32),
    /// It stands there more than once.
    Several,
}

impl FeatureScratch {
    pub(super) fn new(background: &Background) -> FeatureScratch {
        let stems = background.stems();
        FeatureScratch {
            marked: vec![0; stems],
            pass: 0,
            seen: vec![(0, 0); stems],
            masks: Masks::new(stems),
            followers: vec![(0, Follower::None); stems],
            neighbours: Vec::new(),
            rivals: Rivals::default(),
        }
    }

    /// The features of two paragraphs that share this; the [bound](Features::bound) where they cannot restate each other
    /// anyway. Linear in their words, but for the common subsequence, which takes the product of the lengths / 64.
    pub(super) fn features(
        &mut self,
        background: &Background,
        pair: (usize, usize),
        shared: Shared,
    ) -> Features {
        let mut features = Features::bound(background, pair, shared);
        if features.can_restate() {
            take_ends(&mut features, background, pair);
            self.take_order(&mut features, background, pair, shared);
            self.take_passages(&mut features, background, pair);
            self.take_rival(&mut features, background, pair);
        }
        features
    }

    /// Whether the pair's probability is accepted. Measures are taken one by one, the cheap ones
    /// first, as long as the probability they leave possible is accepted.
    pub(super) fn is_accepted(
        &mut self,
        background: &Background,
        pair: (usize, usize),
        shared: Shared,
        accept: impl Fn(Similarity) -> bool,
    ) -> bool {
        let mut features = Features::bound(background, pair, shared);
        if !accept(model::probability(&features)) {
            return false;
        }
        take_ends(&mut features, background, pair);
        if !accept(model::probability(&features)) {
            return false;
        }
        self.take_order(&mut features, background, pair, shared);
        if !accept(model::probability(&features)) {
            return false;
        }
        self.take_passages(&mut features, background, pair);
        if !features.structured || !accept(model::probability(&features)) {
            return accept(model::probability(&features));
        }
        self.take_rival(&mut features, background, pair);
        accept(model::probability(&features))
    }

    /// Replaces the bound on what others share.
    fn take_rival(
        &mut self,
        features: &mut Features,
        background: &Background,
        pair: (usize, usize),
    ) {
        if features.structured {
            features.rival = self.rivals.of_pair(background, pair, features.shared_weight);
        }
    }

    /// Replaces the bounds on what depends on the order of the words.
    fn take_order(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
        shared: Shared,
    ) {
        let numbers = background.numbers(a).min(background.numbers(b));
        features.in_order = self.masks.common_subsequence(background, (a, b)) as f64;
        features.replaced_numbers = f64::from(numbers - shared.numbers);
    }

    /// Replaces the bounds on what stands together.
    fn take_passages(
        &mut self,
        features: &mut Features,
        background: &Background,
        (a, b): (usize, usize),
    ) {
        let (a, b) = (background.tokens(a), background.tokens(b));
        // The worse of both directions, so that a pair scores the same both ways round.
        let there = self.best_passage(background, a, b);
        features.best_passage = there.min(self.best_passage(background, b, a));
        let (short, long) = by_length(a, b);
        features.in_runs = self.in_runs(short, long);
    }

    /// Of the words of a text that another has too, the share that stands beside the same word in both.
    fn in_runs(&mut self, text: &[u32], other: &[u32]) -> f64 {
        self.find_followers(other);
        let (mut in_runs, mut shared, mut is_behind_neighbour) = (0, 0_usize, false);
        for (place, stem) in text.iter().enumerate() {
            let next = text.get(place + 1);
            let is_before_neighbour = next.is_some_and(|next| self.is_followed(*stem, *next));
            in_runs += usize::from(is_before_neighbour || is_behind_neighbour);
            shared += usize::from(self.followers[*stem as usize].0 == self.pass);
            is_behind_neighbour = is_before_neighbour;
        }
        in_runs as f64 / shared.max(1) as f64
    }

    /// Finds what follows each stem of a text. Few stand there more than once, so that little is sorted.
    fn find_followers(&mut self, text: &[u32]) {
        self.pass += 1;
        for (place, stem) in text.iter().enumerate() {
            let (pass, follower) = &mut self.followers[*stem as usize];
            let next = text.get(place + 1).map_or(Follower::None, |next| Follower::One(*next));
            *follower = if *pass == self.pass { Follower::Several } else { next };
            *pass = self.pass;
        }
        let is_repeated = |stem: u32| matches!(self.followers[stem as usize].1, Follower::Several);
        self.neighbours.clear();
        self.neighbours.extend(neighbours(text).filter(|(one, _)| is_repeated(*one)));
        self.neighbours.sort_unstable();
    }

    /// Whether a stem is followed by another in the text whose followers were found last.
    fn is_followed(&self, stem: u32, next: u32) -> bool {
        let (pass, follower) = self.followers[stem as usize];
        let is_there = match follower {
            Follower::None => false,
            Follower::One(one) => one == next,
            Follower::Several => self.neighbours.binary_search(&(stem, next)).is_ok(),
        };
        is_there && pass == self.pass
    }

    fn mark(&mut self, tokens: &[u32]) {
        self.pass += 1;
        for stem in tokens {
            self.marked[*stem as usize] = self.pass;
        }
    }

    /// The greatest sum over consecutive words of `within` (Kadane's algorithm). A stem counts once,
    /// however often the passage repeats it.
    fn best_passage(&mut self, background: &Background, other: &[u32], within: &[u32]) -> f64 {
        self.mark(other);
        let (mut best, mut sum, mut start) = (0.0_f64, 0.0, 0);
        for (place, stem) in within.iter().enumerate() {
            if sum <= 0.0 {
                (sum, start) = (0.0, place);
            }
            let seen = &mut self.seen[*stem as usize];
            let repeated = seen.0 == self.pass && seen.1 as usize >= start;
            *seen = (self.pass, place as u32);
            if !repeated {
                let weight = background.weight(*stem);
                let shared = self.marked[*stem as usize] == self.pass;
                sum += if shared { weight.shared } else { -UNSHARED_COST * weight.alone };
                best = best.max(sum);
            }
        }
        best
    }
}

/// The shorter text and the longer one, whichever way round they come.
fn by_length<'t>(a: &'t [u32], b: &'t [u32]) -> (&'t [u32], &'t [u32]) {
    if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) }
}

fn neighbours(text: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    text.iter().zip(text.iter().skip(1)).map(|(one, next)| (*one, *next))
}

/// Replaces the bounds on what is cheap to look at.
fn take_ends(features: &mut Features, background: &Background, (a, b): (usize, usize)) {
    features.ends = ends(background.tokens(a), background.tokens(b));
    if features.structured {
        features.exchanged_names = background.exchanged_names(a, b) as f64;
    }
}

/// How many of their first words two texts have in common, and of their last ones, as a share of all of these.
fn ends(a: &[u32], b: &[u32]) -> f64 {
    let [first_a, first_b] = [a, b].map(|text| &text[..text.len().min(END)]);
    let [last_a, last_b] = [a, b].map(|text| &text[text.len().saturating_sub(END)..]);
    let shared = in_common(first_a, first_b) + in_common(last_a, last_b);
    shared as f64 / (2 * END) as f64
}

/// How many different stems both have. For short texts: it takes the product of their lengths.
fn in_common(a: &[u32], b: &[u32]) -> usize {
    let is_first = |(place, stem): &(usize, &u32)| !a[..*place].contains(stem);
    a.iter().enumerate().filter(is_first).filter(|(_, stem)| b.contains(stem)).count()
}

impl Features {
    /// Features whose probability is at least that of the pair, from what is known without reading
    /// the paragraphs: no more words stand in order than are shared, repetitions included; the best
    /// passage, the exchanged names and the rival, which lower the probability, are at least nothing; at most all shared words stand in runs; and rows of one
    /// template cannot be told before the order of the words is known.
    ///
    /// By this alone pairs are refused unread. It needs of the model that its probability does not fall where more
    /// words stand in order or in runs, or the best passage, the exchanged names or the rival are less, and that no rule makes 0 of the bound but not of the pair. How
    /// weight, lengths, numbers, lists, colons, marks and peers count plays no part: these are known. Another feature must stand here with
    /// the value that makes the pair most probable, until it is measured.
    fn bound(background: &Background, (a, b): (usize, usize), shared: Shared) -> Features {
        let [words_a, words_b] = [a, b].map(|paragraph| background.tokens(paragraph).len());
        let [stems_a, stems_b] = [a, b].map(|paragraph| background.distinct(paragraph).len());
        let [list_a, list_b] = [a, b].map(|paragraph| background.list(paragraph));
        let shorter = words_a.min(words_b);
        let structured = background.is_structured(a, b);
        // Shared stems match again at most as often as the side with fewer repetitions repeats any.
        let repeated = (words_a - stems_a).min(words_b - stems_b);
        let numbers = background.numbers(a) + background.numbers(b) - 2 * shared.numbers;
        Features {
            shared_weight: shared.weight,
            shorter: shorter as f64,
            longer: words_a.max(words_b) as f64,
            in_order: (shared.stems as usize + repeated).min(shorter) as f64,
            best_passage: 0.0,
            lone_numbers: f64::from(numbers) / (stems_a + stems_b) as f64,
            replaced_numbers: 0.0,
            in_runs: 1.0,
            ends: model::likeliest_ends(structured, shorter as f64),
            same_list: list_a.is_some() && list_a == list_b,
            two_lists: list_a.is_some() && list_b.is_some() && list_a != list_b,
            both_introduce: background.introduces(a) && background.introduces(b),
            structured,
            only_one_closes: structured && background.only_one_closes(a, b),
            exchanged_names: 0.0,
            rival: 0.0,
            peers: f64::from(background.peers(a).min(background.peers(b))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::background::Surface;
    use super::*;
    use crate::executor::Serial;
    use crate::kernel::Kernel;
    use crate::text::Normalizer;
    use proptest::prelude::*;

    /// Texts of so few words that many are shared, often in order, and with other numbers.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        let text = prop::collection::vec("[a-c][a-e]{0,2}|[d-f]{5}|[1-9]|[A-C]{2}", 10..60);
        // A text may go on as another does.
        let tail = (0..9_usize, 0..60_usize);
        prop::collection::vec((text, tail), 2..9).prop_map(|texts| {
            let joined = texts.iter().map(|(text, (other, from))| {
                let other = &texts[other % texts.len()].0;
                [&text[..], &other[(*from).min(other.len())..]].concat().join(" ")
            });
            joined.collect()
        })
    }

    /// The naive reference: whether each word stands beside one as it does somewhere in the other text.
    fn in_runs(text: &[u32], other: &[u32]) -> f64 {
        let is_run = |at: usize| {
            text.get(at..at + 2).is_some_and(|two| other.windows(2).any(|others| two == others))
        };
        let in_runs = (0..text.len()).filter(|at| is_run(*at) || (*at > 0 && is_run(at - 1)));
        let shared = text.iter().filter(|stem| other.contains(stem)).count();
        in_runs.count() as f64 / shared.max(1) as f64
    }

    proptest! {
        #[test]
        fn runs_equal_those_of_all_windows(texts in texts()) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let reader = (Normalizer::new(), Kernel::detect());
            let background = Background::read(Serial, reader, &texts).unwrap();
            let mut scratch = FeatureScratch::new(&background);
            for (a, b) in (0..texts.len()).flat_map(|b| (0..texts.len()).map(move |a| (a, b))) {
                let (text, other) = (background.tokens(a), background.tokens(b));
                let expected = in_runs(text, other);
                prop_assert_eq!(scratch.in_runs(text, other).to_bits(), expected.to_bits());
            }
        }

        /// The naive reference measures everything.
        #[test]
        fn no_pair_that_is_accepted_is_refused_by_the_bound(
            texts in texts(),
            least in 0.0..1.0_f64,
            structured in any::<bool>(),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let reader = (Normalizer::new(), Kernel::detect());
            let background = Background::read(Serial, reader, &texts).unwrap();
            let surface = Surface::read(Serial, &texts).unwrap();
            let in_documents = vec![structured; texts.len()];
            let background = background.with_surface(surface).in_documents(in_documents);
            let mut scratch = FeatureScratch::new(&background);
            for (a, b) in (0..texts.len()).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let shared = Shared::between(&background, a, b);
                let probability = model::probability(&scratch.features(&background, (a, b), shared));
                let bound = model::probability(&Features::bound(&background, (a, b), shared));
                prop_assert!(bound >= probability, "{bound:?} and {probability:?}");
                for least in [least, probability.get()] {
                    let accept = |probability: Similarity| probability.get() >= least;
                    let accepted = scratch.is_accepted(&background, (a, b), shared, accept);
                    prop_assert_eq!(accepted, accept(probability));
                }
            }
        }
    }
}
