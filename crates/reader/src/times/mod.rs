//! Calendar expressions: what a text says of when.
//!
//! The engine knows no language. A pack's words and patterns become a `lexicon` and a `trie`; a
//! paragraph is cut into tokens, scanned from left to right for the longest expression at each place,
//! and what the expressions leave out is taken from the `discourse`, the document's dates so far.
//!
//! ```
//! use salname_model::Paragraph;
//! use salname_reader::times::Finder;
//!
//! let finder = Finder::new(&salname_packs::Packs::embedded().unwrap());
//! let text = "Qoşun 1920-ci il aprelin 27-də sərhədi keçdi, ertəsi gün Bakıya girdi.";
//! let times = finder.find(&[Paragraph::sound(text, 0, "az")]);
//! let values: Vec<_> = times.iter().map(|time| time.value.as_ref().unwrap().as_str()).collect();
//! assert_eq!(values, ["1920-04-27", "1920-04-28"]);
//! ```

mod calendar;
mod discourse;
mod lexicon;
mod scan;
mod token;
mod trie;
mod value;

use salname_model::{Anchor, Paragraph, ParagraphKind, TimeMention};
use salname_packs::Packs;

pub(crate) use discourse::OTHER_CALENDAR;
use discourse::{Discourse, Resolved, joined, other_calendar};
use scan::{Calendar, Found};

/// Bytes that the head of a paper has before its year.
const HEAD: usize = 80;

/// Finds calendar expressions; made once, used for many documents.
#[derive(Debug)]
pub struct Finder {
    /// The calendars of the languages that have one, by language.
    calendars: Vec<(String, Calendar)>,
}

impl Finder {
    /// A finder that knows the packs' calendars.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let calendars = packs
            .languages
            .iter()
            .filter_map(|language| {
                let times = language.times.as_ref()?;
                Some((language.id.clone(), Calendar::new(language, times)))
            })
            .collect();
        Self { calendars }
    }

    /// The calendar expressions of a document, in the order of its text.
    #[must_use]
    pub fn find(&self, paragraphs: &[Paragraph]) -> Vec<TimeMention> {
        let found: Vec<(usize, Found<'_>)> = paragraphs
            .iter()
            .enumerate()
            // A bibliography's years are not the document's.
            .filter(|(_, paragraph)| paragraph.kind != ParagraphKind::Reference)
            .filter_map(|(index, paragraph)| {
                Some((index, self.calendar_of(paragraph)?.scan(&paragraph.text)))
            })
            .flat_map(|(index, found)| found.into_iter().map(move |found| (index, found)))
            .collect();
        let first = found.first().map_or(0, |(index, _)| *index);
        let head = paragraphs[..first].iter().find_map(|paragraph| year_of_head(&paragraph.text));
        let mut discourse = Discourse::of(found.iter().map(|(_, found)| found), head);
        let mut times = Vec::with_capacity(found.len());
        let mut read = 0;
        for (at, (index, expression)) in found.iter().enumerate() {
            let paragraph = &paragraphs[*index];
            let passed = &paragraphs[read..read.max(index + 1)];
            if passed.iter().any(|paragraph| paragraph.kind == ParagraphKind::Heading) {
                discourse.new_piece();
            }
            read = index + 1;
            let next = found.get(at + 1).filter(|(next, _)| next == index).map(|(_, next)| next);
            let Some(resolved) = discourse.resolve(*index, expression, next) else { continue };
            if paragraph.kind == ParagraphKind::Heading {
                discourse.heading(&resolved);
            }
            link_calendars(&mut times, *index, &resolved);
            times.push(TimeMention {
                anchor: Anchor {
                    paragraph: *index,
                    text: expression.span,
                    source: paragraph.alignment.source_of(expression.span),
                },
                text: paragraph.text[expression.span.range()].to_owned(),
                value: resolved.value,
                note: resolved.note,
            });
        }
        times
    }

    /// The calendar of the paragraph's language; where that has none, or cannot spell the paragraph (a summary in
    /// another script), the one that knows the most of its words.
    fn calendar_of(&self, paragraph: &Paragraph) -> Option<&Calendar> {
        let named = paragraph
            .lang
            .as_deref()
            .and_then(|lang| self.named(lang))
            .filter(|calendar| calendar.can_spell(&paragraph.text));
        named.or_else(|| {
            self.calendars
                .iter()
                .map(|(_, calendar)| (calendar.known_words(&paragraph.text), calendar))
                .filter(|(known, _)| *known > 0)
                // The first of the best, so that the order of the packs decides a draw.
                .reduce(|best, other| if other.0 > best.0 { other } else { best })
                .map(|(_, calendar)| calendar)
        })
    }

    fn named(&self, lang: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|(id, _)| id == lang).map(|(_, calendar)| calendar)
    }
}

/// The year that a short paragraph ends with: "Teheran, 1946".
fn year_of_head(text: &str) -> Option<i32> {
    let text = text.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let (place, year) = text.rsplit_once(|sign: char| !sign.is_alphanumeric())?;
    let year = year.parse().ok().filter(|year| (1800..2000).contains(year))?;
    (place.len() <= HEAD && place.chars().all(|sign| !sign.is_numeric())).then_some(year)
}

/// Where an expression is the day of the one before it in the other calendar, says so of that one too.
fn link_calendars(times: &mut [TimeMention], paragraph: usize, second: &Resolved) {
    let (Some(first), Some(value)) = (times.last_mut(), &second.value) else { return };
    let told = second.note.split("; ").find_map(|note| note.strip_prefix(OTHER_CALENDAR));
    let is_first = first.anchor.paragraph == paragraph
        && first.value.as_ref().is_some_and(|value| Some(value.as_str()) == told);
    if is_first {
        first.note = joined(&first.note, &other_calendar(value.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use salname_model::Time;

    use super::*;

    fn notes(lang: &str, text: &str) -> Vec<(String, String)> {
        let finder = Finder::new(&Packs::embedded().expect("the project's own packs load"));
        let value = |time: &TimeMention| time.value.as_ref().map_or(String::new(), ToString::to_string);
        finder
            .find(&[Paragraph::sound(text, 0, lang)])
            .iter()
            .map(|time| (value(time), time.note.clone()))
            .collect()
    }

    #[test]
    fn one_day_in_two_calendars_is_linked_both_ways() {
        let expected = [
            ("1917-11-07".to_owned(), "other-calendar@1917-10-25".to_owned()),
            ("1917-10-25".to_owned(), "other-calendar@1917-11-07".to_owned()),
        ];
        assert_eq!(notes("az", "1917-ci il noyabrın 7-də (25 oktyabr) qiyam başladı."), expected);
        assert_eq!(
            notes("ru", "12 (24) августа 1898 года вручили ноту."),
            [("1898-08-12".to_owned(), "other-calendar@1898-08-24".to_owned())]
        );
    }

    #[test]
    fn what_cannot_be_resolved_says_from_what_it_counts() {
        for (lang, text, note) in [
            ("az", "Üç gün sonra qayıtdı.", "relative:+3d"),
            ("az", "1920-ci ilin mayında gəldi, üç gün sonra qayıtdı.", "relative:+3d@1920-05"),
            ("ru", "В мае 1920 года прибыл, через три дня уехал.", "relative:+3d@1920-05"),
            ("tr", "1920 yılının mayıs ayında geldi, üç gün sonra döndü.", "relative:+3d@1920-05"),
            ("en", "In May 1920 he came, three days later he left.", "relative:+3d@1920-05"),
            ("uk", "У травні 1920 року прибув, через три дні поїхав.", "relative:+3d@1920-05"),
        ] {
            assert_eq!(notes(lang, text).last(), Some(&(String::new(), note.to_owned())), "{text}");
        }
    }

    #[test]
    fn an_old_date_does_not_hold_a_telling_back() {
        let text = "Мурад родился в 1884 году. В 1908 году он приехал в город, в 1911 году уехал, а 28 мая 1918 года \
                    вернулся. 4 июня его избрали.";
        assert_eq!(notes("ru", text).last().map(|(value, _)| value.as_str()), Some("1918-06-04"));
    }

    #[test]
    fn years_of_another_era_are_ours_where_the_text_is_of_our_time() {
        let text = "Heyet 1918'de geldi. 28 Mayıs 1334 tarihli beyanname okundu, 3 Şubat 332'de kanun çıktı.";
        let told = [("1918", ""), ("1918-05-28", "rumi"), ("1917-02-03", "rumi")];
        assert_eq!(notes("tr", text), told.map(|(value, note)| (value.to_owned(), note.to_owned())));
        assert_eq!(notes("tr", "Kale 2 Mart 1331 günü alındı.")[0].0, "1915-03-02");
        assert_eq!(notes("tr", "Kale 2 Mart 1331 günü alındı, 1453'te onarıldı.")[0].0, "1331-03-02");
    }

    #[test]
    fn yesterday_is_that_of_whoever_is_quoted() {
        let text = "Bakı, 28 fevral 1920. Səfir yanvarın 12-də yazdı: “Dünən şura toplandı.” Dünən biz də bunu bildik.";
        let values: Vec<String> = notes("az", text).into_iter().map(|(value, _)| value).collect();
        assert_eq!(values, ["1920-02-28", "1920-01-12", "1920-01-11", "1920-02-27"]);
    }

    #[test]
    fn a_paper_older_than_the_head_of_the_text_dates_nothing() {
        let finder = Finder::new(&Packs::embedded().expect("the project's own packs load"));
        let texts = ["Teheran, 1946", "By the Treaty of January 29, 1942 they left on March 2."];
        let paragraphs = texts.map(|text| Paragraph::sound(text, 0, "en"));
        let times = finder.find(&paragraphs);
        assert_eq!(times[1].value.as_ref().map(Time::as_str), Some("1946-03-02"));
    }

    #[test]
    fn hostile_texts_take_linear_work() {
        let finder = Finder::new(&Packs::embedded().expect("the project's own packs load"));
        for lang in ["az", "ru"] {
            crate::work::assert_linear(|text| drop(finder.find(&[Paragraph::sound(text, 0, lang)])));
        }
    }
}
