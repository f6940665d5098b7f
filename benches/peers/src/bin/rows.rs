//! JSON Lines for `whole.sh`: `rows 200000` writes rows with `id` and `text` to standard output.
//!
//! The texts are made up by Zipf's law and are the same in every run.

#[path = "../../../../tests/generator/mod.rs"]
mod generator;

use std::io::{self, BufWriter, Write};

use generator::{Random, prose, word, words};

/// Words in a paragraph that is no copy.
const LENGTH: usize = 80;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(200_000), |count| count.parse())?;
    let mut out = BufWriter::new(io::stdout().lock());
    for (id, text) in texts(count).iter().enumerate() {
        // A line end is the only character here that JSON escapes.
        writeln!(out, r#"{{"id":"{id}","text":"{}"}}"#, text.replace('\n', r"\n"))?;
    }
    Ok(out.flush()?)
}

/// Of twenty rows, one is an exact copy of an earlier one, one the same set otherwise, one near, and
/// one contained.
fn texts(count: usize) -> Vec<String> {
    let mut random = Random::new(11);
    let mut known: Vec<Vec<String>> = Vec::new();
    let mut texts = Vec::with_capacity(count);
    while texts.len() < count {
        let kind = if known.is_empty() { 19 } else { random.below(20) };
        let original = random.below(known.len().max(1));
        let text = match kind {
            0 => prose(&known[original]),
            1 => reformatted(&prose(&known[original])),
            2 => prose(&changed(&mut random, &known[original])),
            3 => prose(contained(&mut random, &known[original])),
            _ => {
                known.push(words(&mut random, LENGTH));
                prose(&known[known.len() - 1])
            }
        };
        texts.push(text);
    }
    texts
}

/// Wrapped after every ten words, each line quoted, as an answer to a message has it.
fn reformatted(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let lines = words.chunks(10).map(|line| format!("> {}", line.join(" ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// One to five words are others.
fn changed(random: &mut Random, original: &[String]) -> Vec<String> {
    let mut copy = original.to_vec();
    for _ in 0..=random.below(5) {
        let at = random.below(copy.len());
        copy[at] = word(generator::rank(random));
    }
    copy
}

/// Two to four whole sentences of an earlier paragraph, which `prose` ends after twelve words.
fn contained<'a>(random: &mut Random, original: &'a [String]) -> &'a [String] {
    let start = 12 * random.below(3);
    &original[start..start + 12 * (2 + random.below(3))]
}
