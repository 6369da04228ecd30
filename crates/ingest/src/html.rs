//! HTML to text: a line a paragraph, markup and what is no reading matter left out.

use std::cell::RefCell;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use crate::encoding::{self, TextEncoding};
use crate::layout::{Break, Lines};

/// How far a document may declare its encoding, in bytes (HTML says 1024; old pages are not so strict).
const DECLARATION: usize = 4096;

/// The encoding of a page: a byte-order mark or sound UTF-8 before what the page declares, and that before a guess.
pub fn encoding(bytes: &[u8]) -> &'static Encoding {
    let found = encoding::detect(bytes);
    match found {
        TextEncoding::SingleByte(guess) => declared(bytes).unwrap_or(guess),
        _ => found.encoding(),
    }
}

/// What a `<meta charset>`, a `<meta http-equiv>` or an XML declaration says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_ascii_lowercase();
    let labels =
        start.match_indices("charset").chain(start.match_indices("encoding")).filter_map(|(at, word)| {
            let label = start[at + word.len()..].trim_start().strip_prefix('=')?.trim_start();
            let label = label.trim_start_matches(['"', '\'']);
            let end = label.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:".contains(letter));
            Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
        });
    // Bytes that say "UTF-8" and are not, or that would have to be UTF-16 to say so, say nothing.
    labels.into_iter().find(|&label| label != UTF_8 && label != UTF_16LE && label != UTF_16BE)
}

/// The reading matter of a page: one line a paragraph, cells of a table row divided by tabs.
pub fn text(page: &str) -> String {
    let mut state = State::default();
    loop {
        state = read(page, state);
        // An element that is never closed would take the rest of the page with it: its kind is kept after all, unless
        // what it holds is no text.
        match state.left_out.take() {
            Some((name, _)) if !is_raw(&name) => {
                state = State { kept: [state.kept, vec![name]].concat(), ..State::default() };
            }
            _ => return state.lines.finish(),
        }
    }
}

fn read(page: &str, state: State) -> State {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(state)), TokenizerOpts::default());
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    state.raise();
    state
}

/// Takes the tokens as they come. No tree is built: it would cost memory and a stack that a page could exhaust.
struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    lines: Lines,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// The elements that are not left out, whatever they usually hold, because they do not end.
    kept: Vec<String>,
    /// How many `<pre>` are open, in which line ends count.
    preformatted: usize,
    /// Raised text that is being gathered.
    superscript: Option<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) => return state.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if self.left_out.is_some() {
            return;
        }
        match &mut self.superscript {
            Some(raised) => raised.push_str(text),
            None if self.preformatted > 0 => self.lines.verbatim(text),
            None => self.lines.text(text),
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if let Some((left_out, open)) = &mut self.left_out {
            if left_out == name {
                *open = if opens { *open + 1 } else { *open - 1 };
                if *open == 0 {
                    self.left_out = None;
                }
            }
        } else if opens
            && (is_left_out(name) || is_hidden(tag))
            && !tag.self_closing
            && !self.kept.iter().any(|kept| kept == name)
        {
            self.left_out = Some((name.to_owned(), 1));
            self.lines.end(Break::Word);
        } else {
            self.element(name, opens);
        }
        if opens { raw_text(name) } else { TokenSinkResult::Continue }
    }

    fn element(&mut self, name: &str, opens: bool) {
        match name {
            "sup" if opens => self.superscript = Some(String::new()),
            "sup" => self.raise(),
            "br" => self.lines.end(Break::Line),
            "td" | "th" if opens => self.lines.begin_cell(),
            "td" | "th" => self.lines.end_cell(),
            "tr" => self.lines.end_row(),
            "pre" => {
                self.preformatted =
                    if opens { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) };
                self.lines.end(Break::Line);
            }
            _ if is_block(name) => {
                self.raise();
                self.lines.end(Break::Line);
            }
            _ => {}
        }
    }

    /// Ends raised text. A raised number after a word is a footnote mark; after a short one it is a power ("km²").
    fn raise(&mut self) {
        let Some(raised) = self.superscript.take() else { return };
        let number = raised.trim();
        let is_number =
            !number.is_empty() && number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && self.lines.ends_with_long_word() {
            self.lines.text(&format!("[{number}]"));
        } else {
            self.lines.text(&raised);
        }
    }
}

/// Elements whose text is not the page's own: scripts, menus, controls, pictures.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "iframe"
            | "nav"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
            | "xmp"
    )
}

/// Parts that a page keeps from its readers. Only elements that must be closed: where they end must be plain.
fn is_hidden(tag: &Tag) -> bool {
    let closes = matches!(
        &*tag.name,
        "article" | "aside" | "div" | "footer" | "header" | "section" | "span" | "table"
    );
    let hides = |name: &str, value: &str| name == "hidden" || (name == "aria-hidden" && value == "true");
    closes && tag.attrs.iter().any(|attribute| hides(&attribute.name.local, &attribute.value))
}

/// Elements that stand on lines of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "ul"
    )
}

/// How the tokenizer must go on after a start tag.
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ if is_raw(name) => TokenSinkResult::RawData(RawKind::Rawtext),
        _ => TokenSinkResult::Continue,
    }
}

/// Elements in which nothing is markup, and nothing text of the page.
fn is_raw(name: &str) -> bool {
    matches!(name, "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_markup_is_gone() {
        let page = "<html><head><title>T</title><style>p{}</style></head><body><nav><a>Menu</a></nav>\
                    <h1>The  year</h1><p>In <b>May</b>\n the notes&nbsp;&mdash; two &lt;of&gt; them<br>crossed.<p>Next\
                    <script>if (a<b) document.write('<p>no</p>')</script>.</body></html>";
        assert_eq!(text(page), "The year\nIn May the notes\u{a0}— two <of> them\ncrossed.\nNext .\n");
    }

    #[test]
    fn a_row_is_a_line_and_its_cells_are_divided_by_tabs() {
        let page = "<table><tr><th>Town</th><th>Day</th></tr>\n<tr><td><p>Kars</p></td>\n<td></td><td>13</td></tr></table>";
        assert_eq!(text(page), "Town\tDay\nKars\t13\n");
    }

    #[test]
    fn a_raised_number_is_a_footnote_mark_but_not_a_power() {
        assert_eq!(
            text("signed<sup>12</sup>. 5 km<sup>2</sup>, XX<sup>th</sup>"),
            "signed[12]. 5 km2, XXth\n"
        );
        assert_eq!(text("signed<sup><a href='#n1'>[1]</a></sup>."), "signed[1].\n");
    }

    #[test]
    fn what_the_page_hides_is_left_out() {
        assert_eq!(
            text("<p>a<span hidden>b<span>c</span></span><div aria-hidden=true>d</div><i hidden>e</i>"),
            "a e\n"
        );
    }

    #[test]
    fn preformatted_lines_stay() {
        assert_eq!(text("<pre>one\n  two</pre>three"), "one\n  two\nthree\n");
    }

    #[test]
    fn open_and_stray_tags_lose_no_text() {
        assert_eq!(text("</nav></p>a<sup>1<p>b</td><div>c<sup>d"), "a1\nb\ncd\n");
        assert_eq!(text("a<nav>b<p>c <object>d<script>e"), "a\nb\nc d\n");
    }

    #[test]
    fn a_declaration_counts_where_the_bytes_leave_it_open() {
        let words = b"<p>\xCD\xEE\xF2\xE0</p>";
        let page = |head: &str| [head.as_bytes(), words].concat();
        assert_eq!(encoding(&page("<meta charset=windows-1251>")).name(), "windows-1251");
        assert_eq!(encoding(&page("<meta content='text/html; charset=KOI8-R'>")).name(), "KOI8-R");
        assert_eq!(encoding("<meta charset='koi8-r'><p>əşüç</p>".as_bytes()).name(), "UTF-8");
        assert_ne!(encoding(&page("<meta charset=utf-8>")).name(), "UTF-8");
    }
}
