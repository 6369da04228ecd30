//! Fifty readers who ask a running server at once, each the next question as soon as the last is answered.
//!
//!     cargo run --release -p salname-server --example readers -- http://127.0.0.1:8080 [--readers N] [--seconds N]
//!
//! The questions are made of the names, kinds, files and days that the record holds, thousands of different ones; the same
//! for the same record. Prints how long half of the answers and all but one in a hundred took. Asks the loopback only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // a tool that is read by who runs it

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().expect("which server? http://127.0.0.1:PORT");
    let at: SocketAddr = url.trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
    assert!(at.ip().is_loopback(), "only this machine's own server is asked");
    let (mut readers, mut seconds) = (50, 10);
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        match name.as_str() {
            "--readers" => readers = value.parse().unwrap(),
            "--seconds" => seconds = value.parse().unwrap(),
            other => panic!("{other}: is --readers or --seconds"),
        }
    }
    let known = Known::of(&mut Connection::to(at));
    for (name, question) in [
        ("search", Known::search as fn(&Known, &mut Dice) -> String),
        ("find", Known::find),
        ("state", Known::state),
        ("all", |known, dice| match dice.below(3) {
            0 => known.search(dice),
            1 => known.find(dice),
            _ => known.state(dice),
        }),
    ] {
        let mut dice = Dice(0x5eed);
        let mut seen = HashSet::new();
        let mut questions = Vec::new();
        for _ in 0..20_000 {
            let asked = question(&known, &mut dice);
            if seen.insert(asked.clone()) {
                questions.push(asked);
            }
        }
        let mut took = ask(at, &questions, readers, Duration::from_secs(seconds));
        took.sort_unstable();
        let part = |of: usize| took[(took.len() * of / 1000).min(took.len() - 1)].as_secs_f64() * 1000.0;
        println!(
            "{name:<7} {readers} readers: p50 {:6.1} ms  p99 {:6.1} ms  longest {:6.1} ms  {:6} answers to {} questions",
            part(500),
            part(990),
            part(1000),
            took.len(),
            questions.len().min(took.len()),
        );
    }
}

/// Asks the questions in turn for so long. Gives how long each answer took.
fn ask(at: SocketAddr, questions: &[String], readers: usize, time: Duration) -> Vec<Duration> {
    let (next, end) = (AtomicUsize::new(0), Instant::now() + time);
    let read = || {
        let (mut connection, mut took) = (Connection::to(at), Vec::new());
        while Instant::now() < end {
            let question = &questions[next.fetch_add(1, Ordering::Relaxed) % questions.len()];
            let asked = Instant::now();
            let (status, _) = connection.get(question);
            took.push(asked.elapsed());
            assert_eq!(status, 200, "{question}");
        }
        took
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..readers).map(|_| scope.spawn(read)).collect();
        all.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    })
}

/// What questions are made of.
struct Known {
    names: Vec<String>,
    words: Vec<String>,
    files: Vec<String>,
}

impl Known {
    fn of(connection: &mut Connection) -> Self {
        let mut lines = |path: &str, member: &str| -> Vec<String> {
            let (_, body) = connection.get(path);
            let page: Value = serde_json::from_slice(&body).unwrap();
            let lines = page["lines"].as_array().unwrap().iter();
            lines.map(|line| line[member].as_str().unwrap().to_owned()).collect()
        };
        let mut names = lines("entities?limit=1000", "name");
        // Only words: marks may mean something to the query language.
        let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '’' | '\'');
        names.retain(|name| name.starts_with(char::is_alphabetic) && name.chars().all(is_word));
        let files = lines("sources?limit=1000", "file");
        let quotes = lines("find?limit=1000", "quote");
        let words = quotes.iter().flat_map(|quote| quote.split(|letter: char| !letter.is_alphabetic()));
        let words: HashSet<&str> = words.filter(|word| word.chars().count() > 3).collect();
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        words.sort_unstable();
        Self { names, words, files }
    }

    fn search(&self, dice: &mut Dice) -> String {
        let (word, other, name) = (dice.of(&self.words), dice.of(&self.words), dice.of(&self.names));
        let begin: String = word.chars().take(4).collect();
        let query = match dice.below(8) {
            0 | 1 => word.clone(),
            2 | 3 => format!("{word} {other}"),
            4 => name.clone(),
            5 => format!("{begin}*"),
            6 => format!("{word} from:{} to:{}", 1915 + dice.below(10), 1926 + dice.below(15)),
            _ => format!("{word} OR {other}"),
        };
        format!("search?limit=20&q={}", encoded(&query))
    }

    fn find(&self, dice: &mut Dice) -> String {
        let name = encoded(dice.of(&self.names));
        let kinds =
            ["agreement", "message", "meeting", "decision", "office", "control", "attack", "quantity"];
        let kind = kinds[dice.below(kinds.len())];
        let (from, to) = (dice.day(), 1923 + dice.below(20));
        match dice.below(6) {
            0 | 1 => format!("find?limit=50&who={name}"),
            2 => format!("find?limit=50&who={name}&kind={kind}"),
            3 => format!("find?limit=50&place={name}&from={from}&to={to}"),
            4 => format!("find?limit=50&kind={kind}&from={from}&to={to}"),
            _ => format!("find?limit=50&source={}&from={from}", encoded(dice.of(&self.files))),
        }
    }

    fn state(&self, dice: &mut Dice) -> String {
        let day = dice.day();
        match dice.below(4) {
            0 => format!("state?limit=50&on={day}&relation=controls"),
            1 => format!("state?limit=50&on={day}&about={}", encoded(dice.of(&self.names))),
            _ => format!("state?limit=50&on={day}"),
        }
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<'t>(&mut self, list: &'t [String]) -> &'t String {
        let at = self.below(list.len());
        &list[at]
    }

    fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", 1917 + self.below(10), 1 + self.below(12), 1 + self.below(28))
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// A connection that stays open from one question to the next.
struct Connection {
    stream: BufReader<TcpStream>,
    at: SocketAddr,
}

impl Connection {
    fn to(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::with_capacity(64 << 10, stream), at }
    }

    /// Status and body.
    fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        let request = format!("GET /api/v1/{path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.at);
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut line, mut status, mut length) = (String::new(), 0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(rest) = header.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            }
            length = header.strip_prefix("content-length: ").map_or(length, |length| length.parse().ok());
        }
        let mut body = vec![0; length.expect("answers of this kind tell their length")];
        self.stream.read_exact(&mut body).unwrap();
        (status, body)
    }
}
