//! Answers the queries on its standard input, one a line, and says how long each took:
//!
//!     echo "nota who:Çiçerin" | cargo run --release -p salname-search --example ask -- RECORD

use std::io::BufRead as _;
use std::time::Instant;

use salname_packs::Packs;
use salname_record::Record;
use salname_search::{Analysis, SearchIndex, SearchRequest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which record? give its directory")?;
    let record = Record::open(path)?;
    let began = Instant::now();
    let analysis = Analysis::new(&Packs::embedded()?);
    let packs = began.elapsed();
    let index = SearchIndex::open(&record, &analysis)?;
    println!("packs {packs:?}, index {:?}", began.elapsed() - packs);
    for query in std::io::stdin().lock().lines() {
        let request = SearchRequest { limit: Some(200), facets: 5, ..SearchRequest::new(query?) };
        let began = Instant::now();
        let found = index.search(&record, &analysis, &request);
        let took = began.elapsed();
        match found {
            Err(error) => println!("{error}"),
            Ok(page) => {
                println!("{}: {} in {took:?} {:?}", request.query, page.total, page.suggestion);
                for hit in page.hits {
                    let marked: Vec<&str> =
                        hit.highlights.iter().map(|span| &hit.passage.text[span.range()]).collect();
                    println!(
                        "  {:.2} {}:{} {marked:?}",
                        hit.score, hit.passage.place.file, hit.passage.place.line
                    );
                }
            }
        }
    }
    Ok(())
}
