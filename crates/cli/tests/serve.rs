//! `salname serve` from end to end: the same answers as the command's, and who is turned away.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

const ARCHIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/archive");

/// A record of the example archive, built once for all tests.
fn record() -> &'static Path {
    static RECORD: OnceLock<PathBuf> = OnceLock::new();
    RECORD.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("served-{}", std::process::id()));
        build(&path);
        path
    })
}

fn build(record: &Path) {
    let built = salname().args(["build", ARCHIVE, "-r"]).arg(record).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

fn salname() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("salname"))
}

/// A server on a free port, ended when the test is.
struct Served {
    process: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(record: &Path, more: &[&str]) -> Served {
    let mut process = salname()
        .args(["serve", "--listen", "127.0.0.1:0", "-r"])
        .arg(record)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").split('/').next().unwrap().parse().unwrap();
    Served { process, address }
}

/// The server that most tests ask.
fn served() -> SocketAddr {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(|| serve(record(), &[])).address
}

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn get(path: &str) -> Answer {
    ask(served(), "GET", path, &[], b"")
}

fn ask(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut request = format!("{method} {} HTTP/1.1\r\nConnection: close\r\n", encoded(path));
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str(&format!("Host: {address}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        request.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
    // Who is turned away may be so before all is sent.
    let _ = stream.write_all(body);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunked(&all[end + 4..]) } else { all[end + 4..].to_vec() };
    Answer { status, headers, body }
}

fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| {
            if byte.is_ascii_graphic() && byte != b'"' {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + length]);
        rest = &rest[line + 2 + length + 2..];
    }
}

#[test]
fn the_lines_are_those_of_the_command() {
    let same: [(&str, &[&str]); 9] = [
        ("/find?", &["find"]),
        ("/find?who=Chicherin&kind=message", &["find", "--who", "Chicherin", "--kind", "message"]),
        (
            "/find?from=1920&to=1921-03&source=notalar.txt",
            &["find", "--from", "1920", "--to", "1921-03", "--source", "notalar.txt"],
        ),
        ("/search?q=нота", &["search", "нота"]),
        ("/state?on=1920-05-15", &["state", "--on", "1920-05-15"]),
        ("/changes?from=1920&to=1921", &["state", "--from", "1920", "--to", "1921"]),
        ("/holders?office=nazir", &["holders", "nazir"]),
        ("/threads?between=Chicherin&between=Khoyski", &["thread", "--between", "Chicherin", "Khoyski"]),
        ("/disagreements?", &["disagreements"]),
    ];
    for (path, command) in same {
        let said = salname().args(command).arg("--json").arg("-r").arg(record()).output().unwrap();
        let answer = get(&format!("/api/v1{path}&format=ndjson"));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/x-ndjson", "{path}");
        assert_eq!(answer.text(), String::from_utf8(said.stdout).unwrap(), "{path}");
        assert!(!answer.body.is_empty(), "{path} has an answer");
    }
}

#[test]
fn a_list_is_given_piece_by_piece() {
    let whole: Vec<serde_json::Value> = get("/api/v1/find?format=ndjson")
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = get(&format!("/api/v1/find?limit=7&cursor={cursor}")).json();
        assert_eq!(part["total"], whole.len());
        seen.extend(part["lines"].as_array().unwrap().clone());
        assert_eq!(part["more"], part["next"].is_string());
        match part["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, whole);
}

#[test]
fn who_has_the_answer_is_told_so() {
    let first = get("/api/v1/state?on=1920");
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = ask(served(), "GET", "/api/v1/state?on=1920", &[("If-None-Match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    // Without the tag the same answer comes as it was given, whatever the order of what is asked for.
    let kept = get("/api/v1/find?kind=message&who=Chicherin");
    assert_eq!(kept.body, get("/api/v1/find?who=Chicherin&kind=message").body);
    assert_ne!(kept.body, get("/api/v1/find?who=Chicherin&kind=office").body);
}

#[test]
fn sentences_are_given_as_far_as_they_are_asked_for_and_counted() {
    let ask = |more: &str| get(&format!("/api/v1/state?on=1920-05-15&relation=controls{more}")).json();
    let (whole, short) = (ask(""), ask("&witnesses=1"));
    let lines = |answer: &serde_json::Value| answer["lines"].as_array().unwrap().clone();
    assert_eq!(lines(&whole).len(), lines(&short).len());
    assert!(lines(&whole).iter().any(|line| line["witnesses"].as_array().unwrap().len() > 1));
    for (whole, short) in lines(&whole).iter().zip(lines(&short)) {
        let all = whole["witnesses"].as_array().unwrap();
        assert_eq!(short["witnesses"].as_array().unwrap(), &all[..all.len().min(1)]);
        assert_eq!(short["witness_count"], all.len());
        assert_eq!(short["opponent_count"], whole["opponents"].as_array().unwrap().len());
        assert!(whole.get("witness_count").is_none());
    }
}

#[test]
fn a_question_that_makes_no_sense_is_a_problem_that_names_the_parameter() {
    for (path, status, said) in [
        ("/find?from=1920-13", 400, "from"),
        ("/find?kind=war", 400, "kind"),
        ("/find?kinds=message", 400, "kinds"),
        ("/find?limit=0", 400, "limit"),
        ("/find?limit=many", 400, "limit"),
        ("/find?cursor=x", 400, "cursor"),
        ("/find?source=nowhere.txt", 404, "nowhere.txt"),
        ("/search?q=%22a", 400, "q: "),
        ("/search", 400, "q"),
        ("/state", 400, "on"),
        ("/state?on=yesterday", 400, "on"),
        ("/state?on=1920&relation=loves", 400, "loves"),
        ("/changes?from=1921&to=1920", 400, "from"),
        ("/threads?between=A", 400, "between"),
        ("/disagreements?kind=x", 400, "two-dates"),
        ("/sources/0123/passages", 404, "hash"),
        ("/nowhere", 404, "openapi"),
    ] {
        let answer = get(&format!("/api/v1{path}"));
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert!(problem["detail"].as_str().unwrap().contains(said), "{path}: {problem}");
        assert_eq!(problem["status"], status, "{path}");
        let asked = format!("/api/v1{}", path.split('?').next().unwrap());
        assert_eq!(problem["instance"], asked, "{path}");
    }
}

#[test]
fn a_source_is_read_passage_by_passage_down_to_its_bytes() {
    let sources = get("/api/v1/sources").json();
    let source =
        sources["lines"].as_array().unwrap().iter().find(|line| line["file"] == "notalar.txt").unwrap();
    let hash = source["hash"].as_str().unwrap();
    assert_eq!(get(&format!("/api/v1/sources/{hash}")).json(), *source);
    let passages = get(&format!("/api/v1/sources/{hash}/passages")).json();
    assert_eq!(passages["total"], source["passages"]);
    let lines = passages["lines"].as_array().unwrap();
    assert!(lines.iter().any(|line| !line["mentions"].as_array().unwrap().is_empty()));
    let with = lines.iter().find(|line| !line["statements"].as_array().unwrap().is_empty()).unwrap();
    let statement = &with["statements"][0];
    let span = |value: &serde_json::Value| -> std::ops::Range<usize> {
        value[0].as_u64().unwrap() as usize..value[1].as_u64().unwrap() as usize
    };
    assert!(
        statement["quote"]
            .as_str()
            .unwrap()
            .contains(&with["text"].as_str().unwrap()[span(&statement["text"])])
    );
    let line = with["line"].as_u64().unwrap();
    let there = get(&format!("/api/v1/sources/{hash}/passages?line={line}&limit=1")).json();
    assert_eq!(there["lines"][0]["number"], with["number"]);
    let number = with["number"].as_u64().unwrap();
    let alignment = get(&format!("/api/v1/sources/{hash}/passages/{number}/alignment")).json();
    let covered: u64 = alignment["runs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run[1].as_u64().unwrap() - run[0].as_u64().unwrap())
        .sum();
    assert_eq!(covered as usize, with["text"].as_str().unwrap().len());
    let place = span(&with["source"]);
    let original = get(&format!("/api/v1/sources/{hash}/original?start={}&end={}", place.start, place.end));
    let file = std::fs::read(Path::new(ARCHIVE).join("notalar.txt")).unwrap();
    assert_eq!(original.body, file[place]);
    assert_eq!(original.header("content-disposition"), "attachment");
}

#[test]
fn strangers_are_turned_away() {
    let at = served();
    let about = "/api/v1/about";
    for (headers, status) in [
        (vec![("Host", "evil.example")], 403),
        (vec![("Host", "evil.example:8080")], 403),
        (vec![("Host", "localhost")], 200),
        (vec![("Host", "[::1]:99")], 200),
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Sec-Fetch-Site", "same-origin")], 200),
    ] {
        let answer = ask(at, "GET", about, &headers, b"");
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").starts_with("default-src 'self'"));
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!answer.header("content-security-policy").contains("unsafe"));
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[test]
fn a_token_is_asked_for_where_one_was_set() {
    let served = serve(record(), &["--token", "s3cret"]);
    let ask = |headers: &[(&str, &str)], path| ask(served.address, "GET", path, headers, b"");
    assert_eq!(ask(&[], "/api/v1/about").status, 401);
    assert_eq!(ask(&[], "/").status, 401);
    assert_eq!(ask(&[("Authorization", "Bearer wrong")], "/api/v1/about").status, 401);
    assert_eq!(ask(&[("Authorization", "Bearer s3cret")], "/api/v1/about").status, 200);
    let entered = ask(&[], "/?token=s3cret");
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    assert_eq!(ask(&[("Cookie", &cookie)], "/api/v1/about").status, 200);
    assert_eq!(ask(&[], "/?token=wrong").status, 401);
}

#[test]
fn other_machines_are_not_answered_to_without_a_token() {
    let refused = salname().args(["serve", "--listen", "0.0.0.0:0", "-r"]).arg(record()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--token"));
}

#[test]
fn a_record_that_vanishes_is_missed_and_one_that_comes_back_is_served() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("record");
    build(&path);
    let served = serve(&path, &[]);
    let status = || ask(served.address, "GET", "/api/v1/find?limit=1", &[], b"");
    assert_eq!(status().status, 200);
    let away = directory.path().join("away");
    std::fs::rename(&path, &away).unwrap();
    let gone = status();
    assert_eq!((gone.status, gone.header("content-type")), (503, "application/problem+json"));
    assert!(!gone.header("retry-after").is_empty());
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(status().status, 200);
}

#[test]
fn the_api_describes_itself() {
    let api = get("/api/v1/openapi.json").json();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in ["/find", "/search", "/state", "/sources/{hash}/passages"] {
        assert!(api["paths"][path]["get"].is_object(), "{path}");
    }
}

#[test]
fn the_first_page_is_there() {
    let page = get("/");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(get("/no/such.js").status, 404);
}

const WRITING: [(&str, &str); 2] = [("X-Salname", "1"), ("Content-Type", "application/json")];

/// A server of a record of its own, for tests that change it.
struct Desk {
    directory: tempfile::TempDir,
    served: Served,
}

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let record = directory.path().join("record");
        build(&record);
        let served = serve(&record, &[]);
        Self { directory, served }
    }

    fn get(&self, path: &str) -> Answer {
        ask(self.served.address, "GET", path, &[], b"")
    }

    fn post(&self, path: &str, body: &serde_json::Value) -> Answer {
        ask(self.served.address, "POST", path, &WRITING, body.to_string().as_bytes())
    }

    fn statements(&self) -> u64 {
        self.get("/api/v1/find?limit=1").json()["total"].as_u64().unwrap()
    }

    fn send(&self, name: &str, text: &str) -> Answer {
        let body = form(name, text);
        ask(self.served.address, "POST", "/api/v1/documents", &FORM, body.as_bytes())
    }

    /// What of the folder for documents is there.
    fn sent(&self) -> Vec<String> {
        let folder = self.directory.path().join("record-documents");
        let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
        names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

const FORM: [(&str, &str); 2] = [("X-Salname", "1"), ("Content-Type", "multipart/form-data; boundary=xyz")];

fn form(name: &str, text: &str) -> String {
    format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n{text}\r\n--xyz--\r\n"
    )
}

#[test]
fn a_correction_is_made_seen_and_undone() {
    let desk = Desk::new();
    let before = desk.statements();
    let statement = desk.get("/api/v1/find?limit=1").json()["lines"][0].clone();
    let correction = serde_json::json!({"who": "Leyla", "do": "reject", "statement": {"id": statement["id"]}, "note": "a heading"});
    let made = desk.post("/api/v1/corrections", &correction);
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.statements(), before - 1);
    let log = desk.get("/api/v1/corrections").json();
    assert_eq!((&log["total"], &log["lines"][0]["note"]), (&1.into(), &"a heading".into()));
    let undone = desk.post(&format!("/api/v1/corrections/{id}/undo"), &serde_json::json!({"who": "Leyla"}));
    assert_eq!(undone.status, 201, "{}", undone.text());
    assert_eq!(desk.statements(), before);
    assert_eq!(
        desk.post(&format!("/api/v1/corrections/{id}/undo"), &serde_json::json!({"who": "L"})).status,
        422
    );
}

#[test]
fn a_decision_about_a_disagreement_stays_over_rebuilds_until_it_is_undone() {
    let desk = Desk::new();
    let first = || desk.get("/api/v1/disagreements?limit=1").json()["lines"][0].clone();
    let disagreement = first();
    assert!(disagreement["id"].is_string() && disagreement.get("decided").is_none());
    let ids: Vec<_> = disagreement["between"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let decision = |holds: Option<&serde_json::Value>| {
        let between: Vec<_> = ids.iter().map(|id| serde_json::json!({"id": id})).collect();
        let mut line = serde_json::json!({
            "who": "Leyla", "do": "decide", "disagreement": disagreement["kind"],
            "about": disagreement["about"], "between": between, "note": "by the minutes",
        });
        if let Some(holds) = holds {
            line["holds"] = holds.clone();
        }
        let made = desk.post("/api/v1/corrections", &line);
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    };
    let made = decision(Some(ids[0]));
    assert_eq!(&first()["decided"]["holds"], ids[0]);
    build(&desk.directory.path().join("record"));
    assert_eq!((&first()["id"], &first()["decided"]["holds"]), (&disagreement["id"], ids[0]));
    let undone = desk.post(&format!("/api/v1/corrections/{made}/undo"), &serde_json::json!({"who": "Leyla"}));
    assert_eq!(undone.status, 201, "{}", undone.text());
    assert!(first().get("decided").is_none());
    decision(None);
    build(&desk.directory.path().join("record"));
    assert_eq!(
        (&first()["decided"]["holds"], &first()["decided"]["note"]),
        (&serde_json::Value::Null, &"by the minutes".into())
    );
}

#[test]
fn nothing_is_written_for_strangers_or_nonsense() {
    let at = served();
    let (json, ours) = (("Content-Type", "application/json"), ("X-Salname", "1"));
    let body = br#"{"who":"Leyla","do":"reject","statement":{"id":"0123456789abcdef"}}"#;
    let own = format!("http://{at}");
    for (headers, body, status) in [
        (vec![json], body.as_slice(), 403),
        (vec![json, ours, ("Origin", "http://evil.example")], body, 403),
        (vec![json, ours, ("Origin", "null")], body, 403),
        (vec![ours], body, 415),
        (vec![json, ours], b"{", 400),
        (vec![json, ours], b"[]", 400),
        (vec![json, ours], b"{\"who\":\"L\",\"do\":\"dance\"}", 400),
        (vec![json, ours, ("Origin", &own)], body, 422),
    ] {
        let answer = ask(at, "POST", "/api/v1/corrections", &headers, body);
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(ask(at, "DELETE", "/api/v1/find", &[ours], b"").status, 405);
    assert_eq!(ask(at, "POST", "/api/v1/documents", &[json, ours], b"{}").status, 415);
    assert_eq!(ask(at, "POST", "/api/v1/documents", &FORM, b"--xyz--\r\n").status, 400);
    assert_eq!(ask(at, "POST", "/api/v1/corrections", &[json, ours], &vec![b' '; 2 << 20]).status, 413);
}

/// Listens to a job until it ends: the names of its events, and the data of the last.
fn followed(at: SocketAddr, job: &str) -> (Vec<String>, serde_json::Value) {
    let answer = ask(at, "GET", &format!("/api/v1/jobs/{job}/events"), &[], b"");
    assert_eq!(answer.header("content-type"), "text/event-stream", "{}", answer.text());
    let text = answer.text();
    let of = |lead| text.lines().filter_map(move |line: &str| line.strip_prefix(lead)).map(str::trim);
    let last = of("data:").next_back().unwrap();
    (of("event:").map(str::to_owned).collect(), serde_json::from_str(last).unwrap())
}

#[test]
fn a_document_is_added_and_its_reading_followed() {
    let desk = Desk::new();
    let sources = || desk.get("/api/v1/sources").json()["total"].as_u64().unwrap();
    let before = sources();
    let accepted =
        desk.send("../yeni məktub.txt", "1920-ci il mayın 3-də Çiçerin Orconikidzeyə teleqram göndərdi.\n");
    assert_eq!(accepted.status, 202, "{}", accepted.text());
    let (events, last) = followed(desk.served.address, accepted.json()["job"].as_str().unwrap());
    assert_eq!(events.last().unwrap(), "done", "{last}");
    assert_eq!(last["sources"][0]["file"], "yeni məktub.txt");
    assert_eq!(sources(), before + 1);
    assert_eq!(desk.get("/api/v1/search?q=teleqram source:\"yeni məktub.txt\"").json()["total"], 1);
    assert_eq!(desk.sent(), ["yeni məktub.txt"]);
    // What cannot be read is told, and does not stop the rest.
    let accepted = desk.send("void.txt", "");
    let (_, last) = followed(desk.served.address, accepted.json()["job"].as_str().unwrap());
    assert_eq!(last["failed"][0]["file"], "void.txt", "{last}");
    assert_eq!(desk.get("/api/v1/jobs/99/events").status, 404);
    // A further build of the archive leaves it where it is.
    build(&desk.directory.path().join("record"));
    assert_eq!(sources(), before + 1);
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let desk = Desk::new();
    let body = form("long.txt", &"Bir cümlə. ".repeat(10_000));
    let mut stream = TcpStream::connect(desk.served.address).unwrap();
    let head = format!(
        "POST /api/v1/documents HTTP/1.1\r\nHost: {}\r\nX-Salname: 1\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        desk.served.address,
        FORM[1].1,
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..body.len() / 2]).unwrap();
    // It has begun to arrive, and then whoever sent it is gone.
    while desk.sent().is_empty() {
        std::thread::yield_now();
    }
    drop(stream);
    while !desk.sent().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(desk.get("/api/v1/about").status, 200);
}

#[test]
fn a_thousand_uploads_at_once_are_taken_or_refused_and_none_is_lost() {
    let desk = Desk::new();
    let accepted: Vec<String> = std::thread::scope(|scope| {
        let sending: Vec<_> = (0..50)
            .map(|thread| {
                let desk = &desk;
                scope.spawn(move || {
                    let name = |number: usize| format!("{thread}-{number}.txt");
                    let send = |number| desk.send(&name(number), &format!("Məktub {thread} {number}.\n"));
                    let all = (0..20).map(|number| (name(number), send(number).status));
                    all.filter_map(|(name, status)| {
                        assert!(matches!(status, 202 | 503), "{status}");
                        (status == 202).then_some(name)
                    })
                    .collect::<Vec<_>>()
                })
            })
            .collect();
        sending.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(!accepted.is_empty());
    let mut kept = desk.sent();
    let mut accepted = accepted;
    kept.sort();
    accepted.sort();
    assert_eq!(kept, accepted);
    assert_eq!(desk.get("/api/v1/about").status, 200);
}

#[test]
fn an_entity_is_told_with_all_that_is_known_of_it() {
    let found = get("/api/v1/entities?q=Chicherin").json();
    let first = &found["lines"][0];
    let name = first["name"].as_str().unwrap();
    let exact = get(&format!("/api/v1/entities?q={name}")).json();
    assert_eq!(exact["lines"][0]["name"], name);
    let entity = get(&format!("/api/v1/entities/{}", first["id"].as_str().unwrap())).json();
    assert_eq!(entity["name"], name);
    let count: u64 =
        entity["statements"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(count, first["statements"].as_u64().unwrap());
    for list in ["spellings", "neighbours", "sources"] {
        assert!(!entity[list].as_array().unwrap().is_empty(), "{list}: {entity}");
    }
    assert_eq!(get("/api/v1/entities/0123").status, 404);
    assert_eq!(get("/api/v1/entities?class=DOG").status, 400);
    let places = get("/api/v1/places?limit=1000").json();
    assert!(places["lines"].as_array().unwrap().iter().all(|place| place["lat"].is_number()));
    assert!(!places["lines"].as_array().unwrap().is_empty());
}

#[test]
fn time_is_given_thick_and_thin() {
    let chronicle = get("/api/v1/chronicle?format=ndjson").text();
    let days: Vec<String> = chronicle
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["earliest"].to_string())
        .filter(|day| day != "null")
        .collect();
    assert!(days.is_sorted());
    for bins in [1, 7, 600] {
        let timeline = get(&format!("/api/v1/timeline?bins={bins}")).json();
        let all = timeline["bins"].as_array().unwrap();
        let counted: u64 = all.iter().map(|bin| bin["total"].as_u64().unwrap()).sum();
        assert_eq!(counted, timeline["total"].as_u64().unwrap());
        assert!(all.len() <= bins && all.iter().all(|bin| bin["from"].as_str() <= bin["to"].as_str()));
        assert_eq!(timeline["items"].as_array().unwrap().len() as u64, counted);
    }
    assert_eq!(get("/api/v1/timeline?bins=0").status, 400);
}

#[test]
fn threads_and_changes_are_grouped() {
    let all = get("/api/v1/threads").json();
    let thread = &all["lines"][0];
    assert!(!thread["messages"].as_array().unwrap().is_empty());
    assert!(!all["graph"]["edges"].as_array().unwrap().is_empty());
    let changes = get("/api/v1/changes?from=1920&to=1921").json();
    let days: Vec<&str> =
        changes["lines"].as_array().unwrap().iter().map(|day| day["day"].as_str().unwrap()).collect();
    assert!(!days.is_empty());
    let report = {
        let sources = get("/api/v1/sources").json();
        let damaged = sources["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["file"] == "notalar.txt")
            .unwrap()
            .clone();
        get(&format!("/api/v1/sources/{}/report", damaged["hash"].as_str().unwrap()))
    };
    let said = salname()
        .args(["restore", "--report", "--json"])
        .arg(Path::new(ARCHIVE).join("notalar.txt"))
        .output()
        .unwrap();
    assert_eq!(report.text(), String::from_utf8(said.stdout).unwrap().trim_end());
}
