//! Prints the texts of the files given, and what is wrong with those that cannot be read.
//!
//! `cargo run -p salname-ingest --example texts -- examples/archive`

use std::process::ExitCode;

fn main() -> ExitCode {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    let mut outcome = ExitCode::SUCCESS;
    for file in salname_ingest::walk(&paths) {
        match salname_ingest::ingest(&file.path, &file.name) {
            Ok(ingested) => {
                let source = ingested.source;
                println!(
                    "== {} ({}, {} {})",
                    source.name,
                    source.format.as_str(),
                    source.encoding,
                    source.id
                );
                for warning in ingested.warnings {
                    println!("-- {}", warning.message);
                }
                println!("{}", source.text);
            }
            Err(error) => {
                eprintln!("{error}");
                outcome = ExitCode::from(2);
            }
        }
    }
    outcome
}
