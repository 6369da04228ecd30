//! PDF with a text layer to text, page by page.
//!
//! The library that reads PDF panics on many a file that breaks the rules, and could be made to run for ever. So a file is
//! looked over first ([`scan`], [`forms`]), and then read in a thread of its own, page by page, for a limited time.

mod forms;
mod mend;
mod page;
mod scan;

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

use pdf_extract::{Document, Error, output_doc_page};
use salname_model::{Format, Page, Span};

use crate::{Extract, Reason, Warning};
use page::PageText;

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
    if pages.iter().all(|page| page.as_deref().is_some_and(str::is_empty)) {
        return Err(match cut_short {
            Some(fault) => Reason::Truncated(fault),
            None => Reason::NoText(
                "holds only pictures of its pages, no text: have the text recognised (OCR) and saved with it"
                    .into(),
            ),
        });
    }
    if pages.iter().all(|page| page.as_deref().is_none_or(str::is_empty)) {
        return Err(match cut_short {
            Some(fault) => Reason::Truncated(fault),
            None => Reason::Malformed("none of its pages can be read".into()),
        });
    }
    Ok(joined(&pages, cut_short))
}

/// The pages one after another, divided by form feeds.
fn joined(pages: &[Option<String>], cut_short: Option<String>) -> Extract {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut warnings = Vec::new();
    if let Some(fault) = cut_short {
        warnings.push(Warning { at: Span::new(0, 0), message: format!("the file is cut short: {fault}") });
    }
    for (number, page) in (1..).zip(pages) {
        if !text.is_empty() {
            text.push_str("\n\u{c}");
        }
        starts.push(Page { number, start: text.len() });
        let at = Span::new(text.len(), text.len());
        match page.as_deref() {
            None => warnings.push(Warning { at, message: format!("page {number}: damaged, left out") }),
            Some("") => warnings.push(Warning { at, message: format!("page {number}: no text on it") }),
            Some(page) => text.push_str(page),
        }
    }
    text.push('\n');
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
    let mut document = Document::load_mem(bytes).map_err(|error| reason(&error, bytes))?;
    // Opened without a password, the document has lost the entry.
    if document.trailer.has(b"Encrypt") {
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
    mend::empty_pictures(&mut document);
    forms::check(&document, pages.values().copied())?;
    let mut texts = Vec::with_capacity(pages.len());
    let mut length = 0;
    let mut bare = None;
    for (&number, &id) in &pages {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let text = page(&document, number).or_else(|| {
            let document: &mut Document = bare.get_or_insert_with(|| mend::bare(&document));
            mend::keep_text(document, id);
            page(document, number)
        });
        length += text.as_ref().map_or(0, String::len);
        if length > LARGEST_TEXT {
            return Err(Reason::Expansion(format!("more than {} MiB of text", LARGEST_TEXT >> 20)));
        }
        texts.push(text);
    }
    Ok(texts)
}

fn page(document: &Document, number: u32) -> Option<String> {
    let read = || {
        let mut text = PageText::default();
        output_doc_page(document, &mut text, number).ok().map(|()| text.finish())
    };
    panic::catch_unwind(AssertUnwindSafe(read)).ok().flatten()
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

#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;
    use sample::line;

    fn text(bytes: &[u8]) -> String {
        extract(bytes).unwrap_or_else(|reason| panic!("{reason}")).text
    }

    fn refusal(bytes: &[u8]) -> &'static str {
        extract(bytes).err().map_or("read", |reason| reason.as_str())
    }

    #[test]
    fn pages_are_divided_and_lines_keep_their_layout() {
        let first = [
            line(50, 560, 10, "The first line of a paragraph"),
            line(50, 548, 10, "goes on in the next."),
            line(60, 536, 10, "An indented one"),
            line(50, 524, 10, "goes on."),
            line(50, 490, 10, "One after a gap."),
        ];
        let extract =
            extract(&sample::pages(&[&first.concat(), &line(50, 560, 10, "Second page.")])).ok().unwrap();
        assert_eq!(
            extract.text,
            "The first line of a paragraph\ngoes on in the next.\n  An indented one\ngoes on.\n\nOne after a gap.\n\
             \u{c}Second page.\n"
        );
        let second = extract.text.find("Second").unwrap();
        assert_eq!(extract.pages, [Page { number: 1, start: 0 }, Page { number: 2, start: second }]);
    }

    #[test]
    fn a_raised_number_after_a_word_is_the_mark_of_a_note() {
        // Helvetica's letters are 5.56 wide here, its figures too
        let page =
            [line(50, 560, 10, "note"), line(70, 564, 6, "12"), line(80, 560, 10, "followed")].concat();
        assert_eq!(text(&sample::pages(&[&page])), "note[12] followed\n");
    }

    #[test]
    fn a_page_that_breaks_rules_elsewhere_is_read() {
        let page = format!("/Nowhere cs 0.5 scn {}", line(50, 560, 10, "Still here."));
        assert_eq!(text(&sample::pages(&[&page])), "Still here.\n");
    }

    #[test]
    fn a_font_that_the_library_does_not_know_is_read() {
        let page = line(50, 560, 10, "Plain letters.");
        let objects = sample::objects(&[&page], "", &[]);
        for strange in ["/Encoding /StandardEncoding", "/FirstChar 32 /LastChar 255 /Widths [500 500 500]"] {
            let font = objects.iter().map(|object| object.replace("/Encoding /WinAnsiEncoding", strange));
            assert!(text(&sample::file(&font.collect::<Vec<_>>(), "")).starts_with("Plain"), "{strange}");
        }
    }

    #[test]
    fn pictures_are_passed_over() {
        let image = sample::stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8",
            "(no) Tj",
        );
        let page = format!("/I Do {}", line(50, 560, 10, "Words."));
        let objects = sample::objects(&[&page], "/I 4 0 R", &[image]);
        assert_eq!(text(&sample::file(&objects, "")), "Words.\n");
    }

    #[test]
    fn forms_are_read_where_they_are_drawn() {
        let form = sample::stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 400 600]",
            &line(50, 560, 10, "In a form."),
        );
        let page = format!("/X Do {}", line(50, 548, 10, "On the page."));
        let objects = sample::objects(&[&page], "/X 4 0 R", &[form]);
        assert_eq!(text(&sample::file(&objects, "")), "In a form.\nOn the page.\n");
    }

    #[test]
    fn a_page_without_text_is_told() {
        let extract = extract(&sample::pages(&[&line(50, 560, 10, "One."), "", ""])).ok().unwrap();
        assert_eq!(extract.text, "One.\n\u{c}\n\u{c}\n");
        assert_eq!(extract.warnings[0].message, "page 2: no text on it");
    }

    #[test]
    fn pictures_alone_are_no_text() {
        assert_eq!(refusal(&sample::pages(&["", ""])), "no-text");
    }

    #[test]
    fn a_file_that_ends_early_is_cut_short() {
        let whole = sample::pages(&[&line(50, 560, 10, "Whole.")]);
        assert_eq!(refusal(&whole[..whole.len() / 2]), "truncated");
        assert_eq!(refusal(b"%PDF-1.4\n"), "truncated");
    }

    #[test]
    fn a_file_that_lies_about_its_length_is_told() {
        let content = line(50, 560, 10, "Whole.");
        for lie in ["/Length 9999999", "/Length 2"] {
            let honest = format!("/Length {}", content.len());
            let objects: Vec<_> = sample::objects(&[&content], "", &[])
                .into_iter()
                .map(|object| object.replace(&honest, lie))
                .collect();
            match extract(&sample::file(&objects, "")) {
                Ok(extract) => {
                    assert!(extract.warnings[0].message.contains("not as long as it says"), "{lie}");
                }
                Err(reason) => assert_eq!(reason.as_str(), "truncated", "{lie}"),
            }
        }
    }

    #[test]
    fn a_locked_file_is_encrypted() {
        let mut objects = sample::objects(&[&line(50, 560, 10, "Secret.")], "", &[]);
        let zeros = "00".repeat(32);
        let lock = format!("<< /Filter /Standard /V 1 /R 2 /O <{zeros}> /U <{zeros}> /P -4 >>");
        assert_eq!(
            refusal(&sample::file(&objects, &format!("/Encrypt {lock} /ID [<00> <00>]"))),
            "encrypted"
        );
        objects.push(lock);
        let trailer = format!("/Encrypt {} 0 R /ID [<00> <00>]", objects.len());
        assert_eq!(refusal(&sample::file(&objects, &trailer)), "encrypted");
    }

    #[test]
    fn circles_and_avalanches_are_refused() {
        let form = |own: &str, content: &str| {
            sample::stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 1 1] {own}"), content)
        };
        let circle = sample::objects(&["/X Do"], "/X 4 0 R", &[form("", "/X Do")]);
        assert_eq!(refusal(&sample::file(&circle, "")), "malformed");

        let steps: Vec<_> = (0..22)
            .map(|step| form(&format!("/Resources << /XObject << /X {} 0 R >> >>", 5 + step), "/X Do /X Do"))
            .chain([form("", "")])
            .collect();
        let avalanche = sample::objects(&["/X Do"], "/X 4 0 R", &steps);
        assert_eq!(refusal(&sample::file(&avalanche, "")), "expansion");

        let above = sample::objects(&[""], "", &[])
            .into_iter()
            .map(|object| object.replace("/Kids", "/Parent 2 0 R /Kids"));
        assert_eq!(refusal(&sample::file(&above.collect::<Vec<_>>(), "")), "malformed");
    }
}
