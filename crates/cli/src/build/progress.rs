use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use salname_builder::{Found, Read};

/// A bar on the terminal, with rate and time left; where stderr is no terminal, nothing.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(files: &[Found]) -> Self {
        let bytes = files.iter().map(|found| found.bytes).sum();
        let style = ProgressStyle::with_template(
            "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left  {msg}",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr()).with_style(style);
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self { bar }
    }

    /// One file is done with.
    pub fn passed(&self, read: &Read) {
        match read {
            Read::Unchanged { bytes } => self.bar.inc(*bytes),
            Read::Failed(failure) => self.bar.set_message(failure.name.clone()),
            Read::Document(read) => {
                self.bar.inc(read.original.len() as u64);
                self.bar.set_message(read.source.name.clone());
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
