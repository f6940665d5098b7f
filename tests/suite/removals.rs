//! What can be left out equals what the definition says, paragraph by paragraph.

use core::cmp::Reverse;

use crate::generator::Random;
use paradup::report::{Ground, Removal, Side, Verdict};
use paradup::{Detector, DetectorBuilder, Engine, Keep, MayLose, Relation, Standing, Statements};
use proptest::prelude::*;

/// What goes, for what, and why.
type Decision = (usize, usize, Ground);

fn decisions(detector: &Detector, texts: &[String], standing: &[Standing<u8>]) -> Vec<Decision> {
    let removals = detector.removals_by(texts, |number| standing[number]);
    let decision = |removal: &Removal| {
        (removal.removed.paragraph, removal.representative.paragraph, removal.ground)
    };
    removals.into_iter().map(|removal| decision(&removal)).collect()
}

fn standing() -> impl Strategy<Value = Standing<u8>> {
    prop_oneof![1 => Just(Standing::Kept), 6 => (0..3_u8).prop_map(Standing::Ranked)]
}

/// All paragraphs, the first to be kept first.
fn ranked(standing: &[Standing<u8>], words: impl Fn(usize) -> usize, keep: Keep) -> Vec<usize> {
    let mut ranked: Vec<usize> = (0..standing.len()).collect();
    ranked.sort_by_key(|number| {
        let longest = if keep == Keep::Longest { words(*number) } else { 0 };
        (Reverse(standing[*number]), Reverse(longest))
    });
    ranked
}

/// Sentences of which each says something of its own, though the words of some are nearly those of others.
const SENTENCES: [&str; 9] = [
    "The harbour lights were switched on at dusk, an hour before the last ferry left.",
    "The harbour lights were not switched on at dusk, an hour before the last ferry left.",
    "Were the harbour lights switched on at dusk, an hour before the last ferry left?",
    "Two crates of hens stood on the quay.",
    "Four crates of hens stood on the quay.",
    "Nobody came.",
    "The turbine at the upper lock gives 5 mW in a dry summer and no more than that.",
    "The turbine at the upper lock gives 5 MW in a dry summer and no more than that.",
    "Die Schleuse am oberen See wird im Mai für acht Tage geschlossen; Boote warten unten.",
];

/// A way to write the same.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Form {
    wrapped: bool,
    quoted: bool,
    spaced: bool,
    dashes: bool,
}

fn form() -> impl Strategy<Value = Form> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(wrapped, quoted, spaced, dashes)| Form { wrapped, quoted, spaced, dashes })
}

fn written(sentences: &[usize], form: Form) -> String {
    let between = if form.spaced { "  " } else { " " };
    let text = sentences.iter().map(|number| SENTENCES[*number]).collect::<Vec<_>>().join(between);
    let text = if form.dashes { text.replace(", ", " — ") } else { text };
    let text = if form.wrapped { text.replace(" the ", "\nthe ") } else { text };
    if form.quoted { format!("> {}", text.replace('\n', "\n> ")) } else { text }
}

/// The definition of what may be removed without a loss, on the numbers of sentences.
fn stands_in(removed: &[usize], kept: &[usize]) -> bool {
    let words: usize =
        removed.iter().map(|number| SENTENCES[*number].split_whitespace().count()).sum();
    let enough = if removed.len() == 1 { 10 } else { 5 };
    removed == kept || (words >= enough && kept.windows(removed.len()).any(|run| run == removed))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The promise: every sentence of a removed paragraph stands, saying the same, in its representative, in one run;
    /// and whatever may go by that goes: for the
    /// highest-ranked copy that stays, or else for the highest-ranked that stays.
    #[test]
    fn nothing_is_lost(
        written in prop::collection::vec((prop::collection::vec(0..SENTENCES.len(), 1..5), form()), 1..12),
        standing in prop::collection::vec(standing(), 12),
        longest: bool,
    ) {
        let keep = if longest { Keep::Longest } else { Keep::First };
        let texts: Vec<String> = written.iter().map(|(sentences, form)| self::written(sentences, *form)).collect();
        let standing = &standing[..texts.len()];
        let words = |number: usize| written[number].0.iter().map(|at| SENTENCES[*at].split_whitespace().count()).sum();
        let mut stay: Vec<usize> = Vec::new();
        let mut expected = Vec::new();
        for number in ranked(standing, words, keep) {
            let says_the_same = |kept: &&usize| written[**kept].0 == written[number].0;
            let stands = |kept: &&usize| stands_in(&written[number].0, &written[**kept].0);
            let found = stay.iter().find(says_the_same).or_else(|| stay.iter().find(stands));
            match found.filter(|_| standing[number] != Standing::Kept) {
                Some(kept) => expected.push((number, *kept)),
                None => stay.push(number),
            }
        }
        expected.sort_unstable();
        let detector = Detector::builder().keep(keep).build().unwrap();
        let found = decisions(&detector, &texts, standing);
        prop_assert_eq!(found.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), expected);
        for (removed, kept, ground) in found {
            let is_copy = written[removed].0 == written[kept].0;
            prop_assert_eq!(is_copy, ground <= Ground::Reformatted);
            prop_assert_eq!(texts[removed] == texts[kept], ground == Ground::Identical);
        }
    }
}

/// Whether a text that states this may go for one that states that, and more.
fn holds(kept: &Statements, asking: &Statements) -> bool {
    let mut starts = 0..kept.keys.len();
    asking.may_stand_in
        && asking.keys.len() < kept.keys.len()
        && starts.any(|start| {
            (start == 0 || kept.begins[start]) && kept.keys[start..].starts_with(&asking.keys)
        })
}

/// What goes for what, by statements alone, as an engine that has no texts finds it.
fn told(statements: &[Statements], keep: Keep) -> Vec<(usize, usize)> {
    let mut ranked: Vec<usize> = (0..statements.len()).collect();
    if keep == Keep::Longest {
        ranked.sort_by_key(|number| Reverse(statements[*number].words));
    }
    let going = (0..statements.len()).filter_map(|number| {
        let says_the_same = |one: &&usize| statements[**one].keys == statements[number].keys;
        let leader = ranked.iter().find(says_the_same)?;
        let mut above = ranked.iter().take_while(|one| *one != leader);
        let container = above.find(|one| holds(&statements[**one], &statements[*leader]));
        let kept = *container.unwrap_or(leader);
        (kept != number).then_some((number, kept))
    });
    going.collect()
}

proptest! {
    #[test]
    fn statements_tell_what_goes(
        written in prop::collection::vec((prop::collection::vec(0..SENTENCES.len(), 1..5), form()), 1..12),
        longest: bool,
    ) {
        let keep = if longest { Keep::Longest } else { Keep::First };
        let texts: Vec<String> = written.iter().map(|(sentences, form)| self::written(sentences, *form)).collect();
        let detector = Detector::builder().keep(keep).build().unwrap();
        let statements: Vec<Statements> = texts.iter().map(|text| detector.statements(text)).collect();
        let found = decisions(&detector, &texts, &vec![Standing::Ranked(0); texts.len()]);
        let found: Vec<(usize, usize)> = found.into_iter().map(|(removed, kept, _)| (removed, kept)).collect();
        prop_assert_eq!(found, told(&statements, keep));
    }
}

#[test]
fn a_torn_word_lets_a_sentence_be_read_in_several_ways() {
    let detector = Detector::default();
    let torn = detector.statements("Nobody came. It was under-\nstood.");
    let whole = detector.statements("It was understood.");
    let [(sentence, keys)] = &torn.readings[..] else { panic!("{:?}", torn.readings) };
    assert_eq!(*sentence, 1);
    assert!(keys.contains(&whole.keys[0]) && whole.readings.is_empty());
    assert_eq!(detector.statements("— ! —"), Statements::default());
}

/// The definition by similarity: down the ranks, each paragraph goes for the one it is a copy of, or for whom
/// that goes, or else for the first one above it that stays and stands for it.
struct Definition<'t> {
    detector: Detector,
    relations: Vec<Relation>,
    keep: Keep,
    texts: &'t [String],
    standing: &'t [Standing<u8>],
}

impl Definition<'_> {
    fn decisions(&self) -> Vec<Decision> {
        let (mut stay, mut decisions): (Vec<usize>, Vec<Decision>) = (Vec::new(), Vec::new());
        let mut faces: Vec<(usize, Option<Decision>)> = Vec::new();
        for number in ranked(self.standing, |number| self.words(number), self.keep) {
            let is_copy = |face: &&(usize, Option<Decision>)| {
                self.canonical(face.0) == self.canonical(number)
            };
            let face = faces.iter().find(is_copy).copied();
            let may_go =
                self.standing[number] != Standing::Kept && !self.canonical(number).is_empty();
            let decision = match face {
                Some((_, Some((_, stays, ground)))) => Some((number, stays, ground)),
                Some((face, None)) => Some((number, face, self.form(number, face))),
                None => stay.iter().find_map(|stays| {
                    self.relation(number, *stays).map(|relation| (number, *stays, relation.into()))
                }),
            };
            let decision = decision.filter(|_| may_go);
            if face.is_none() && !self.canonical(number).is_empty() {
                faces.push((number, decision));
                stay.extend(decision.is_none().then_some(number));
            }
            decisions.extend(decision);
        }
        decisions.sort_unstable();
        decisions
    }

    fn canonical(&self, number: usize) -> String {
        paradup::text::Normalizer::new().canonical(&self.texts[number]).into_owned()
    }

    fn form(&self, one: usize, other: usize) -> Ground {
        let (one, other) = (&self.texts[one], &self.texts[other]);
        match Detector::default().judge(one, other) {
            _ if one.trim() == other.trim() => Ground::Identical,
            Verdict::Goes(_) => Ground::Reformatted,
            _ => Ground::Near,
        }
    }

    fn words(&self, number: usize) -> usize {
        self.canonical(number).split(' ').filter(|word| !word.is_empty()).count()
    }

    fn relation(&self, removed: usize, stays: usize) -> Option<Relation> {
        let comparison = self.detector.compare(&self.texts[removed], &self.texts[stays]);
        let relation = comparison.relation.filter(|found| self.relations.contains(found))?;
        (comparison.inner != Some(Side::B)).then_some(relation)
    }
}

/// Short texts over few words, so that all relations come up; and some again.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["alpha", "beta", "Gamma", "delta,", "20", "no", "omega."]);
    let texts = prop::collection::vec(
        prop::collection::vec(word, 0..12).prop_map(|words| words.join(" ")),
        1..8,
    );
    let again = |texts: Vec<String>| {
        let pick = prop::sample::select(texts.clone());
        let form = prop::sample::select(vec![0, 1, 2, 3]);
        let copy = (pick, form).prop_map(|(text, form)| match form {
            0 => text,
            1 => text.to_uppercase(),
            2 => format!(" {text}!"),
            _ => format!("{text} sigma"),
        });
        prop::collection::vec(copy, 0..10).prop_map(move |copies| [&*texts, &*copies].concat())
    };
    texts.prop_flat_map(again)
}

/// Copies, and some of the others that need no model.
fn relations() -> impl Strategy<Value = Vec<Relation>> {
    let others = prop::sample::subsequence(&Relation::ALL[2..4], 0..=2);
    others.prop_map(|others| [&Relation::ALL[..2], &*others].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn similarity_removes_what_the_definition_removes(
        texts in texts(),
        relations in relations(),
        standing in prop::collection::vec(standing(), 18),
        longest: bool,
    ) {
        let keep = if longest { Keep::Longest } else { Keep::First };
        // Signatures that miss nothing, for the definition misses nothing.
        let builder = Detector::builder().num_perm(512).recall(0.999_999).keep(keep);
        let builder = builder.may_lose(MayLose::Anything);
        let detector = builder.clone().relations(relations.clone()).build().unwrap();
        let definition = Definition {
            detector: builder.relations(Relation::ALL).build().unwrap(),
            relations,
            keep,
            texts: &texts,
            standing: &standing[..texts.len()],
        };
        prop_assert_eq!(decisions(&detector, &texts, &standing[..texts.len()]), definition.decisions());
    }

    /// Whatever the policy: who is kept stays, and so does every representative; what is left loses no more.
    #[test]
    fn what_is_left_loses_no_more(
        texts in texts(),
        standing in prop::collection::vec(standing(), 18),
        may_lose in prop::sample::select(vec![MayLose::Nothing, MayLose::Wording, MayLose::Anything]),
    ) {
        let detector = Detector::builder().relations(Relation::ALL[..4].to_vec()).may_lose(may_lose).build().unwrap();
        let removed = detector.removals_by(&texts, |number| standing[number]).removed;
        let goes = |number: usize| removed.iter().any(|removal| removal.removed.paragraph == number);
        prop_assert!(removed.iter().all(|removal| !goes(removal.representative.paragraph)));
        prop_assert!(removed.iter().all(|removal| standing[removal.removed.paragraph] != Standing::Kept));
        let left: Vec<usize> = (0..texts.len()).filter(|number| !goes(*number)).collect();
        let left_texts: Vec<&String> = left.iter().map(|number| &texts[*number]).collect();
        let again = detector.removals_by(&left_texts, |number| standing[left[number]]).removed;
        prop_assert!(again.is_empty(), "{again:?} of {left_texts:?}");
    }
}

/// Instances of one template whose numbers, names and common words differ, some of them with more
/// said, with less, or in another order.
fn instances(count: usize, random: &mut Random) -> Vec<String> {
    let instance = |number: usize, random: &mut Random| {
        let (low, name) = (random.below(3), ["Anna", "Berta", "Clara", "Dora"][random.below(4)]);
        let goods = ["apples", "pears", "plums", "no pears"][random.below(4)];
        let order = if random.below(4) == 0 { 7 + low } else { 1000 + number / 2 };
        let order = format!("the order {order} for {goods} was paid");
        let begin =
            format!("{FERRY} {TERMS} On day {low} of spring the harbour master told {name} that");
        let more = format!("and in all {} crates of hens were sold here", 90 + random.below(3));
        match random.below(8) {
            0 => format!("{begin} {order} {more}."),
            1 => format!("{begin} {more} {order}."),
            2 => format!("{more}. {begin} {order}."),
            3 => format!("{begin} {order} at sea."),
            4 => format!("{begin} all of {order} in full."),
            _ => format!("{begin} {order} in full."),
        }
    };
    (0..count).map(|number| instance(number, random)).collect()
}

fn related(builder: DetectorBuilder) -> DetectorBuilder {
    builder.relations(Relation::ALL[..4].to_vec())
}

#[test]
fn templates_go_by_similarity_as_the_definition_says() {
    let texts = instances(330, &mut Random::new(1));
    let standing = vec![Standing::Ranked(0); texts.len()];
    for keep in [Keep::Longest, Keep::First] {
        let builder = Detector::builder().keep(keep).may_lose(MayLose::Anything);
        let detector = related(builder.clone()).build().unwrap();
        let definition = Definition {
            detector: builder.relations(Relation::ALL).build().unwrap(),
            relations: Relation::ALL[..4].to_vec(),
            keep,
            texts: &texts,
            standing: &standing,
        };
        let counts = detector.removals_by(&texts, |number| standing[number]).counts;
        assert!(counts.hot_paragraphs > 256, "{counts:?}");
        assert_eq!(decisions(&detector, &texts, &standing), definition.decisions());
    }
}

/// No instance goes for one whose number, name or negation is another, with either engine.
#[test]
fn templates_lose_no_fact_with_their_wording() {
    let texts = instances(700, &mut Random::new(2));
    let telling = |text: &str| -> Vec<String> {
        let tells = |word: &&str| {
            word.contains(char::is_numeric)
                || matches!(*word, "Anna" | "Berta" | "Clara" | "Dora" | "no")
        };
        text.split_whitespace().filter(tells).map(str::to_owned).collect()
    };
    for engine in [Engine::Exact, Engine::Lsh] {
        let builder = related(Detector::builder()).engine(engine).may_lose(MayLose::Wording);
        let removals = builder.build().unwrap().removals(&texts);
        assert!(removals.removed.len() > 50, "{}", removals.removed.len());
        assert!(removals.retained.total() > 100, "{:?}", removals.retained);
        for removal in &removals {
            let pair = [removal.removed, removal.representative];
            let [removed, kept] = pair.map(|place| &texts[place.paragraph]);
            let (told, told_by_kept) = (telling(removed), telling(kept));
            let is_run = told_by_kept.windows(told.len()).any(|run| run == told);
            assert!(is_run, "{removed}\nfor\n{kept}");
        }
    }
}

const TERMS: &str = "All goods are weighed on the quay before they are loaded, damaged boxes go back to whoever sent them \
    at their own cost, and nothing leaves before the book is signed.";

const FERRY: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

fn pairs(removals: &[Removal]) -> Vec<(usize, usize)> {
    let pair = |removal: &Removal| (removal.removed.paragraph, removal.representative.paragraph);
    removals.iter().map(pair).collect()
}

fn with(may_lose: MayLose) -> Detector {
    related(Detector::builder()).may_lose(may_lose).build().unwrap()
}

#[test]
fn what_is_kept_stands_for_others_even_beside_its_like() {
    let near = FERRY.replace("dusk", "nightfall");
    let near_the_second = near.replace("bicycles", "tricycles");
    let texts = [FERRY, &near, &near_the_second];
    let standing = |number| if number < 2 { Standing::Kept } else { Standing::Ranked(()) };
    let removals = with(MayLose::Anything).removals_by(&texts, standing);
    assert_eq!(pairs(&removals.removed).len(), 1);
    assert_eq!(removals.removed[0].removed.paragraph, 2);
}

#[test]
fn what_is_kept_decides_nothing_for_its_copies() {
    let texts = ["alpha", "ALPHA", "ALPHA"].map(str::to_owned);
    let standing = [Standing::Kept, Standing::Ranked(0), Standing::Kept];
    for may_lose in [MayLose::Nothing, MayLose::Wording, MayLose::Anything] {
        let removals = decisions(&with(may_lose), &texts, &standing);
        assert_eq!(removals, [(1, 0, Ground::Reformatted)], "{may_lose:?}");
    }
}

#[test]
fn restatements_go_where_they_are_asked_for() {
    let texts = [
        "The council closed the north bridge on Monday, after a diver found a crack in its bearing.",
        "Nobody was hurt.",
        "After a diver had found a crack in the bearing, the north bridge was closed by the council on Monday.",
    ];
    let removals = |relations: &[Relation]| {
        let builder = Detector::builder().relations(relations.to_vec()).may_lose(MayLose::Anything);
        builder.build().unwrap().removals(&texts).removed
    };
    assert!(removals(&Relation::ALL[..4]).is_empty());
    let restated = removals(&[Relation::Restated]);
    assert_eq!(pairs(&restated), [(0, 2)]);
    assert_eq!(restated[0].ground, Ground::Restated);
    assert!(restated[0].score >= 0.5);
}

/// A word that only its paragraph has, and a word that stands between others.
#[test]
fn what_is_lost_is_named() {
    let texts = [FERRY.replace("dusk", "nightfall"), FERRY.to_owned()];
    let detector = with(MayLose::Anything);
    let removals = detector.removals_by(&texts, Standing::Ranked);
    let losses = detector.losses(&texts, &removals.removed);
    assert_eq!(losses.len(), 1);
    let lost: Vec<&str> = losses[0].iter().map(|span| &texts[0][span.range()]).collect();
    assert_eq!(lost, ["nightfall"]);
}

#[test]
fn a_verdict_names_the_sentences_that_keep_a_paragraph() {
    let detector = Detector::default();
    let kept = format!("{FERRY} {TERMS}");
    assert_eq!(detector.judge(FERRY, &kept), Verdict::Goes(Ground::StatedIn));
    let Verdict::Stays(spans) = detector.judge(&kept, FERRY) else { panic!("it goes") };
    assert_eq!(spans.iter().map(|span| &kept[span.range()]).collect::<Vec<_>>(), [TERMS]);
}

#[test]
#[cfg(feature = "rayon")]
fn parallel_equals_serial() {
    let texts: Vec<String> = (0..300)
        .map(|number| FERRY.replace("hens", &format!("hen{}", number % 7)).repeat(1 + number % 3))
        .collect();
    for may_lose in [MayLose::Nothing, MayLose::Wording, MayLose::Anything] {
        let detector = with(may_lose);
        let standing = |number| Standing::Ranked(number % 5);
        let removals = detector.removals_by(&texts, standing);
        assert_eq!(removals, detector.parallel().removals_by(&texts, standing));
        assert_eq!(
            detector.losses(&texts, &removals.removed),
            detector.parallel().losses(&texts, &removals.removed)
        );
    }
}

/// What is removed of `texts`, and nothing more of what is left.
#[track_caller]
fn removed_at_once(detector: &Detector, texts: &[String]) -> Vec<usize> {
    let standing = |_| Standing::Ranked(());
    let removed = |texts: &[String]| -> Vec<usize> {
        let removals = detector.removals_by(texts, standing).removed;
        removals.iter().map(|removal| removal.removed.paragraph).collect()
    };
    let gone = removed(texts);
    let left = (0..texts.len()).filter(|number| gone.binary_search(number).is_err());
    let left: Vec<String> = left.map(|number| texts[number].clone()).collect();
    let again = removed(&left);
    assert!(again.is_empty(), "{:?}", again.iter().map(|at| &left[*at]).collect::<Vec<_>>());
    gone
}

/// Whoever goes where nothing may be lost goes where wording may be lost.
#[track_caller]
fn wording_goes_further(texts: &[String], keep: Keep) {
    let removed = |may_lose| {
        let detector = related(Detector::builder()).keep(keep).may_lose(may_lose).build();
        removed_at_once(&detector.unwrap(), texts)
    };
    let (nothing, wording) = (removed(MayLose::Nothing), removed(MayLose::Wording));
    let stays = nothing.iter().find(|number| wording.binary_search(number).is_err());
    assert!(stays.is_none(), "{:?}", stays.map(|number| &texts[*number]));
}

/// Sentences in a row, in some form, perhaps without one of the words.
fn runs() -> impl Strategy<Value = String> {
    let start = (0..SENTENCES.len(), 1..6_usize);
    (start, form(), 0..60_usize).prop_map(|((start, count), form, without)| {
        let end = SENTENCES.len().min(start + count);
        let text = written(&(start..end).collect::<Vec<_>>(), form);
        let words: Vec<&str> = text.split(' ').collect();
        let words = words.iter().enumerate().filter(|(at, _)| *at != without);
        words.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn where_wording_may_be_lost_no_less_goes(
        runs in prop::collection::vec(runs(), 1..30),
        texts in texts(),
        longest: bool,
    ) {
        let keep = if longest { Keep::Longest } else { Keep::First };
        wording_goes_further(&runs, keep);
        wording_goes_further(&texts, keep);
    }
}

/// Every sentence stands in very many of the texts, so that none is looked up by its own.
#[test]
fn runs_of_few_sentences_go_at_once() {
    let mut random = Random::new(3);
    let pool: Vec<String> = (0..60)
        .map(|number| {
            format!("Lock {number} of the long canal is {} a mill.", ["by", "near"][number % 2])
        })
        .collect();
    let texts: Vec<String> = (0..500)
        .map(|_| {
            let start = random.below(40);
            pool[start..start + 3 + random.below(17)].join(" ")
        })
        .collect();
    wording_goes_further(&texts, Keep::Longest);
    let removed = with(MayLose::Wording).removals(&texts).removed;
    assert!(removed.len() > 400, "{}", removed.len());
}

/// Of three forms of a sentence the first to be kept goes for a paragraph that the last may not go for.
#[test]
fn a_copy_by_form_is_judged_by_itself() {
    let texts = [
        "Many thanks to Ada for the bread. [Bring your own songs on the first evening!](list).",
        "[Bring your own songs on the first evening!](list).",
        "[Bring your own songs on the first evening](list)!",
        "[Bring your own songs, on the first evening!](list).",
    ];
    let gone = removed_at_once(&with(MayLose::Wording), &texts.map(str::to_owned));
    assert_eq!(gone, [1, 3]);
}

/// Two paragraphs of which one says no less but for a mark.
#[test]
fn a_mark_tells_as_a_word_does() {
    let pairs = [
        ("5 mW", "5 MW"),
        ("10⁶ lux", "106 lux"),
        ("- 5 degrees", "5 degrees"),
        (".5 bar", "5 bar"),
        ("2*3 bar", "2 3 bar"),
        ("5! turns", "5 turns"),
    ];
    let told = |value: &str, end: &str| {
        format!(
            "Hold the wheel of the old mill at {value} till the miller comes back from the market with his cart{end}"
        )
    };
    let pairs = pairs.map(|(one, other)| [told(one, "."), told(other, ".")]);
    let arabic = |word| {
        format!("يجب {word} تغلق البوابة الكبيرة قبل المساء حتى يعود الحارس من السوق في الليل.")
    };
    let asked = [told("rest", "?"), told("rest", ".")];
    let (one, other) = (arabic("أن"), arabic("إن"));
    for [one, other] in pairs.into_iter().chain([asked, [one, other]]) {
        let more = format!("{other} Then bring him the key.");
        let gone = removed_at_once(&with(MayLose::Wording), &[one.clone(), more]);
        assert!(gone.is_empty(), "{one}");
        let more = format!("{one} Then bring him the key.");
        assert_eq!(removed_at_once(&with(MayLose::Wording), &[one, more]), [0]);
    }
}

/// Words that stand in more than ten thousand paragraphs may be left out, and not be exchanged.
#[test]
fn a_common_word_may_go_and_is_not_exchanged() {
    let common =
        |number| format!("Shelf {number} and or by to is are in on for the of a it that which.");
    let mut texts: Vec<String> = (0..10_050).map(common).collect();
    let rest = "every berth on the north quay, as the harbour book of Elmsworth has it in green letters since         the year of the great flood when nobody could cross.";
    let cases = [
        ("Whoever leaves and forgets", "Whoever leaves or forgets", false),
        ("Fees are paid by tenants of", "Fees are paid to tenants of", false),
        ("Rope lies in front of", "Rope lies on front of", false),
        ("Rules that bind", "Rules which bind", false),
        ("Lamps burn for that at", "Lamps burn for at which", false),
        ("Nets hang to and of on", "Nets hang on and of to", false),
        ("Ducks swim by the side of", "Ducks swim by side of", true),
        ("Goats graze by side of", "Goats graze by the side of", true),
        ("Carts stop near", "Carts stop in or on that which is near", false),
    ];
    let first = texts.len();
    for (one, other, _) in cases {
        texts.extend([format!("{one} {rest}"), format!("{other} {rest}")]);
    }
    // So that what has more words may lose some, but not many running.
    let detector = related(Detector::builder()).may_lose(MayLose::Wording).keep(Keep::First);
    let gone = removed_at_once(&detector.build().unwrap(), &texts);
    for (number, (one, _, goes)) in cases.iter().enumerate() {
        let pair = first + 2 * number..first + 2 * number + 2;
        assert_eq!(gone.iter().any(|at| pair.contains(at)), *goes, "{one}");
    }
}
