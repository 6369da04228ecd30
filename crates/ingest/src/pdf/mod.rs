//! PDF with a text layer to text, page by page.
//!
//! The library that reads PDF panics on many a file that breaks the rules, and could be made to run for ever. So a file is
//! looked over first ([`scan`], [`forms`]), and then read in a thread of its own, page by page, for a limited time.

mod forms;
mod scan;

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

use pdf_extract::{Document, Error, PlainTextOutput, output_doc_page};
use salname_model::{Format, Page, Span};

use crate::{Extract, Reason, Warning};

/// What a small file may take; no sound one comes near it.
const TIME: Duration = Duration::from_secs(60);
/// What a larger one may take more, for each mebibyte.
const TIME_PER_MIB: Duration = Duration::from_secs(2);
/// The stack of the thread that reads, in bytes: nested objects are read by recursion.
const STACK: usize = 64 << 20;
/// The text that a file may hold, in bytes.
const LARGEST_TEXT: usize = 64 << 20;

const THREAD: &str = "salname-pdf";

/// The text of all pages and where each of them starts.
///
/// # Errors
/// If the file is locked, cut short or damaged, holds only pictures, or is made to harm.
pub fn extract(bytes: &[u8]) -> Result<Extract, Reason> {
    let scanned = scan::scan(bytes)?;
    let pages = in_own_thread(bytes)?;
    let cut_short = scanned.cut_short;
    if pages.iter().all(|page| page.as_deref().is_some_and(|text| text.trim().is_empty())) {
        return Err(match cut_short {
            Some(fault) => Reason::Truncated(fault),
            None => Reason::NoText(
                "holds only pictures of its pages, no text: have the text recognised (OCR) and saved with it"
                    .into(),
            ),
        });
    }
    if pages.iter().all(|page| page.as_deref().is_none_or(|text| text.trim().is_empty())) {
        return Err(match cut_short {
            Some(fault) => Reason::Truncated(fault),
            None => Reason::Malformed("none of its pages can be read".into()),
        });
    }
    Ok(joined(&pages, cut_short))
}

/// The pages one after another, each on lines of its own.
fn joined(pages: &[Option<String>], cut_short: Option<String>) -> Extract {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut warnings = Vec::new();
    if let Some(fault) = cut_short {
        warnings.push(Warning { at: Span::new(0, 0), message: format!("the file is cut short: {fault}") });
    }
    for (number, page) in (1..).zip(pages) {
        starts.push(Page { number, start: text.len() });
        let at = Span::new(text.len(), text.len());
        match page.as_deref().map(str::trim) {
            None => warnings.push(Warning { at, message: format!("page {number}: damaged, left out") }),
            Some("") => warnings.push(Warning { at, message: format!("page {number}: no text on it") }),
            Some(page) => {
                text.extend(
                    page.chars().filter(|&letter| !letter.is_control() || matches!(letter, '\n' | '\t')),
                );
                text.push_str("\n\n");
            }
        }
    }
    let mut extract = Extract::of(text, Format::Pdf);
    extract.pages = starts;
    extract.warnings = warnings;
    extract
}

/// The pages' texts; none where a page cannot be read.
fn in_own_thread(bytes: &[u8]) -> Result<Vec<Option<String>>, Reason> {
    silence_panics();
    let time = TIME + TIME_PER_MIB * u32::try_from(bytes.len() >> 20).unwrap_or(u32::MAX);
    let (sender, receiver) = mpsc::channel();
    let given_up = Arc::new(AtomicBool::new(false));
    let bytes = bytes.to_vec();
    let stop = Arc::clone(&given_up);
    thread::Builder::new()
        .name(THREAD.into())
        .stack_size(STACK)
        .spawn(move || {
            let pages = panic::catch_unwind(AssertUnwindSafe(|| pages(&bytes, &stop)));
            // Nobody listens any more if the time is over.
            let _ = sender
                .send(pages.unwrap_or_else(|_| Err(Reason::Malformed("it breaks the rules of PDF".into()))));
        })
        .map_err(|error| Reason::Unreadable(format!("no thread to read it in: {error}")))?;
    receiver.recv_timeout(time).unwrap_or_else(|_| {
        given_up.store(true, Ordering::Relaxed);
        Err(Reason::Malformed(format!("it could not be read in {} seconds", time.as_secs())))
    })
}

fn pages(bytes: &[u8], stop: &AtomicBool) -> Result<Vec<Option<String>>, Reason> {
    let document = Document::load_mem(bytes).map_err(|error| reason(&error, bytes))?;
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(Reason::Encrypted);
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(if scan::has_end(bytes) {
            Reason::Malformed("it has no pages".into())
        } else {
            Reason::Truncated("its last part is missing".into())
        });
    }
    forms::check(&document, pages.values().copied())?;
    let mut texts = Vec::with_capacity(pages.len());
    let mut length = 0;
    for &number in pages.keys() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let text = panic::catch_unwind(AssertUnwindSafe(|| page(&document, number))).ok().flatten();
        length += text.as_ref().map_or(0, String::len);
        if length > LARGEST_TEXT {
            return Err(Reason::Expansion(format!("more than {} MiB of text", LARGEST_TEXT >> 20)));
        }
        texts.push(text);
    }
    Ok(texts)
}

fn page(document: &Document, number: u32) -> Option<String> {
    let mut text = String::new();
    output_doc_page(document, &mut PlainTextOutput::new(&mut text), number).ok()?;
    Some(text)
}

fn reason(error: &Error, bytes: &[u8]) -> Reason {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            Reason::Encrypted
        }
        _ if !scan::has_end(bytes) => Reason::Truncated("its last part is missing".into()),
        other => Reason::Malformed(other.to_string()),
    }
}

/// Keeps panics of the reading thread off the screen: they are caught and told as reasons.
fn silence_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                others(info);
            }
        }));
    });
}
