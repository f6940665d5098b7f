//! Policy → removals → counts.

use super::found::Removals;
use super::losses::lost_words;
use super::rank::first_for_second;
use super::request::Request;
use super::statements::unstated;
use super::{anything, nothing, wording};
use crate::Cancelled;
use crate::cluster::Keep;
use crate::executor::completed;
use crate::named::named;
use crate::pipeline::Settings;
use crate::report::Verdict;

/// What may be lost where paragraphs are removed: the policies of [`removals`](crate::Detector::removals).
///
/// ```
/// use paradup::{Detector, MayLose};
///
/// let left = "He reports pain in the left knee after stairs, and the joint is warm and swollen.";
/// let right = "He reports pain in the right knee after stairs, and the joint is warm and swollen.";
/// let removed = |may_lose| {
///     let detector = Detector::builder().near(0.5).may_lose(may_lose).build().unwrap();
///     detector.removals(&[left, right]).removed.len()
/// };
/// assert_eq!(removed(MayLose::Nothing), 0);
/// assert_eq!(removed(MayLose::Anything), 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MayLose {
    /// Every sentence of a removed paragraph stands, saying the same, in its representative, in one
    /// run. Needs no threshold.
    #[default]
    Nothing,
    /// Wording may be lost: a removed paragraph loses nothing, or is near its representative or contained in it, and
    /// no number, name, negation, obligation or rare word of it is missing there, nor has a word another in its place.
    Wording,
    /// Whatever tells two related paragraphs apart: similarity alone decides, as in other tools.
    Anything,
}

named!(MayLose { Nothing = "nothing", Wording = "wording", Anything = "anything" });

/// Every paragraph that can be left out under a policy, in order, and how many on which ground.
pub(crate) fn removals(may_lose: MayLose, request: &Request<'_>) -> Result<Removals, Cancelled> {
    let mut removals = match may_lose {
        MayLose::Nothing => nothing::removals(request)?,
        MayLose::Wording => wording::removals(request)?,
        MayLose::Anything => anything::removals(request)?,
    };
    for removal in &removals.removed {
        removals.counts.count_ground(removal.ground);
    }
    Ok(removals)
}

/// Whether `removed` could be left out for `kept`, the two being the whole collection, and what keeps it if not.
pub(crate) fn judge(may_lose: MayLose, settings: &Settings, removed: &str, kept: &str) -> Verdict {
    // Two texts are too little work to wake threads for.
    let settings = &settings.on_one_thread();
    let (texts, standings) = (&[removed, kept], &first_for_second);
    let request = Request { settings, texts, standings, keep: Keep::First };
    match completed(removals(may_lose, &request)).removed.first() {
        Some(removal) => Verdict::Goes(removal.ground),
        // Where nothing may be lost, a sentence is missing even if each of its words stands somewhere.
        None if may_lose == MayLose::Nothing => {
            Verdict::Stays(unstated(settings.shingler, removed, kept))
        }
        None => Verdict::Stays(lost_words(settings.shingler, removed, kept)),
    }
}
