//! Restoring beside its peers, in one run.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- cases test_cases.json
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- speed TEXT [--python python3]
//! ```
//!
//! `benches/README.md` tells where the cases and ftfy come from.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};
use plsfix::TextFixerConfig;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

/// What ftfy is told to do: undo wrong readings, and leave quotes, ligatures and widths alone. Prints the seconds taken.
const FTFY: &str = "
import sys, time
sys.stdin.reconfigure(encoding='utf-8', newline='')
import ftfy
text = sys.stdin.read()
config = ftfy.TextFixerConfig(unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False,
    fix_character_width=False, fix_line_breaks=False, remove_control_chars=False, normalization=None, explain=False)
start = time.perf_counter()
fixed = ''.join(ftfy.fix_text(line, config) for line in text.splitlines(keepends=True))
print(time.perf_counter() - start)
";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let packs = Packs::embedded()?;
    let restorer = Restorer::new(&packs, &Options::default());
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["cases", path] => cases(&restorer, path),
        ["speed", path] => speed(&restorer, &packs, path, "python3"),
        ["speed", path, "--python", python] => speed(&restorer, &packs, path, python),
        _ => bail!("say `cases FILE` or `speed FILE`"),
    }
}

/// Undoing wrong readings alone.
fn encoding() -> TextFixerConfig {
    TextFixerConfig {
        unescape_html: Some(false),
        remove_terminal_escapes: false,
        fix_latin_ligatures: false,
        fix_character_width: false,
        uncurl_quotes: false,
        fix_line_breaks: false,
        remove_control_chars: false,
        normalization: None,
        ..TextFixerConfig::default()
    }
}

/// A text as ftfy's cases expect it in all that is no wrong reading: quotes, ligatures, widths, blanks.
fn plain(text: &str) -> String {
    let cosmetic = TextFixerConfig {
        fix_encoding: false,
        restore_byte_a0: false,
        replace_lossy_sequences: false,
        decode_inconsistent_utf8: false,
        fix_c1_controls: false,
        ..TextFixerConfig::default()
    };
    let fixed = plsfix::fix_text(text, Some(&cosmetic));
    fixed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn restored(restorer: &Restorer, text: &str) -> String {
    restorer.restore(text).paragraphs.into_iter().map(|paragraph| paragraph.text + "\n").collect()
}

/// ftfy's own cases: what was in the wild or made up to be repaired, and what must be left alone.
fn cases(restorer: &Restorer, path: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    let cases: serde_json::Value = serde_json::from_str(&text)?;
    // By case: to be repaired or left alone; then all, ours, plsfix's.
    let mut counts = [[0; 3]; 2];
    for case in cases.as_array().context("the file holds no list of cases")? {
        let field = |name: &str| case[name].as_str().unwrap_or_default();
        let (original, wanted) = (field("original"), plain(field("fixed")));
        let negative = plain(original) == wanted;
        let ours = plain(&restored(restorer, original));
        let theirs = plain(&plsfix::fix_text(original, Some(&encoding())));
        let row = &mut counts[usize::from(negative)];
        row[0] += 1;
        row[1] += usize::from(ours == wanted);
        row[2] += usize::from(theirs == wanted);
        if ours != wanted && (theirs == wanted || negative) {
            println!("{}\n  was    {original}\n  ours   {ours}\n  wanted {wanted}", field("label"));
        }
    }
    let [[wild, ours, theirs], [sound, left, left_too]] = counts;
    println!("repaired, of {wild}: salname {ours}, plsfix {theirs}");
    println!("left alone, of {sound}: salname {left}, plsfix {left_too}");
    Ok(())
}

/// MB/s of each on one sound text, and on the same text as two of the packs' fonts show it. In one run, on one core:
/// medians of three.
fn speed(restorer: &Restorer, packs: &Packs, path: &str, python: &str) -> anyhow::Result<()> {
    let sound = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    let shown = |font: &str| -> anyhow::Result<String> {
        let font = packs.fonts.iter().find(|known| known.id == font).with_context(|| font.to_owned())?;
        Ok(font.shown(&sound))
    };
    let texts = [
        ("sound text", sound.clone()),
        ("a known font", shown("az-cp1251-latin1")?),
        ("a font that lost a letter", shown("az-dropped-che")?),
        ("a font in which letters fell together", shown("az-collapsed-lje")?),
    ];
    println!("MB/s                                     salname   plsfix     ftfy");
    for (name, text) in &texts {
        let ours = median(text, || {
            let start = Instant::now();
            let mut letters = 0;
            restorer.restore_each(text, |paragraph| letters += paragraph.text.len());
            Ok(start.elapsed().as_secs_f64())
        })?;
        let theirs = median(text, || {
            let start = Instant::now();
            let fixed: usize =
                text.split_inclusive('\n').map(|line| plsfix::fix_text(line, Some(&encoding())).len()).sum();
            assert!(fixed > 0 || text.is_empty());
            Ok(start.elapsed().as_secs_f64())
        })?;
        let ftfy = median(text, || ftfy(text, python)).map_or("-".into(), |rate| format!("{rate:.2}"));
        println!("{name:40} {ours:7.2}  {theirs:7.2}  {ftfy:>7}");
    }
    Ok(())
}


fn median(text: &str, mut once: impl FnMut() -> anyhow::Result<f64>) -> anyhow::Result<f64> {
    let mut times = [once()?, once()?, once()?];
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss)]
    Ok(text.len() as f64 / 1e6 / times[1])
}

/// The seconds that ftfy takes for a text.
fn ftfy(text: &str, python: &str) -> anyhow::Result<f64> {
    let mut child = Command::new(python)
        .args(["-c", FTFY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    child.stdin.take().context("python takes no input")?.write_all(text.as_bytes())?;
    let said = String::from_utf8(child.wait_with_output()?.stdout)?;
    said.trim().parse().with_context(|| format!("{python} has no ftfy: pip install ftfy"))
}
