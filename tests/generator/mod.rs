//! Deterministic text that looks enough like text: words with Zipf's frequencies, seeded.
//!
//! Shared by the tests and the benches, so that both speak of the same paragraphs.

#![allow(dead_code, reason = "each test and bench uses its own part")]

/// `SplitMix64`: small, seeded, the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// In `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How many different words the generator knows.
const VOCABULARY: f64 = 50_000.0;

/// A pronounceable word; the number is its rank by frequency.
pub(crate) fn word(mut rank: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ka", "lo", "mi", "ren", "tu", "sa", "vel", "no", "pi", "dor", "ha", "jen", "bu", "fi",
        "gor", "ste",
    ];
    let mut word = String::from(SYLLABLES[rank % 16]);
    rank /= 16;
    while rank > 0 {
        word.push_str(SYLLABLES[rank % 16]);
        rank /= 16;
    }
    word
}

/// A word's rank by Zipf's law: log-uniform.
pub(crate) fn rank(random: &mut Random) -> usize {
    VOCABULARY.powf(random.unit()) as usize
}

/// Words of one paragraph.
pub(crate) fn words(random: &mut Random, count: usize) -> Vec<String> {
    (0..count).map(|_| word(rank(random))).collect()
}

/// Words as sentences of some twelve words.
pub(crate) fn prose(words: &[String]) -> String {
    let sentences = words.chunks(12).map(|sentence| {
        let mut sentence = sentence.join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence + "."
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// `count` paragraphs of `length` words; one in ten is an edited, cut or extended copy of an earlier one.
pub(crate) fn paragraphs(count: usize, length: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut paragraphs: Vec<Vec<String>> = Vec::with_capacity(count);
    for _ in 0..count {
        let copied = !paragraphs.is_empty() && random.below(10) == 0;
        let paragraph = if copied {
            let original = random.below(paragraphs.len());
            edited(&mut random, &paragraphs[original])
        } else {
            words(&mut random, length)
        };
        paragraphs.push(paragraph);
    }
    paragraphs.iter().map(|words| prose(words)).collect()
}

/// The same again, or with some words changed, or a part of it, or with more around it.
pub(crate) fn edited(random: &mut Random, original: &[String]) -> Vec<String> {
    let mut copy = original.to_vec();
    match random.below(4) {
        0 => {}
        1 => {
            for _ in 0..=random.below(5) {
                let at = random.below(copy.len());
                copy[at] = word(rank(random));
            }
        }
        2 => copy.truncate(copy.len() / 2 + 1),
        _ => copy.extend(words(random, original.len())),
    }
    copy
}
