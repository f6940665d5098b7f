//! paradup and other crates on the same paragraphs, one thread each; rows of a Markdown table.
//!
//! `peers 20000` makes the paragraphs, writes them and the pairs that are near beside this package
//! for `peers.py`, and prints a row for each library.

mod clock;
mod paragraphs;
mod row;
mod truth;

use std::collections::BTreeSet;
use std::fs;

use clock::Clock;
use gaoya::minhash::{
    MinHashIndex, MinHasher, MinHasher32, VecContainer, calculate_minhash_params,
};
use lshdedup_core::{Config, Index, ShingleUnit};
use paradup::{Detector, Engine, Relation};
use row::Row;
use truth::Pairs;
use txtfp::{
    Canonicalizer, Fingerprinter, LshIndex, LshIndexBuilder, MinHashFingerprinter,
    ShingleTokenizer, WordTokenizer,
};

/// What a near pair has at the least, of word 3-grams.
const THRESHOLD: f64 = 0.8;

/// Rows of a signature.
const ROWS: usize = 128;

/// The best of this number of runs counts.
const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().nth(1).map_or(Ok(20_000), |count| count.parse())?;
    let texts = paragraphs::paragraphs(count);
    let truth = truth::near_pairs(&texts, THRESHOLD);
    let directory = env!("CARGO_MANIFEST_DIR");
    fs::write(format!("{directory}/paragraphs.txt"), texts.join("\n"))?;
    let lines: Vec<String> = truth.iter().map(|(a, b)| format!("{a} {b}")).collect();
    fs::write(format!("{directory}/pairs.txt"), lines.join("\n"))?;
    println!("{}, one thread, {count} paragraphs, {} near pairs\n", processor(), truth.len());
    println!("{}", row::HEAD);
    let show = |library, find: &dyn Fn(&[String]) -> Pairs| {
        println!("{}", best(&texts, &truth, library, find));
    };
    let version = paradup_version();
    show(format!("paradup {version}, exact join, verified"), &|texts| {
        paradup(Engine::Exact, texts)
    });
    show(format!("paradup {version}, LSH, verified"), &|texts| paradup(Engine::Lsh, texts));
    show("gaoya 0.2.2, recall .99 asked for".to_owned(), &gaoya);
    show("txtfp 0.3.2, its own bands".to_owned(), &txtfp);
    show("lshdedup-core 0.1.1, 32 bands of 4".to_owned(), &lshdedup);
    Ok(())
}

fn best(
    texts: &[String],
    truth: &Pairs,
    library: String,
    find: &dyn Fn(&[String]) -> Pairs,
) -> Row {
    let run = || {
        let start = Clock::start();
        let found = find(texts);
        (start.elapsed(), found)
    };
    let (time, found) = (0..RUNS).map(|_| run()).min_by_key(|run| run.0).expect("RUNS is not 0");
    let right = found.intersection(truth).count();
    Row { library, time: time / texts.len() as u32, found: found.len(), right, near: truth.len() }
}

/// From texts to a report with scores, evidence and clusters; of that the pairs.
fn paradup(engine: Engine, texts: &[String]) -> Pairs {
    let relations = [Relation::Identical, Relation::Reformatted, Relation::Near];
    let detector = Detector::builder().near(THRESHOLD).engine(engine).relations(relations);
    let report = detector.build().expect("in range").detect(texts);
    report.pairs().map(|one| (one.a.paragraph, one.b.paragraph)).collect()
}

/// Words split as its documentation does it, 3-grams hashed where they stand, put into an index, and
/// all looked up again. It keeps what its signatures estimate to be near.
fn gaoya(texts: &[String]) -> Pairs {
    let (bands, width) = calculate_minhash_params(THRESHOLD, ROWS);
    let hasher = MinHasher32::new(bands * width);
    let mut index =
        MinHashIndex::<u32, usize, VecContainer<usize>>::new_index(bands, width, THRESHOLD);
    for (id, text) in texts.iter().enumerate() {
        index.insert(id, hasher.create_signature(words(&text.to_lowercase()).windows(3)));
    }
    let mut pairs = BTreeSet::new();
    for id in 0..texts.len() {
        let others = index.query_by_id_owned(&id);
        pairs.extend(others.into_iter().filter(|other| *other > id).map(|other| (id, other)));
    }
    pairs
}

/// Its canonical text, its words in 3-grams, and bands by its own rule.
fn txtfp(texts: &[String]) -> Pairs {
    let shingles = ShingleTokenizer { k: 3, inner: WordTokenizer };
    let sketcher = MinHashFingerprinter::<_, ROWS>::new(Canonicalizer::default(), shingles);
    let builder = LshIndexBuilder::for_threshold(THRESHOLD as f32, ROWS).expect("in range");
    let mut index: LshIndex<ROWS> = builder.build();
    for (id, text) in texts.iter().enumerate() {
        index.insert(id as u64, sketcher.fingerprint(text).expect("has words"));
    }
    let mut pairs = BTreeSet::new();
    for (id, signature) in index.iter() {
        let others = index.query_with_threshold(signature, THRESHOLD as f32);
        pairs.extend(
            others
                .into_iter()
                .filter(|other| *other > id)
                .map(|other| (id as usize, other as usize)),
        );
    }
    pairs
}

/// Words in 3-grams, and the bands that it has unless told others. A query takes a text, and sketches it again.
fn lshdedup(texts: &[String]) -> Pairs {
    let config = Config { shingle_size: 3, shingle_unit: ShingleUnit::Word, ..Config::default() };
    let mut index = Index::new(config).expect("in range");
    for (id, text) in texts.iter().enumerate() {
        index.insert(id.to_string(), text).expect("nothing fails");
    }
    let mut pairs = BTreeSet::new();
    for (id, text) in texts.iter().enumerate() {
        let hits = index.near_duplicates(text, THRESHOLD);
        let others = hits.iter().map(|hit| hit.id.parse().expect("a number"));
        pairs.extend(others.filter(|other| *other > id).map(|other| (id, other)));
    }
    pairs
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The name that the system has for it.
fn processor() -> String {
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = known.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    name.unwrap_or(std::env::consts::ARCH).to_owned()
}

fn paradup_version() -> &'static str {
    let manifest = include_str!("../../../Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    version.unwrap_or_default().trim_matches('"')
}
