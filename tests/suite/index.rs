//! The index that stays: against the detector, on any interleaving of inserts, queries and removals.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use paradup::index::{Answer, Index, Query};
use paradup::shingle::Shingling;
use paradup::{Detector, DetectorBuilder, Engine, MayLose, OpenError, Relation, Scope, Similarity};
use proptest::prelude::*;

use crate::generator;

pub(super) fn builder() -> DetectorBuilder {
    Detector::builder().relations(Index::RELATIONS)
}

fn index() -> Index {
    builder().build().unwrap().index().unwrap()
}

/// Ids, relations and scores.
pub(super) type Pairs = Vec<(u64, Relation, Similarity)>;

pub(super) fn pairs(answer: &Answer) -> Pairs {
    answer.matches.iter().map(|found| (found.id, found.relation, found.score)).collect()
}

/// The naive reference: the detector, with signatures, on each live text and the one that is asked for.
struct Naive {
    detector: Detector,
    live: BTreeMap<u64, String>,
}

impl Naive {
    fn query(&self, text: &str) -> Pairs {
        let mut pairs: Pairs = self
            .live
            .iter()
            .filter_map(|(id, live)| {
                let report = self.detector.detect(&[live, text]);
                let finding = report.findings.first()?;
                Some((*id, finding.relation, finding.score))
            })
            .collect();
        pairs.sort_by_key(|(id, _, score)| (core::cmp::Reverse(*score), *id));
        pairs
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u64, String),
    Extend(Vec<(u64, String)>),
    Remove(u64),
    Query(String),
}

/// Texts of few words, so that they are related in all ways; some are empty.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec!["one", "Two", "three", "four", "five", "six", "été"]);
    let random = prop::collection::vec(words, 0..9).prop_map(|words| words.join(" "));
    let long = (0..9_usize, 0..3_usize).prop_map(|(changed, end)| {
        let mut words: Vec<&str> =
            "a long text of which one word is changed while all of the others stay"
                .split(' ')
                .collect();
        words[changed] = "other";
        words.join(" ") + ["", ".", "!"][end]
    });
    prop_oneof![random, long.clone(), long]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few ids, so that they are taken, freed and used again; the greatest among them.
    let id = || prop_oneof![0..12_u64, Just(u64::MAX), Just(u64::MAX - 1)];
    let step = prop_oneof![
        4 => (id(), texts()).prop_map(|(id, text)| Step::Insert(id, text)),
        1 => prop::collection::vec((id(), texts()), 0..6).prop_map(Step::Extend),
        3 => id().prop_map(Step::Remove),
        3 => texts().prop_map(Step::Query),
    ];
    prop::collection::vec(step, 0..60)
}

fn settings() -> impl Strategy<Value = DetectorBuilder> {
    let near = proptest::sample::select(vec![0.3, 0.5, 0.7, 1.0]);
    let shingling = proptest::sample::select(vec![
        Shingling::words(1).unwrap(),
        Shingling::words(3).unwrap(),
        Shingling::characters(4).unwrap(),
    ]);
    let relations = proptest::sample::subsequence(Index::RELATIONS.to_vec(), 1..=3);
    // A low recall, so that it matters which bands are shared.
    let recall = proptest::sample::select(vec![0.2, 0.999]);
    (near, shingling, relations, recall, 0..3_usize).prop_map(
        |(near, shingling, relations, recall, min_words)| {
            Detector::builder()
                .near(near)
                .shingling(shingling)
                .relations(relations)
                .recall(recall)
                .min_words(3 * min_words)
        },
    )
}

fn insert_all(naive: &mut Naive, texts: &[(u64, String)]) -> bool {
    let ids: std::collections::BTreeSet<u64> = texts.iter().map(|(id, _)| *id).collect();
    let fits = ids.len() == texts.len() && !ids.iter().any(|id| naive.live.contains_key(id));
    if fits {
        naive.live.extend(texts.iter().cloned());
    }
    fits
}

fn run(index: &mut Index, naive: &mut Naive, step: Step) {
    match step {
        Step::Insert(id, text) => {
            let fits = insert_all(naive, &[(id, text.clone())]);
            assert_eq!(index.insert(id, &text).is_ok(), fits);
        }
        Step::Extend(texts) => {
            let fits = insert_all(naive, &texts);
            assert_eq!(index.extend(&texts).is_ok(), fits);
        }
        Step::Remove(id) => assert_eq!(index.remove(id), naive.live.remove(&id).is_some()),
        Step::Query(text) => {
            let expected = naive.query(&text);
            assert_eq!(pairs(&index.query(&text)), expected, "{text:?} in {:?}", naive.live);
            let best = index.query_with(&text, &Query::new().limit(2));
            assert!(!best.is_cut_short);
            assert_eq!(pairs(&best), expected[..expected.len().min(2)]);
            let half = Similarity::try_from(0.6).unwrap();
            let good = index.query_with(&text, &Query::new().at_least(half));
            let expected: Pairs = expected.into_iter().filter(|pair| pair.2 >= half).collect();
            assert_eq!(pairs(&good), expected);
        }
    }
    assert_eq!((index.len(), index.is_empty()), (naive.live.len(), naive.live.is_empty()));
}

proptest! {
    #[test]
    fn what_a_query_finds_is_what_the_detector_finds(builder in settings(), steps in steps()) {
        let mut index = builder.clone().build().unwrap().index().unwrap();
        let detector = builder.engine(Engine::Lsh).build().unwrap();
        let mut naive = Naive { detector, live: BTreeMap::new() };
        for step in steps {
            run(&mut index, &mut naive, step);
        }
        let mut held: Vec<(u64, &str)> = index.iter().collect();
        held.sort_unstable();
        prop_assert!(held.into_iter().eq(naive.live.iter().map(|(id, text)| (*id, text.as_str()))));
        for (id, text) in &naive.live {
            prop_assert_eq!(index.text(*id), Some(text.as_str()));
            prop_assert_eq!(pairs(&index.query(text)), naive.query(text));
        }
    }
}

fn all_pairs(index: &Index, asked: &[&str]) -> Vec<Pairs> {
    index.query_batch(asked, &Query::new()).iter().map(pairs).collect()
}

/// Thousands of texts with sweeps between them, and all at once on all threads.
#[test]
fn removing_and_extending_change_no_answer() {
    let texts: Vec<(u64, String)> = (0..).zip(generator::paragraphs(3000, 30, 5)).collect();
    let detector = builder().build().unwrap();
    let mut one_by_one = detector.index().unwrap();
    for (id, text) in &texts {
        one_by_one.insert(*id, text).unwrap();
    }
    #[cfg(feature = "rayon")]
    let detector = detector.parallel();
    let mut at_once = detector.index().unwrap();
    at_once.extend(&texts).unwrap();
    let asked: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    for parts in [3, 2] {
        let answers = all_pairs(&at_once, &asked);
        assert!(answers.iter().any(|pairs| pairs.len() > 1));
        assert!(all_pairs(&one_by_one, &asked) == answers);
        for (id, _) in texts.iter().filter(|(id, _)| id % parts == 0) {
            assert_eq!(one_by_one.remove(*id), at_once.remove(*id));
        }
        let left: Vec<(u64, &str)> = at_once.iter().collect();
        let mut anew = detector.index().unwrap();
        anew.extend(&left).unwrap();
        assert!(all_pairs(&anew, &asked) == all_pairs(&at_once, &asked));
    }
}

#[test]
fn what_it_cannot_serve_is_refused_by_name() {
    for (builder, setting) in [
        (Detector::builder(), "relations"),
        (builder().relations([Relation::Near, Relation::Restated]), "relations"),
        (builder().engine(Engine::Exact), "engine"),
        (builder().scope(Scope::Document), "scope"),
        (builder().may_lose(MayLose::Wording), "may_lose"),
        (builder().near(0.01), "num_perm"),
    ] {
        let error = builder.build().unwrap().index().unwrap_err();
        assert_eq!(error.setting(), setting, "{error}");
    }
}

#[test]
fn a_live_id_is_refused_and_nothing_is_inserted() {
    let mut index = index();
    index.insert(u64::MAX, "Bell, book and candle.").unwrap();
    assert_eq!(index.insert(u64::MAX, "Salt of the earth.").unwrap_err().id(), u64::MAX);
    assert_eq!(index.extend(&[(1, "One."), (u64::MAX, "Two.")]).unwrap_err().id(), u64::MAX);
    assert_eq!(index.extend(&[(1, "One."), (2, "Two."), (1, "One.")]).unwrap_err().id(), 1);
    assert_eq!((index.len(), index.text(u64::MAX)), (1, Some("Bell, book and candle.")));
}

/// A notice that stands everywhere, and a template with a number in each instance.
#[test]
fn a_hot_bucket_costs_a_limited_query_its_budget() {
    const COUNT: u64 = 100_000;
    let template = generator::prose(&generator::words(&mut generator::Random::new(5), 60));
    let mut index = index();
    let notices: Vec<(u64, &str)> = (0..COUNT).map(|id| (id, template.as_str())).collect();
    index.extend(&notices).unwrap();
    let all = index.query(&template);
    assert_eq!((all.matches.len(), all.verified, all.is_cut_short), (COUNT as usize, 0, false));
    let some = index.query_with(&template, &Query::new().limit(3));
    assert!(some.is_cut_short && some.matches.len() == 3);

    let instances =
        (COUNT..COUNT + 5000).map(|id| (id, format!("{template} Order {id} was paid.")));
    index.extend(&instances.collect::<Vec<_>>()).unwrap();
    let some = index.query_with(&format!("{template} Order 7 was paid."), &Query::new().limit(3));
    assert!(some.is_cut_short && some.matches.len() == 3 && some.verified < 1200, "{some:?}");
    (0..COUNT).for_each(|id| assert!(index.remove(id)));
    let left = index.query(&template);
    assert_eq!((left.matches.len(), left.verified), (5000, 5000));
}

#[test]
fn extremes_have_their_answers() {
    let mut index = index();
    assert!(index.query("Anything?").matches.is_empty() && !index.remove(0));
    let huge = "word ".repeat(1_000_000) + "end";
    index.extend(&[(0, ""), (1, "…"), (2, &huge), (3, "a\0b")]).unwrap();
    assert!(index.query("").matches.is_empty() && index.query("…").matches.is_empty());
    assert_eq!(pairs(&index.query(&huge))[0].0, 2);
    (0..4).for_each(|id| assert!(index.remove(id)));
    assert!(index.is_empty() && index.query(&huge).matches.is_empty());
    (0..200).for_each(|id| index.insert(id, "Bell, book and candle.").unwrap());
    (0..200).for_each(|id| assert!(index.remove(id)));
    index.insert(0, "Bell, book and candle.").unwrap();
    assert_eq!(index.query("bell book and candle").matches.len(), 1);
}

fn written(index: &Index) -> Vec<u8> {
    let mut bytes = Vec::new();
    index.write_to(&mut bytes).unwrap();
    bytes
}

/// A copy whose first text is removed among them, two near texts, one without words, and the greatest id.
fn small_index() -> Index {
    let mut index = index();
    let near = "The ferry leaves at nine from the old quay, every day but Sunday, and at ten on";
    index.extend(&[(5, "Bell, book and candle."), (u64::MAX, "…"), (0, "")]).unwrap();
    index.extend(&[(3, "bell book and candle"), (2, "Bell – book – and candle")]).unwrap();
    index.extend(&[(8, format!("{near} Mondays.")), (9, format!("{near} Tuesdays."))]).unwrap();
    assert!(index.remove(5));
    index
}

#[test]
fn what_is_stored_is_opened_with_the_same_answers() {
    let detector = builder().build().unwrap();
    let texts: Vec<(u64, String)> = (0..).zip(generator::paragraphs(2000, 30, 5)).collect();
    let asked: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    let mut saved = detector.index().unwrap();
    saved.extend(&texts).unwrap();
    (0..2000).step_by(7).for_each(|id| assert!(saved.remove(id)));
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join("what_is_stored.index");
    saved.save(&path).unwrap();
    let opened = Index::open(&detector, &path).unwrap();
    assert!(all_pairs(&opened, &asked) == all_pairs(&saved, &asked));
    assert!(opened.iter().eq(saved.iter()));
    // What has been swept out and what has not is written as the same bytes.
    assert!(written(&opened) == fs::read(&path).unwrap());
    assert!(saved.save(directory).is_err(), "a directory is no file");
    assert!(matches!(Index::open(&detector, directory.join("none")), Err(OpenError::Io(_))));
    let names = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().contains("unfinished")));
}

#[test]
fn threads_may_save_to_one_name() {
    let (index, detector) = (small_index(), builder().build().unwrap());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved_by_threads");
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join("index");
    std::thread::scope(|scope| {
        let saves = [(); 8].map(|()| scope.spawn(|| (0..8).try_for_each(|_| index.save(&path))));
        for save in saves {
            save.join().unwrap().unwrap();
        }
    });
    assert_eq!(Index::open(&detector, &path).unwrap().len(), 6);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
}

#[test]
fn damage_is_refused_wherever_it_is() {
    let (bytes, detector) = (written(&small_index()), builder().build().unwrap());
    assert_eq!(Index::read_from(&detector, &bytes[..]).unwrap().len(), 6);
    let is_refused =
        |bytes: &[u8]| matches!(Index::read_from(&detector, bytes), Err(OpenError::Format(_)));
    assert!((0..bytes.len()).all(|len| is_refused(&bytes[..len])));
    assert!(is_refused(&[&bytes[..], b"more"].concat()));
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(is_refused(&flipped), "byte {at}");
    }
}

#[test]
fn other_settings_are_refused_by_name() {
    let bytes = written(&small_index());
    for (builder, field) in [
        (builder().near(0.8), "near"),
        (builder().recall(0.9), "recall"),
        (builder().num_perm(256), "num_perm"),
        (builder().seed(1), "seed"),
        (builder().shingling(Shingling::words(2).unwrap()), "shingling"),
        (builder().marks(paradup::text::Marks::Strip), "marks"),
        (builder().relations([Relation::Near]), "relations"),
        (builder().min_words(3), "min_words"),
    ] {
        let error = Index::read_from(&builder.build().unwrap(), &bytes[..]).unwrap_err();
        let OpenError::Format(error) = error else { panic!("{error}") };
        assert_eq!(error.field(), field, "{error}");
    }
    assert!(matches!(Index::read_from(&Detector::default(), &bytes[..]), Err(OpenError::Build(_))));
}

/// Bytes that version 1 wrote. They are never written anew: what changes them raises the version.
#[test]
fn an_index_of_version_1_is_read_and_written_as_it_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/index-1.bin");
    let bytes = fs::read(path).unwrap();
    let index = Index::read_from(&builder().build().unwrap(), &bytes[..]).unwrap();
    assert!(index.iter().eq(small_index().iter()));
    assert!(written(&index) == bytes && written(&small_index()) == bytes);
    let ids = |text| pairs(&index.query(text)).into_iter().map(|(id, ..)| id);
    assert!(ids("BELL, BOOK AND CANDLE").eq([2, 3]));
    assert!(ids(index.text(8).unwrap()).eq([8, 9]));
}

/// Bytes that version 2 wrote, which has a note. The rest of them is as in version 1.
#[test]
fn an_index_of_version_2_is_read_and_written_as_it_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/index-2.bin");
    let mut expected = small_index();
    expected.set_note(b"crawled in May".to_vec());
    let bytes = fs::read(path).unwrap();
    let index = Index::read_from(&builder().build().unwrap(), &bytes[..]).unwrap();
    assert_eq!(index.note(), b"crawled in May");
    assert!(index.iter().eq(expected.iter()));
    assert!(written(&index) == bytes && written(&expected) == bytes);
}

#[test]
fn a_note_is_stored_under_the_checksum() {
    let (mut index, detector) = (small_index(), builder().build().unwrap());
    index.set_note(vec![7; 3]);
    let bytes = written(&index);
    let is_refused =
        |bytes: &[u8]| matches!(Index::read_from(&detector, bytes), Err(OpenError::Format(_)));
    assert!((0..bytes.len()).all(|len| is_refused(&bytes[..len])));
    for at in 0..400 {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(is_refused(&flipped), "byte {at}");
    }
    index.set_note(Vec::new());
    assert!(written(&index) == written(&small_index()), "without a note it is of version 1");
    // Nor is there a second form of an index without a note.
    let mut bytes = written(&index);
    let settings = u32::from_le_bytes(*bytes[12..].first_chunk().unwrap()) as usize;
    bytes[8] = 2;
    bytes.splice(16 + settings..16 + settings, [0; 8]);
    let error = Index::read_from(&detector, &bytes[..]).unwrap_err();
    assert!(error.to_string().starts_with("note: expected bytes, found none"), "{error}");
}

#[test]
fn a_stored_index_says_under_which_settings_it_opens() {
    for builder in [
        builder(),
        builder().near(0.1 + 0.2).recall(0.9).num_perm(256).seed(u64::MAX),
        builder().shingling(Shingling::characters(5).unwrap()).marks(paradup::text::Marks::Strip),
        builder().relations([Relation::Identical, Relation::Near]).min_words(3),
    ] {
        let mut index = builder.build().unwrap().index().unwrap();
        index.insert(1, "Bell, book and candle.").unwrap();
        let bytes = written(&index);
        let detector = Index::read_settings(&bytes[..]).unwrap().build().unwrap();
        let opened = Index::read_from(&detector, &bytes[..]).unwrap();
        assert!(opened.settings().eq(index.settings()) && written(&opened) == bytes);
    }
    let bytes = written(&small_index());
    for (name, other) in
        [("near = 0.7", "nigh = 0.7"), ("3 words", "3 wards"), ("seed = 0", "seed = x")]
    {
        let at = bytes.windows(name.len()).position(|found| found == name.as_bytes()).unwrap();
        let mut bytes = bytes.clone();
        bytes[at..at + name.len()].copy_from_slice(other.as_bytes());
        let error = Index::read_settings(&bytes[..]).unwrap_err().to_string();
        assert!(error.contains(other) && error.contains("open it with the version"), "{error}");
    }
    assert!(Index::read_settings(&b"paradup"[..]).is_err());
}
