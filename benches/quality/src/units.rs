//! Paragraphs as pieces that can be drawn and joined: words, or characters where words are not spaced.

use crate::random::Random;

/// How large a share of the loosened paragraphs have their clauses in another order.
const SCATTERED: f64 = 0.2;

/// How the pieces of a language go together.
#[derive(Clone, Copy)]
pub(crate) struct Units {
    unspaced: bool,
}

impl Units {
    pub(crate) fn of(lang: &str) -> Units {
        Units { unspaced: lang.starts_with("zh") }
    }

    pub(crate) fn split(self, paragraph: &str) -> Vec<String> {
        if self.unspaced {
            paragraph.chars().map(String::from).collect()
        } else {
            paragraph.split_whitespace().map(str::to_owned).collect()
        }
    }

    pub(crate) fn join(self, units: &[String]) -> String {
        units.join(self.space())
    }

    /// How many pieces say as much as this many words.
    pub(crate) fn per_words(self, words: usize) -> usize {
        if self.unspaced { 2 * words } else { words }
    }

    /// The paragraph told a little otherwise: sentences in another order or one less, clauses moved
    /// to the front, or words left out; or all clauses in another order.
    pub(crate) fn loosened(self, paragraph: &str, random: &mut Random) -> String {
        if random.chance(SCATTERED) {
            return self.scattered(paragraph, random);
        }
        let mut sentences = after_each(paragraph, &['.', '!', '?', '…', '。', '！', '？']);
        let way = random.below(20);
        if sentences.len() > 1 && way < 7 {
            random.shuffle(&mut sentences);
        } else if sentences.len() > 2 && way < 14 {
            sentences.remove(random.below(sentences.len()));
        } else if way < 17 {
            sentences = sentences.iter().map(|sentence| self.turned(sentence, random)).collect();
        } else {
            return self.thinned(paragraph, random);
        }
        sentences.join(self.space())
    }

    fn turned(self, sentence: &str, random: &mut Random) -> String {
        let mut clauses = after_each(sentence, &[',', ';', ':', '，', '；', '：']);
        if clauses.len() > 1 {
            let first = random.between(1, clauses.len() - 1);
            clauses.rotate_left(first);
        }
        clauses.join(self.space())
    }

    fn scattered(self, paragraph: &str, random: &mut Random) -> String {
        let marks = ['.', '!', '?', '…', '。', '！', '？', ',', ';', ':', '，', '；', '：'];
        let mut clauses = after_each(paragraph, &marks);
        random.shuffle(&mut clauses);
        self.thinned(&clauses.join(self.space()), random)
    }

    fn thinned(self, paragraph: &str, random: &mut Random) -> String {
        let share = if self.unspaced { 0.08 } else { 0.15 };
        let mut units = self.split(paragraph);
        units.retain(|_| !random.chance(share));
        self.join(&units)
    }

    fn space(self) -> &'static str {
        if self.unspaced { "" } else { " " }
    }
}

/// Pieces that end behind one of these marks: behind ASCII marks only where white space follows.
fn after_each(text: &str, marks: &[char]) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        pieces[..].last_mut().into_iter().for_each(|piece| piece.push(c));
        let spaced = chars.peek().is_some_and(|next| next.is_whitespace());
        if marks.contains(&c) && (spaced || !c.is_ascii()) {
            pieces.push(String::new());
        }
    }
    let trimmed = pieces.iter().map(|piece| piece.trim().to_owned());
    trimmed.filter(|piece| !piece.is_empty()).collect()
}
