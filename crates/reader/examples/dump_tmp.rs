use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::times::Finder;
use salname_restore::{Options, Restorer};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let packs = Packs::with_directory(std::path::Path::new("packs")).unwrap();
    let finder = Finder::new(&packs);
    if args[1] == "speed" {
        let text = std::fs::read_to_string(&args[2]).unwrap();
        let paragraphs: Vec<Paragraph> = text.lines().map(|l| Paragraph::sound(l, 0, &args[3])).collect();
        for _ in 0..5 {
            let t = std::time::Instant::now();
            let n = finder.find(&paragraphs).len();
            println!("{n} times, {:.1} MB/s", text.len() as f64 / 1e6 / t.elapsed().as_secs_f64());
        }
        return;
    }
    let paragraphs = Restorer::new(&packs, &Options::default())
        .restore(&std::fs::read_to_string(&args[1]).unwrap())
        .paragraphs;
    let mut times = finder.find(&paragraphs).into_iter().peekable();
    for (i, p) in paragraphs.iter().enumerate() {
        println!(
            "{}",
            serde_json::json!({"type":"paragraph","source":[p.span.start,p.span.end],"text":p.text,"lang":p.lang,"kind":format!("{:?}",p.kind)})
        );
        while let Some(t) = times.next_if(|t| t.anchor.paragraph <= i) {
            println!(
                "{}",
                serde_json::json!({"type":"time","source":[t.anchor.source.start,t.anchor.source.end],"text":t.text,"value":t.value.as_ref().map_or("",|v|v.as_str()),"note":t.note})
            );
        }
    }
}
