//! Memory beyond the text: bytes for a paragraph at the peak and in the report that stays.
//!
//! A counting allocator sees every allocation between the texts in memory and the report. Serial, for
//! threads add scratch of their own. `cargo bench --bench memory -- 1000000` takes more paragraphs.

#![expect(clippy::print_stdout, reason = "its figures are no times, so it prints them itself")]
#![expect(unsafe_code, reason = "an allocator is unsafe to implement; this one only counts")]

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::alloc::System;

use paradup::{Detector, Engine, Relation};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the caller's promises are those of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the pointer came from the system's allocator under this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn measure(name: &str, engine: Engine, relations: &[Relation], texts: &[String]) {
    let relations = relations.iter().copied();
    let builder = Detector::builder().engine(engine).near(0.8).relations(relations);
    let detector = builder.build().expect("in range");
    let (before, allocations) = (NOW.load(Relaxed), ALLOCATIONS.load(Relaxed));
    PEAK.store(before, Relaxed);
    let report = detector.detect(texts);
    let each = |bytes: usize| bytes as f64 / texts.len() as f64;
    println!(
        "{name}: peak {:.0} B, report {:.0} B, {:.2} allocations a paragraph, {} findings",
        each(PEAK.load(Relaxed) - before),
        each(NOW.load(Relaxed) - before),
        each(ALLOCATIONS.load(Relaxed) - allocations),
        report.findings.len(),
    );
}

fn main() {
    let given = std::env::args().find_map(|argument| argument.parse().ok());
    let texts = generator::paragraphs(given.unwrap_or(100_000), 80, 3);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} paragraphs, {} B of text each", texts.len(), bytes / texts.len());
    let near = [Relation::Identical, Relation::Reformatted, Relation::Near];
    let copies = [near[0], near[1], near[2], Relation::Contained];
    measure("near, Exact", Engine::Exact, &near, &texts);
    measure("near, Lsh", Engine::Lsh, &near, &texts);
    measure("near and contained, Exact", Engine::Exact, &copies, &texts);
    measure("near and contained, Lsh", Engine::Lsh, &copies, &texts);
}
