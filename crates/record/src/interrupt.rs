use rusqlite::InterruptHandle;

use crate::Record;

/// Breaks off what a record is being asked, from another thread: the question then fails.
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// Breaks off the question that is being answered, if there is one.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupter")
    }
}

impl Record {
    /// What breaks off the questions that this record is asked.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}
