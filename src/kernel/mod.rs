//! Which CPU: the one place where instructions are detected.
//!
//! A few loops exist for several kinds of CPU. A token can be made only where its instructions were
//! detected, so that having one is the proof that a loop compiled for them may run. The README beside this
//! file lists those loops, what each gives and what lost.

mod prefetch;

pub(crate) use prefetch::prefetch;

/// A set of CPU instructions to compute with. What is computed is the same with all of them.
///
/// ```
/// use paradup::{Detector, Kernel};
///
/// let paragraphs = ["One two three four.", "one two three four", "five six seven"];
/// let detected = Detector::builder().build()?.detect(&paragraphs);
/// for kernel in Kernel::available() {
///     let detector = Detector::builder().kernel(kernel).build()?;
///     assert_eq!(detector.detect(&paragraphs), detected, "{}", kernel.name());
/// }
/// # Ok::<(), paradup::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel {
    leaf: Leaf,
}

/// A variant holds the proof that the CPU can run it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

/// Proof that this CPU has AVX2, and BMI1, BMI2 and POPCNT, which came to CPUs with it or before.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

/// Proof that this CPU has AVX-512 with what all but the first such CPUs have: F, BW, DQ, VL, VBMI and
/// VBMI2 (since Ice Lake and Zen 4), and BMI1, BMI2 and POPCNT beside them.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(());

impl Kernel {
    /// The fastest kernel of this CPU.
    pub fn detect() -> Kernel {
        Kernel::available().last().unwrap_or(Kernel { leaf: Leaf::Portable })
    }

    /// Every kernel of this CPU, from the slowest to the fastest.
    pub fn available() -> impl Iterator<Item = Kernel> {
        // `detect` takes the last.
        let leaves = [
            Some(Leaf::Portable),
            #[cfg(target_arch = "x86_64")]
            Avx2::new().map(Leaf::Avx2),
            #[cfg(target_arch = "x86_64")]
            Avx512::new().map(Leaf::Avx512),
        ];
        leaves.into_iter().flatten().map(|leaf| Kernel { leaf })
    }

    /// The instructions it is compiled for: `portable`, `avx2` or `avx512`.
    pub fn name(self) -> &'static str {
        match self.leaf {
            Leaf::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Leaf::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Leaf::Avx512(_) => "avx512",
        }
    }

    pub(crate) fn leaf(self) -> Leaf {
        self.leaf
    }
}

/// The fastest one.
impl Default for Kernel {
    fn default() -> Kernel {
        Kernel::detect()
    }
}

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    fn new() -> Option<Avx2> {
        let has_all = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        has_all.then_some(Avx2(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Avx512 {
    fn new() -> Option<Avx512> {
        let has_all = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        has_all.then_some(Avx512(()))
    }
}
