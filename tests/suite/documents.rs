//! Several documents at once.

use paradup::document::Document;
use paradup::report::{Pair, Report};
use paradup::{Detector, Relation, Scope};
use proptest::prelude::*;

fn scan(scope: Scope, documents: &[Document]) -> Report {
    Detector::builder().scope(scope).build().unwrap().detect_documents(documents)
}

/// The pairs of one document each, in order.
fn within(report: &Report) -> Vec<Pair> {
    let mut pairs: Vec<Pair> =
        report.pairs().filter(|pair| pair.a.document == pair.b.document).collect();
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Articles of generated paragraphs, some of them changed, some of them in several articles.
fn documents() -> impl Strategy<Value = Vec<Document>> {
    let pool = crate::generator::paragraphs(24, 30, 5);
    let paragraph = (0..pool.len(), 0..4_usize).prop_map(move |(number, change)| match change {
        0 => pool[number].clone(),
        1 => pool[number].to_uppercase(),
        2 => pool[number].replacen(' ', " quite ", 1),
        _ => format!("{} {}", pool[number], pool[(number + 1) % pool.len()]),
    });
    let article = prop::collection::vec(paragraph, 0..8);
    let document = article.prop_map(|paragraphs| Document::plain(paragraphs.join("\n\n")));
    prop::collection::vec(document, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What is found within an article does not depend on what is scanned with it.
    #[test]
    fn a_folder_s_report_holds_what_each_document_s_report_holds(documents in documents()) {
        let (all, each) = (scan(Scope::All, &documents), scan(Scope::Document, &documents));
        prop_assert_eq!(within(&all), within(&each));
        #[cfg(feature = "rayon")]
        prop_assert_eq!(all, Detector::default().parallel().detect_documents(&documents));
    }
}

#[test]
fn a_copy_is_reported_against_the_one_in_its_own_document() {
    let text = "The ferry leaves at nine from the old quay, every day but Sunday.";
    let documents = [Document::plain(text), Document::plain(format!("{text}\n\n{text}"))];
    let report = scan(Scope::All, &documents);
    let places: Vec<_> = report
        .pairs()
        .map(|pair| (pair.relation, pair.a.document, pair.b.document, pair.b.paragraph))
        .collect();
    let identical = Relation::Identical;
    assert_eq!(places, [(identical, 0, 1, 0), (identical, 1, 1, 1), (identical, 0, 1, 1)]);
}

#[test]
fn kinds_and_lengths_that_are_not_compared_are_counted() {
    use paradup::document::{Block, Kind};
    let text = "fn main() {}\n\nNote.\n\nThe ferry leaves at nine.";
    let block = |kind, span: core::ops::Range<usize>| {
        let mut block = Block::new(kind);
        block.copy(text, span);
        block
    };
    let blocks = [
        block(Kind::Code, 0..12),
        block(Kind::Paragraph, 14..19),
        block(Kind::Paragraph, 21..46),
        block(Kind::Paragraph, 46..46),
    ];
    let blocks = blocks.map(|block| if block.text() == "Note." { block.ignored() } else { block });
    let document = Document::from_paragraphs(text, blocks).unwrap();
    assert_eq!(document.paragraphs().len(), 3, "nothing is no paragraph");
    let detector = Detector::builder().min_words(6).build().unwrap();
    let counts = detector.detect_documents(&[document]).counts;
    assert_eq!((counts.paragraphs, counts.other_kinds, counts.short, counts.ignored), (0, 1, 1, 1));
}

#[test]
fn places_that_are_none_are_refused() {
    use paradup::document::{Block, Kind};
    let refusal = |text: &str, block: Block| {
        let refused = Document::from_paragraphs(text, [block]).unwrap_err();
        assert_eq!(refused.setting(), "paragraphs");
        refused.to_string()
    };
    let mut block = Block::new(Kind::Paragraph);
    block.copy("Bell and book.", 0..14);
    assert_eq!(
        refusal("Bell or candle.", block.clone()),
        "paragraphs: expected the bytes 0..14 of the document, found a copy of another"
    );
    block.copy("Bell and book.", 5..8);
    assert_eq!(
        refusal("Bell and book.", block),
        "paragraphs: expected bytes of the document from 14 on, in order, found 5..8"
    );
}

#[test]
fn what_only_introduces_the_next_block_needs_more_words() {
    let lead_in = "To see all of the berths, run:";
    let long =
        format!("{} {lead_in}", "The harbour office keeps a list of who lies where".repeat(2));
    let texts = [lead_in, lead_in, &long, &long];
    let detector = |words| Detector::builder().min_words(words).build().unwrap();
    let redundant = |words| -> Vec<usize> {
        detector(words).detect(&texts).iter().map(|finding| finding.b.paragraph).collect()
    };
    assert_eq!((redundant(6), redundant(0)), (vec![3], vec![1, 2, 3]));
}

#[test]
fn to_compare_no_kind_at_all_is_refused() {
    let refused = Detector::builder().kinds([]).build().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "kinds: expected at least one kind, found none; all prose is the default"
    );
}

#[test]
fn texts_without_a_document_have_no_kind() {
    use paradup::document::Kind;
    let headings = Detector::builder().kinds([Kind::Heading]).build().unwrap();
    assert_eq!(
        headings.detect(&["Bell, book and candle.", "Bell, book and candle."]).findings.len(),
        1
    );
}

/// Items of one list are alike by nature, those of two lists less so.
#[test]
fn items_of_one_list_are_held_to_be_parallel() {
    let a =
        "The north gate opens at low water, when the harbour master has seen the boat's papers.";
    let b = "Once the boat's papers have been seen by the harbour master, the south gate opens at high water.";
    let score = |text: String| {
        let every_pair = Detector::builder().restated(0.0).build().unwrap();
        let report = every_pair.detect_documents(&[Document::plain(text)]);
        let longest = |pair: &Pair| pair.b.paragraph - pair.a.paragraph;
        report.pairs().max_by_key(longest).unwrap().score
    };
    let prose = score(format!("{a}\n\nThen the tide turns.\n\n{b}"));
    let two = score(format!("- {a}\n- Wait.\n\nThen the tide turns.\n\n- Wait.\n- {b}"));
    let one = score(format!("- {a}\n- Then the tide turns.\n- {b}"));
    assert!(one < two && two < prose, "{one} {two} {prose}");
}

/// What is said in the same words of two names is a parallel construction wherever one side is of a document with markup.
#[test]
fn documents_with_markup_are_judged_as_such() {
    let paragraphs = [
        "Set MIN_DRAUGHT to the least depth at which the lock keeper lets barges with gravel into the basin.",
        "The basin is dredged in spring.",
        "Barges with gravel are let into the basin by the lock keeper from the depth on that MAX_DRAUGHT sets.",
    ];
    let score = |documents: &[Document]| {
        let every_pair = Detector::builder().restated(0.0).build().unwrap();
        let report = every_pair.detect_documents(documents);
        let is_it = |pair: &Pair| {
            let texts = [pair.a, pair.b]
                .map(|place| documents[place.document].paragraph(place.paragraph).text());
            texts == [paragraphs[0], paragraphs[2]]
        };
        report.pairs().find(is_it).unwrap().score
    };
    let [first, rest] = [paragraphs[0].to_owned(), paragraphs[1..].join("\n\n")];
    let plain = |text: &str| Document::plain(text);
    let marked_up = |text: &str| Document::asciidoc(text);
    let whole = paragraphs.join("\n\n");
    assert!(score(&[marked_up(&whole)]) < score(&[plain(&whole)]));
    let across = |a: Document, b: Document| score(&[a, b]);
    let in_plain = across(plain(&first), plain(&rest));
    let one_side = across(marked_up(&first), plain(&rest));
    assert_eq!(one_side, across(plain(&first), marked_up(&rest)));
    assert_eq!(one_side, across(marked_up(&first), marked_up(&rest)));
    assert!(one_side < in_plain, "{one_side} {in_plain}");
}
