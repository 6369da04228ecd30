//! Reading times and names takes no more memory for a longer document than its output needs.
//!
//! The only test in this file, so that no other allocates beside it.

use peak_alloc::PeakAlloc;
use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::{names, times};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const PAGE: [(&str, &str); 3] = [
    (
        "az",
        "1920-ci il aprelin 28-də T.Q.Mirzəbəyov Tiflisdən Bakıya gəldi. Ertəsi gün o, Qafqaz Bürosuna məktub yazdı.",
    ),
    (
        "ru",
        "В мае 1920 года К. Мельниченко прибыл в Тифлис, 3 июня его письмо получил Революционный комитет.",
    ),
    ("az", "Həmin ilin sonunda şəhərdə un qalmamışdı və əhali kəndlərə köçürdü, çünki yollar bağlı idi."),
];

/// Bytes in use at the most while a text of so many pages is read, less the text and what is given back.
fn working_memory(times: &times::Finder, names: &names::Finder, pages: usize, whole: bool) -> usize {
    let paragraphs: Vec<Paragraph> = if whole {
        vec![Paragraph::sound(&format!("{} ", PAGE[0].1).repeat(pages * PAGE.len()), 0, "az")]
    } else {
        PAGE.iter()
            .cycle()
            .take(pages * PAGE.len())
            .map(|(lang, text)| Paragraph::sound(text, 0, lang))
            .collect()
    };
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let found_times = times.find(&paragraphs);
    let found_names = names.find(&paragraphs, &found_times);
    let output = ALLOCATOR.current_usage() - before;
    let peak = ALLOCATOR.peak_usage() - before;
    assert!(found_names.len() >= pages * 3 && found_times.len() >= pages * 3);
    println!("{pages} pages, one paragraph: {whole}: output {output} bytes, peak {peak}");
    // What is found is held once more while it is put together, in its own shape.
    peak.saturating_sub(output * OUTPUT_IN_THE_MAKING)
}

/// The working memory beside an output of n bytes is at most so many times n, and something that does not grow.
const OUTPUT_IN_THE_MAKING: usize = 3;

#[test]
fn working_memory_does_not_grow_with_the_document() {
    let packs = Packs::embedded().unwrap();
    let (times, names) = (times::Finder::new(&packs), names::Finder::new(&packs, false));
    for whole in [false, true] {
        let figures = [1_000, 8_000].map(|pages| working_memory(&times, &names, pages, whole));
        assert!(figures[1] <= figures[0] + 1_000_000, "{figures:?}");
    }
}
