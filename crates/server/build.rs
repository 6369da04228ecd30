//! Embeds the built pages (`web/dist`, made by `make web`) in the program, each file with what was compressed of it.
//! Without them the server still builds, and says on its first page how to build them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let pages = web.join("dist");
    // While there are none, whatever is made beside them may be the first of them.
    println!("cargo::rerun-if-changed={}", if pages.is_dir() { &pages } else { &web }.display());
    let mut all = BTreeMap::new();
    gather(&pages, &pages, &mut all);
    let mut table = String::from("&[\n");
    for (name, path) in &all {
        if Path::new(name).extension().is_some_and(|end| end == "gz" || end == "br" || end == "map") {
            continue;
        }
        let packed = |end: &str| match all.get(&format!("{name}.{end}")) {
            Some(path) => format!("Some(include_bytes!({path:?}))"),
            None => "None".to_owned(),
        };
        let (gzip, brotli) = (packed("gz"), packed("br"));
        writeln!(
            table,
            "    Page {{ name: {name:?}, plain: include_bytes!({path:?}), gzip: {gzip}, brotli: {brotli} }},"
        )
        .expect("writing to a string does not fail");
    }
    table.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo gives a directory")).join("pages.rs");
    std::fs::write(out, table).expect("the directory that cargo gives can be written to");
}

/// Files at and under a folder: the name below `root`, with `/`, and the absolute path.
fn gather(folder: &Path, root: &Path, all: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            gather(&path, root, all);
        } else if let (Ok(name), Ok(whole)) = (path.strip_prefix(root), path.canonicalize()) {
            all.insert(name.to_string_lossy().replace('\\', "/"), whole);
        }
    }
}
