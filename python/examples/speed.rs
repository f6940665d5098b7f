//! The crate's side of `speed.py`: CPU seconds of each call on texts that a zero byte separates.

use std::hint::black_box;
use std::{env, fs, io};

use paradup::Detector;

fn main() -> io::Result<()> {
    let file = env::args().nth(1).unwrap_or_default();
    let rows = fs::read_to_string(file)?;
    let texts: Vec<&str> = rows.split('\0').collect();
    let detector = Detector::default();
    println!("removals {}", seconds(|| drop(black_box(detector.removals(&texts))))?);
    println!("clusters {}", seconds(|| drop(black_box(detector.clusters(&texts))))?);
    Ok(())
}

/// What the first of three numbers counts: nanoseconds on a processor.
fn cpu() -> io::Result<f64> {
    let spent = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(spent.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default())
}

fn seconds(call: impl FnOnce()) -> io::Result<f64> {
    let start = cpu()?;
    call();
    Ok((cpu()? - start) / 1e9)
}
