//! An allocator that counts, so that what is said of memory can be seen.
//!
//! Shared by a test and a bench, which each make it the allocator of their whole program.

#![allow(dead_code, reason = "each uses its own part")]
#![expect(unsafe_code, reason = "an allocator is unsafe to implement; this one only counts")]

use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::alloc::System;

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

/// What some work took, in bytes beyond what was there before, whatever thread asked for it.
pub(crate) struct Taken {
    pub(crate) peak: usize,
    /// By what the work returned.
    pub(crate) stays: usize,
    pub(crate) allocations: usize,
}

/// What the work returns, and what it took. One at a time.
pub(crate) fn taken<O>(work: impl FnOnce() -> O) -> (O, Taken) {
    let (before, allocations) = (NOW.load(Relaxed), ALLOCATIONS.load(Relaxed));
    PEAK.store(before, Relaxed);
    let output = work();
    let taken = Taken {
        peak: PEAK.load(Relaxed) - before,
        stays: NOW.load(Relaxed) - before,
        allocations: ALLOCATIONS.load(Relaxed) - allocations,
    };
    (output, taken)
}
