//! Texts that look alike without saying the same: headings, rows of one template, tables, links.

use crate::labelled::Article;
use crate::labels::Labels;
use crate::random::Random;
use crate::units::Units;

/// An article among whose paragraphs stand headings, rows of a template, tables and links.
pub(crate) fn oddments(
    article: &Article,
    articles: &[Article],
    random: &mut Random,
) -> (Vec<String>, Labels) {
    let mut paragraphs = article.paragraphs.clone();
    paragraphs.extend((0..3).map(|_| heading(article, random)));
    let share = *random.choose(&[0.3, 0.45, 0.6]);
    let template = Template::of(random.choose(articles), (8, 24), share, random);
    paragraphs.extend((0..4).map(|_| template.row(0.4, random)));
    paragraphs.extend((0..2).map(|_| table(random)));
    paragraphs.extend((0..3).map(|_| link(random)));
    let labels = Labels::of(article).extended(paragraphs.len());
    (paragraphs, labels)
}

/// Rows of one template, alone or behind the first paragraphs of an article. Only the rows among
/// themselves are labelled.
pub(crate) fn template(
    article: &Article,
    articles: &[Article],
    random: &mut Random,
) -> (Vec<String>, Labels) {
    let before = if random.chance(0.5) { random.between(0, 10) } else { 0 };
    let mut paragraphs: Vec<String> = article.paragraphs.iter().take(before).cloned().collect();
    let before = paragraphs.len();
    let share = *random.choose(&[0.15, 0.25, 0.35, 0.5]);
    let template = Template::of(random.choose(articles), (9, 22), share, random);
    let numbers = if random.chance(0.6) { 1.0 } else { 0.4 };
    let rows = random.between(2, 6);
    paragraphs.extend((0..rows).map(|_| template.row(numbers, random)));
    let mut labels = Labels::all(paragraphs.len(), None);
    for a in before..paragraphs.len() {
        for b in before..a {
            labels.set(a, b, Some(false));
        }
    }
    (paragraphs, labels)
}

/// A run of words of some text, some of which are slots.
struct Template {
    units: Units,
    words: Vec<String>,
    slots: Vec<usize>,
    /// What the slots are filled from, besides numbers.
    vocabulary: Vec<String>,
}

impl Template {
    fn of(donor: &Article, words: (usize, usize), slots: f64, random: &mut Random) -> Template {
        let units = Units::of(&donor.lang);
        let text = units.split(random.choose::<String>(&donor.paragraphs));
        let length = units.per_words(random.between(words.0, words.1)).min(text.len());
        let start = random.between(0, text.len() - length);
        let slots = ((length as f64 * slots) as usize).max(2);
        Template {
            units,
            words: text[start..start + length].to_vec(),
            slots: random.sample(length, slots),
            vocabulary: donor.paragraphs.iter().flat_map(|text| units.split(text)).collect(),
        }
    }

    /// With this share of numbers among what fills the slots.
    fn row(&self, numbers: f64, random: &mut Random) -> String {
        let mut words = self.words.clone();
        for slot in &self.slots {
            words[*slot] = if random.chance(numbers) {
                format!(" {} ", random.between(1, 500))
            } else {
                random.choose(&self.vocabulary).clone()
            };
        }
        self.units.join(&words)
    }
}

/// Words of the article, as titles are written.
fn heading(article: &Article, random: &mut Random) -> String {
    let units = Units::of(&article.lang);
    let paragraphs = random.between(1, 3);
    let from: Vec<String> = random
        .sample(article.paragraphs.len(), paragraphs)
        .into_iter()
        .flat_map(|paragraph| units.split(&article.paragraphs[paragraph]))
        .collect();
    let length = units.per_words(random.between(4, 12));
    let words: Vec<String> =
        (0..length).map(|_| capitalised(random.choose::<String>(&from))).collect();
    units.join(&words)
}

fn capitalised(word: &str) -> String {
    let bare = word.trim_matches(['.', ',', ';', ':']);
    let mut chars = bare.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn table(random: &mut Random) -> String {
    let cells = random.between(6, 30);
    let cell = |random: &mut Random| {
        let number = random.between(1, 999);
        if random.chance(0.7) {
            number.to_string()
        } else {
            format!("{}.{:02}", number % 100, number / 10)
        }
    };
    (0..cells).map(|_| cell(random)).collect::<Vec<_>>().join(" ")
}

fn link(random: &mut Random) -> String {
    let site = random.choose(&["example", "archive", "journal"]);
    let part = random.choose(&["docs", "news", "releases"]);
    let version = random.choose(&["stable", "2021", "en"]);
    format!("https://www.{site}.org/{part}/{version}/{}", random.between(1, 99))
}
