//! Sudden death, for tests: at the point whose number the environment gives, the process is gone.
//!
//! `SALNAME_FAULT=N` aborts at the N-th point, counted from 1; `SALNAME_FAULT_COUNT=FILE` writes down how many there were
//! so far. Points stand where a process may be killed between two effects: around every write to the disk, around every
//! transaction, and between the rows of one. Only builds with debug assertions have them.

#[cfg(debug_assertions)]
mod counted {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static PASSED: AtomicU64 = AtomicU64::new(0);
    static LAST: LazyLock<Option<u64>> =
        LazyLock::new(|| std::env::var("SALNAME_FAULT").ok().and_then(|number| number.parse().ok()));
    static COUNT: LazyLock<Option<std::ffi::OsString>> =
        LazyLock::new(|| std::env::var_os("SALNAME_FAULT_COUNT"));

    pub(crate) fn point() {
        if LAST.is_none() && COUNT.is_none() {
            return;
        }
        let number = PASSED.fetch_add(1, Ordering::Relaxed) + 1;
        if *LAST == Some(number) {
            std::process::abort();
        }
        if let Some(file) = &*COUNT {
            // A count that cannot be written is missed by the test that wants it.
            let _ = std::fs::write(file, number.to_string());
        }
    }
}

#[cfg(debug_assertions)]
pub(crate) use counted::point;

#[cfg(not(debug_assertions))]
pub(crate) fn point() {}
