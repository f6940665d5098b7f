//! Paragraphs as sequences of statements.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use super::sequence::{Sequences, Traits, grouped};
use crate::executor::Executor;
use crate::kernel::Kernel;
use crate::kernel::prefetch;
use crate::radix::{self, Entry};
use crate::text::{Depth, Normalizer, Statement, StatementScratch, for_each_statement};

/// Paragraphs read in one piece of work.
const CHUNK: usize = 1024;

/// Words of a sentence that may stand in another paragraph alone.
const MIN_WORDS_OF_SENTENCE: usize = 10;

/// Words of several sentences that may stand in another paragraph.
const MIN_WORDS_OF_SENTENCES: usize = 5;

/// A sentence that can be read in several ways.
struct Ambiguous {
    /// Its place among all units.
    place: usize,
    readings: Vec<u64>,
}

/// What is made of some paragraphs.
#[derive(Default)]
struct Reading {
    sequences: Sequences,
    ambiguous: Vec<Ambiguous>,
}

/// The statements of each paragraph, as keys that are equal where they say the same. Linear in the bytes.
///
/// First their forms alone. A sentence whose form stands once says what nobody else says, and its form
/// may be its key: most sentences need no closer look, which takes as long again.
pub(super) fn read<E: Executor>(
    executor: E,
    normalizer: Normalizer,
    kernel: Kernel,
    texts: &[&str],
) -> Sequences {
    let read = |depth: Depth, texts: &[&str]| {
        let read = |range: Range<usize>| read_some((normalizer, kernel, depth), &texts[range]);
        let mut whole = Reading::default();
        for piece in executor.map_chunks(texts.len(), CHUNK, read) {
            whole.append(piece);
        }
        whole
    };
    let mut whole = read(Depth::Form, texts);
    let again = whole.with_shared_forms(executor);
    let closer: Vec<&str> = again.iter().map(|paragraph| texts[*paragraph]).collect();
    whole.look_closer(&again, read(Depth::Statement, &closer));
    whole.resolve();
    whole.sequences
}

fn read_some(reading: (Normalizer, Kernel, Depth), texts: &[&str]) -> Reading {
    let mut some = Reading::default();
    let mut scratch = StatementScratch::default();
    for (at, text) in texts.iter().enumerate() {
        if let Some(next) = texts.get(at + 1) {
            prefetch(next.as_bytes());
        }
        some.add(reading, text, &mut scratch);
    }
    some
}

impl Reading {
    fn add(
        &mut self,
        reading: (Normalizer, Kernel, Depth),
        text: &str,
        scratch: &mut StatementScratch,
    ) {
        let mut words = 0;
        let (mut sentences, mut is_closed) = (0, false);
        for_each_statement(reading, text, scratch, |statement| {
            words += statement.words;
            sentences += 1;
            is_closed = statement.sentence.is_closed;
            self.add_statement(&statement);
        });
        let may_stand_in = match sentences {
            0 => false,
            1 => is_closed && words >= MIN_WORDS_OF_SENTENCE,
            _ => words >= MIN_WORDS_OF_SENTENCES,
        };
        self.sequences.end(Traits { words: words as u32, may_stand_in });
    }

    fn add_statement(&mut self, statement: &Statement<'_>) {
        if !statement.readings.is_empty() {
            let (place, readings) = (self.sequences.units.len(), statement.readings.to_vec());
            self.ambiguous.push(Ambiguous { place, readings });
        }
        self.sequences.push_unit(statement.key, statement.sentence.is_apart);
    }

    fn append(&mut self, other: Reading) {
        let before = self.sequences.units.len();
        let moved = other.ambiguous.into_iter();
        self.ambiguous.extend(moved.map(|one| Ambiguous { place: before + one.place, ..one }));
        self.sequences.append(other.sequences);
    }

    /// The paragraphs, ascending, one of whose sentences can be read in several ways or has a form that another has too.
    fn with_shared_forms<E: Executor>(&self, executor: E) -> Vec<usize> {
        let units = &self.sequences.units;
        let readings = self.ambiguous.iter();
        let readings = readings.flat_map(|one| one.readings.iter().map(|key| (*key, one.place)));
        let readings: Vec<Entry> =
            readings.map(|(key, place)| Entry { key, id: place as u32 }).collect();
        let entry = |at: usize| match units.get(at) {
            Some(key) => Some(Entry { key: *key, id: at as u32 }),
            None => readings.get(at - units.len()).copied(),
        };
        let mut is_shared = vec![false; self.sequences.len()];
        let groups = grouped(executor, units.len() + readings.len(), entry);
        let shared = groups.iter().flat_map(|group| radix::buckets(group));
        let shared = shared.flatten().map(|entry| entry.id as usize);
        let ambiguous = self.ambiguous.iter().map(|one| one.place);
        for place in shared.chain(ambiguous) {
            is_shared[self.sequences.paragraph(place)] = true;
        }
        (0..is_shared.len()).filter(|paragraph| is_shared[*paragraph]).collect()
    }

    /// Replaces the forms of these paragraphs by what their sentences say.
    fn look_closer(&mut self, paragraphs: &[usize], statements: Reading) {
        self.ambiguous.clear();
        let mut ambiguous = statements.ambiguous.into_iter().peekable();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let (from, to) = (statements.sequences.range(at), self.sequences.range(*paragraph));
            while let Some(one) = ambiguous.next_if(|one| one.place < from.end) {
                let place = to.start + one.place - from.start;
                self.ambiguous.push(Ambiguous { place, ..one });
            }
            self.sequences.units[to].copy_from_slice(&statements.sequences.units[from]);
        }
    }

    /// Gives a sentence that can be read in several ways the key of the one reading that some other
    /// sentence of the collection has too. Where none or several do, it keeps the key of what is written, which
    /// it shares with what is written the same.
    ///
    /// So whether two sentences say the same is an equality of keys, and transitive, which a choice made
    /// for each pair would not be.
    fn resolve(&mut self) {
        let forms = self.forms_by_reading();
        for Ambiguous { place, readings } in &self.ambiguous {
            let shared = |reading: &&u64| forms[*reading].len() > 1;
            let mut shared: Vec<u64> = readings.iter().filter(shared).copied().collect();
            shared.sort_unstable();
            shared.dedup();
            if let [reading] = shared[..] {
                self.sequences.units[*place] = reading;
            }
        }
    }

    /// The different ways in which sentences of each reading are written.
    fn forms_by_reading(&self) -> BTreeMap<u64, BTreeSet<u64>> {
        let mut forms: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for Ambiguous { place, readings } in &self.ambiguous {
            for reading in readings {
                forms.entry(*reading).or_default().insert(self.sequences.units[*place]);
            }
        }
        if !forms.is_empty() {
            for unit in &self.sequences.units {
                forms.get_mut(unit).map(|forms| forms.insert(*unit));
            }
        }
        forms
    }
}
