#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paradup_fuzz::signatures::check(bytes));
