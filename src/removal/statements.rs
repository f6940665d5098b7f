//! Paragraphs as sequences of statements.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use super::sequence::{Sequences, Traits};
use super::texts::Texts;
use crate::Cancelled;
use crate::executor::{Executor, Serial, completed};
use crate::id::Paragraph;
use crate::kernel::prefetch;
use crate::radix::{self, Entry};
use crate::shingle::Shingler;
use crate::text::{
    Depth, Span, Statement, StatementScratch, for_each_statement, for_each_statement_at,
};

/// Paragraphs read in one piece of work.
const CHUNK: usize = 1024;

/// Paragraphs read before what was made of them is joined: until then it is in memory twice.
const BATCH: usize = 64 * CHUNK;

/// Words of a sentence that may stand in another paragraph alone.
const MIN_WORDS_OF_SENTENCE: usize = 10;

/// Words of several sentences that may stand in another paragraph.
const MIN_WORDS_OF_SENTENCES: usize = 5;

/// What a text states, for engines that look for removals where no process holds all texts: a database, a cluster of
/// machines. [`Detector::statements`](crate::Detector::statements) reads it.
///
/// Under [`MayLose::Nothing`](crate::MayLose::Nothing) a text goes for one of higher rank with the same keys, or for one that has its keys
/// in one run and more besides. [`Detector::judge`](crate::Detector::judge) proves what was found so.
///
/// ```
/// let detector = paradup::Detector::default();
/// let long = detector.statements("The gate closes at five. Dogs wait outside.");
/// let short = detector.statements("the GATE closes at five.");
/// assert_eq!(long.keys[0], short.keys[0]);
/// assert_eq!((long.words, short.may_stand_in), (8, false));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statements {
    /// One for each sentence that has words: equal where sentences say the same. Other versions may have others.
    pub keys: Vec<u64>,
    /// For each key, whether a text may be looked for from there on; at the first it always may.
    pub begins: Vec<bool>,
    /// Sentences that a torn word lets read in several ways: which, and a key for each way. Where exactly one of these ways is
    /// that of a sentence written otherwise, anywhere in the collection, it is the sentence's key.
    pub readings: Vec<(usize, Vec<u64>)>,
    /// Of two texts that say the same the one with more words is kept, where the longest is.
    pub words: u32,
    /// Whether the text may go for one that says more: a title or a phrase may not.
    pub may_stand_in: bool,
}

impl Statements {
    pub(crate) fn read(shingler: Shingler, text: &str) -> Statements {
        let mut reading = Reading::default();
        reading.add(shingler, text, |_| Depth::Statement, &mut StatementScratch::default());
        let Reading { sequences, ambiguous } = reading;
        let Traits { words, may_stand_in } = sequences.traits(Paragraph(0));
        Statements {
            keys: sequences.units,
            begins: sequences.can_begin,
            readings: ambiguous.into_iter().map(|one| (one.place, one.readings)).collect(),
            words,
            may_stand_in,
        }
    }
}

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
    shingler: Shingler,
    texts: Texts<'_>,
) -> Result<Sequences, Cancelled> {
    let mut whole = read_all(executor, shingler, texts, |_, _| Depth::Form)?;
    let is_shared = whole.have_shared_forms(executor)?;
    let again = whole.sequences.paragraphs();
    let again: Vec<Paragraph> = again
        .filter(|paragraph| is_shared[whole.sequences.range(*paragraph)].contains(&true))
        .collect();
    let closer =
        read_all(executor, shingler, texts.others(&texts.among_all(&again)), |text, sentence| {
            let place = whole.sequences.range(again[text]).start + sentence;
            // Behind the last there may be one without words, of which nothing is asked.
            let is_shared = is_shared.get(place).copied().unwrap_or_default();
            if is_shared { Depth::Statement } else { Depth::Form }
        })?;
    whole.look_closer(&again, closer);
    whole.resolve();
    Ok(whole.sequences)
}

/// Whether two texts say the same.
pub(super) fn say_the_same(shingler: Shingler, one: &str, other: &str) -> bool {
    let sequences = completed(read(Serial, shingler, Texts::all(&[one, other])));
    sequences.get(Paragraph(0)) == sequences.get(Paragraph(1))
}

/// The sentences of `text` that `kept` does not state.
pub(super) fn unstated(shingler: Shingler, text: &str, kept: &str) -> Vec<Span> {
    let sequences = completed(read(Serial, shingler, Texts::all(&[text, kept])));
    let mut spans = Vec::new();
    let reading = (shingler.normalizer(), shingler.kernel(), Depth::Form);
    for_each_statement(reading, text, &mut StatementScratch::default(), |statement| {
        spans.push(Span::from(statement.sentence.span));
    });
    let stated: BTreeSet<u64> = sequences.get(Paragraph(1)).iter().copied().collect();
    let unstated = sequences.get(Paragraph(0)).iter().zip(spans);
    unstated.filter(|(unit, _)| !stated.contains(unit)).map(|(_, span)| span).collect()
}

/// What a paragraph states, to be asked often what others state besides.
pub(super) struct Stated<'t> {
    shingler: Shingler,
    text: &'t str,
    /// What its sentences say, ascending; none where one of them can be read in several ways, for which depends on
    /// the other text.
    keys: Option<Vec<u64>>,
}

impl<'t> Stated<'t> {
    pub(super) fn read(shingler: Shingler, text: &'t str) -> Stated<'t> {
        let mut keys = unambiguous(shingler, text)
            .map(|statements| statements.into_iter().map(|one| one.0).collect::<Vec<u64>>());
        if let Some(keys) = &mut keys {
            keys.sort_unstable();
        }
        Stated { shingler, text, keys }
    }

    /// The sentences of another text that this one does not state: [`unstated`].
    pub(super) fn lacking(&self, text: &str) -> Vec<Span> {
        match (&self.keys, unambiguous(self.shingler, text)) {
            (Some(keys), Some(statements)) => {
                let lacking =
                    statements.into_iter().filter(|(key, _)| keys.binary_search(key).is_err());
                lacking.map(|(_, span)| span).collect()
            }
            _ => unstated(self.shingler, text, self.text),
        }
    }
}

/// What each sentence of a text says, and where it is; none where a sentence can be read in several ways.
fn unambiguous(shingler: Shingler, text: &str) -> Option<Vec<(u64, Span)>> {
    let (mut statements, mut is_ambiguous) = (Vec::new(), false);
    let reading = (shingler.normalizer(), shingler.kernel(), Depth::Statement);
    for_each_statement(reading, text, &mut StatementScratch::default(), |statement| {
        is_ambiguous |= !statement.readings.is_empty();
        statements.push((statement.key, Span::from(statement.sentence.span)));
    });
    (!is_ambiguous).then_some(statements)
}

/// Reads texts, the sentences of each as `depth` says.
fn read_all<E: Executor>(
    executor: E,
    shingler: Shingler,
    texts: Texts<'_>,
    depth: impl Fn(usize, usize) -> Depth + Sync,
) -> Result<Reading, Cancelled> {
    let mut whole = Reading::default();
    for from in (0..texts.len()).step_by(BATCH) {
        let len = BATCH.min(texts.len() - from);
        let pieces = executor.map_chunks(len, CHUNK, |piece| {
            read_some(shingler, texts, from + piece.start..from + piece.end, &depth)
        })?;
        for piece in pieces {
            whole.append(piece);
        }
    }
    Ok(whole)
}

fn read_some(
    shingler: Shingler,
    texts: Texts<'_>,
    range: Range<usize>,
    depth: impl Fn(usize, usize) -> Depth,
) -> Reading {
    let mut some = Reading::default();
    let mut scratch = StatementScratch::default();
    for at in range {
        // Texts lie all over the memory: the next is on its way while this one is read.
        if at + 1 < texts.len() {
            prefetch(texts.at(at + 1).as_bytes());
        }
        some.add(shingler, texts.at(at), |sentence| depth(at, sentence), &mut scratch);
    }
    some
}

impl Reading {
    fn add(
        &mut self,
        shingler: Shingler,
        text: &str,
        depth: impl Fn(usize) -> Depth,
        scratch: &mut StatementScratch,
    ) {
        let mut words = 0;
        let (mut sentences, mut is_closed) = (0, false);
        let reading = (shingler.normalizer(), shingler.kernel());
        for_each_statement_at(reading, depth, text, scratch, |statement| {
            words += statement.words;
            sentences += 1;
            is_closed = statement.sentence.is_closed;
            self.add_statement(&statement);
        });
        // One sentence that is not closed may be a title or the beginning of one that says more.
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

    /// Whether each sentence can be read in several ways or has a form that another has too.
    fn have_shared_forms<E: Executor>(&self, executor: E) -> Result<Vec<bool>, Cancelled> {
        let units = &self.sequences.units;
        let readings = self.ambiguous.iter();
        let readings = readings.flat_map(|one| one.readings.iter().map(|key| (*key, one.place)));
        let readings: Vec<Entry> =
            readings.map(|(key, place)| Entry { key, id: place as u32 }).collect();
        // Behind the units come the readings: a torn word may be what another paragraph has in one piece.
        let parts = radix::map_sorted_parts(
            executor,
            units.len() + readings.len(),
            |at| match units.get(at) {
                Some(key) => Some(Entry { key: *key, id: at as u32 }),
                None => readings.get(at - units.len()).copied(),
            },
            |part| radix::buckets(&part).flatten().map(|entry| entry.id).collect::<Vec<u32>>(),
        )?;
        let shared = parts.into_iter().flatten().map(|place| place as usize);
        let ambiguous = self.ambiguous.iter().map(|one| one.place);
        let mut is_shared = vec![false; units.len()];
        for place in shared.chain(ambiguous) {
            is_shared[place] = true;
        }
        Ok(is_shared)
    }

    /// Replaces the forms of these paragraphs by what their sentences say, of those that were read again for that.
    fn look_closer(&mut self, paragraphs: &[Paragraph], statements: Reading) {
        // All sentences with readings were read again.
        self.ambiguous.clear();
        let mut ambiguous = statements.ambiguous.into_iter().peekable();
        for (closer, paragraph) in statements.sequences.paragraphs().zip(paragraphs) {
            let (from, to) = (statements.sequences.range(closer), self.sequences.range(*paragraph));
            while let Some(one) = ambiguous.next_if(|one| one.place < from.end) {
                let place = to.start + one.place - from.start;
                self.ambiguous.push(Ambiguous { place, ..one });
            }
            // Depth changes what a sentence's key is made of, never where sentences end.
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
            let mut shared = readings.clone();
            shared.retain(|reading| forms[reading].len() > 1);
            // A reading that is listed twice is still one.
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
        // Most collections have no torn word, and then all units need not be looked up.
        if !forms.is_empty() {
            for unit in &self.sequences.units {
                forms.get_mut(unit).map(|forms| forms.insert(*unit));
            }
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_a_text_lacks_is_what_it_leaves_unstated(
            text in "(It is|under|stood|-\\n|5|-|mW|MW|\\. |\\? | |\\. \\n){0,12}",
            kept in "(It is|under|stood|-\\n|5|-|mW|MW|\\. |\\? | |\\. \\n){0,12}",
        ) {
            let shingler = Shingler::default();
            for kept in [&kept, &format!("{kept}{text}"), &format!("{text} {kept}")] {
                let expected = unstated(shingler, &text, kept);
                prop_assert_eq!(Stated::read(shingler, kept).lacking(&text), expected);
            }
        }
    }
}
