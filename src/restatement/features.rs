//! What a pair of paragraphs is judged by.

/// Shorter paragraphs say too little for words in common to mean anything. The shortest retelling
/// in the labelled data has 12 words.
const MIN_WORDS: f64 = 10.0;

/// Longer texts are no paragraphs: their words in order would take gigabytes to count.
pub(crate) const MAX_WORDS: usize = 1 << 16;

/// Rows of one template have at least this share of the longer one's words in order…
const TEMPLATE_IN_ORDER: f64 = 0.8;
/// …around other numbers, which are at least this share of the stems. No restatement in the labelled
/// data comes near both at once.
const TEMPLATE_NUMBERS: f64 = 0.05;

/// Beyond this logarithm of the shorter one's words, 150 words, the labelled data has too few pairs to say how much more ends in common mean.
const MOST_LENGTH: f64 = 5.0;

/// The measures of one pair. All are symmetric in the two paragraphs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a measure of its own")]
pub struct Features {
    /// Summed weight of the shared stems.
    pub shared_weight: f64,
    /// Words of the shorter paragraph.
    pub shorter: f64,
    /// Words of the longer paragraph.
    pub longer: f64,
    /// Words whose stems stand in the same order in both: the longest common subsequence.
    pub in_order: f64,
    /// The best passage of one paragraph against the whole other: the summed weight of what is
    /// shared, less 1.5 times that of what is not. The worse of both directions.
    pub best_passage: f64,
    /// Numbers that only one side has, as a share of the stems of both, from 0 to 1.
    pub lone_numbers: f64,
    /// Numbers that each side has in place of the other's: those of the side that has fewer.
    pub replaced_numbers: f64,
    /// Words of the shorter paragraph that stand beside the same word in both, as a share of those that both have, from 0 to 1.
    pub in_runs: f64,
    /// Words in common among the first eight of both, and among the last eight, as a share of these sixteen, from 0 to 1.
    pub ends: f64,
    /// Whether both are items of one list.
    pub same_list: bool,
    /// Whether they are items of two lists.
    pub two_lists: bool,
    /// Whether both end in a colon: what they introduce comes after them.
    pub both_introduce: bool,
    /// Whether one side is of a document with markup: the pair is judged by coefficients of its own, and what follows is looked at.
    /// In other pairs it is 0.
    pub structured: bool,
    /// Whether one side ends in the mark of a sentence, a colon or a semicolon and the other does not.
    pub only_one_closes: bool,
    /// Names of code and files that each side has in place of the other's: those of the side that has fewer.
    pub exchanged_names: f64,
    /// The weight of what a side shares with the third paragraph that it shares most with, as a share of what both share: the
    /// less of both sides, at most 3.
    pub rival: f64,
    /// Paragraphs that share the commonest word of one of the two, itself among them: a measure of
    /// how many are in its language. The fewer of both.
    pub peers: f64,
}

impl Features {
    /// The names of [`values`](Features::values).
    pub const NAMES: [&'static str; 17] = [
        "ln(1 + shared weight)",
        "ln(shorter)^2",
        "ln(longer / shorter)",
        "ln(longer / shorter) * ln(shorter)",
        "in order / shorter * ln(shorter)",
        "ln(1 + best passage)",
        "lone numbers",
        "1 / peers",
        "ends",
        "ends * ln(shorter), at most 5",
        "in runs * ln(longer / shorter)",
        "same list",
        "two lists",
        "both introduce",
        "only one closes",
        "ln(1 + exchanged names)",
        "rival",
    ];

    /// What the logistic regression sees. Finite where the pair [can be judged](Features::can_restate). If
    /// a paragraph is empty, some are NaN.
    pub fn values(&self) -> [f64; 17] {
        let shorter = libm::log(self.shorter);
        let in_order = self.in_order / self.shorter;
        let ratio = libm::log(self.longer / self.shorter);
        [
            libm::log1p(self.shared_weight),
            shorter * shorter,
            ratio,
            ratio * shorter,
            in_order * shorter,
            libm::log1p(self.best_passage),
            self.lone_numbers,
            1.0 / self.peers,
            self.ends,
            self.ends * length_for_ends(self.shorter),
            self.in_runs * ratio,
            f64::from(u8::from(self.same_list)),
            f64::from(u8::from(self.two_lists)),
            f64::from(u8::from(self.both_introduce)),
            f64::from(u8::from(self.only_one_closes)),
            libm::log1p(self.exchanged_names),
            self.rival,
        ]
    }

    /// Whether the pair is judged by its values. Otherwise its probability is 0: because a paragraph
    /// has fewer than ten words or more than 65,536, or because both have the same words in the same order around other
    /// numbers, which makes them rows of one template and no restatement.
    ///
    /// ```
    /// use paradup::restatement::Collection;
    ///
    /// let collection = Collection::new(&[
    ///     "The bus to the airport leaves the old harbour at 9.15 every day except Sunday.",
    ///     "The bus to the airport leaves the old harbour at 11.40 every day except Sunday.",
    ///     "Except on Sunday, every day at 9.15 a bus to the airport leaves from the old harbour.",
    /// ]);
    /// assert!(!collection.features(0, 1).can_restate());
    /// assert!(collection.features(0, 2).can_restate());
    /// ```
    pub fn can_restate(&self) -> bool {
        let same_order = self.in_order >= TEMPLATE_IN_ORDER * self.longer;
        let other_numbers = self.replaced_numbers > 0.0 && self.lone_numbers >= TEMPLATE_NUMBERS;
        // Either alone makes no template: a restatement may keep the order, or correct a number.
        let fit = self.shorter >= MIN_WORDS && self.longer <= MAX_WORDS as f64;
        fit && !(same_order && other_numbers)
    }
}

/// How much the length of the shorter paragraph makes of ends in common.
pub(super) fn length_for_ends(shorter: f64) -> f64 {
    libm::log(shorter).min(MOST_LENGTH)
}
