//! Counts steps of work in tests: what is linear is shown by counting, since no test may depend on the clock.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// One step: a look at a word, or a branch of a walk. Costs nothing outside tests.
#[inline]
pub(crate) fn step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// How many steps a piece of work takes on this thread.
#[cfg(test)]
pub(crate) fn count(work: impl FnOnce()) -> u64 {
    let before = STEPS.with(Cell::get);
    work();
    STEPS.with(Cell::get) - before
}

/// Texts that are nothing but beginnings of something, and those that no scribe wrote.
#[cfg(test)]
pub(crate) const HOSTILE: [&str; 24] = [
    "1920 ",
    "1920-ci il aprelin ",
    "28-",
    "APREL MAY ",
    "1,2,3,",
    "XX ",
    "((((",
    "bir neçə ",
    "əəə",
    "ABC ",
    ". ",
    "Əli-",
    "M.",
    "\"A",
    "Bakı ",
    "1 ",
    "Гызыл x ",
    "BAKI QUBERNİYASI ",
    "Баkı Qəзасı ",
    "19201920",
    "Azərbaycan SSR XKS ",
    "lərlərlər",
    "и по делам ",
    "«А",
];

/// Ten times the text takes ten times the steps.
#[cfg(test)]
pub(crate) fn assert_linear(read: impl Fn(&str)) {
    for piece in HOSTILE {
        let [short, long] = [4_000, 40_000].map(|times| count(|| read(&piece.repeat(times))));
        assert!(long <= short * 11 + 100_000, "{piece:?}: {short} steps, then {long}");
    }
}
