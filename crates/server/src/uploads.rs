//! Files that are sent: kept in a folder beside the record once they are whole, then read like any others.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::problem::Problem;

/// Bytes of one file, of all files of one request, and files of one request.
const LARGEST: u64 = 256 << 20;
pub const ALL: usize = 1 << 30;
const FILES: usize = 1000;
/// Requests that are taken in at once, and those that may wait for it.
const AT_ONCE: usize = 4;
const WAITING: usize = 64;
/// Who sends may be silent for so long.
const SILENCE: Duration = Duration::from_secs(30);
/// Starts the names of what is not whole yet. Hidden files are not read.
const UNFINISHED: &str = ".arriving-";

/// The folder for what is sent.
pub struct Uploads {
    folder: PathBuf,
    receiving: Semaphore,
    waiting: Arc<Semaphore>,
}

impl Uploads {
    /// The folder beside a record: `archive.record` has `archive.record-documents`. What an earlier server left
    /// unfinished there is removed.
    pub fn beside(record: &Path) -> Self {
        let record = std::path::absolute(record).unwrap_or_else(|_| record.to_owned());
        let mut name = record.file_name().unwrap_or_default().to_owned();
        name.push("-documents");
        let folder = record.with_file_name(name);
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                // What cannot be removed now is in nobody's way.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        Self { folder, receiving: Semaphore::new(AT_ONCE), waiting: Arc::new(Semaphore::new(WAITING)) }
    }

    /// Waits until it is this request's turn; who would have to wait behind too many others is sent away.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>, Problem> {
        let place = Arc::clone(&self.waiting).try_acquire_owned();
        let _place = place.map_err(|_| {
            Problem::busy(
                "too many documents are being sent at once: nothing of this was kept, send it again soon",
            )
        })?;
        self.receiving.acquire().await.map_err(|_| Problem::fault())
    }

    /// Takes in the files of a request. Either all of them are kept, or nothing is. Gives where they lie.
    pub async fn receive(&self, mut sent: Multipart) -> Result<Vec<PathBuf>, Problem> {
        let arriving = Arc::new(Arriving::new(&self.folder).map_err(|error| self.failed(&error))?);
        let mut names: Vec<String> = Vec::new();
        while let Some(mut field) = in_time(sent.next_field()).await?.map_err(|error| broken(&error))? {
            let Some(name) = field.file_name().map(safe_name) else { continue };
            if names.len() == FILES {
                return Err(Problem::too_large(format!("no more than {FILES} files are taken at once")));
            }
            let path = arriving.0.join(names.len().to_string());
            let mut file = std::fs::File::create(&path).map_err(|error| self.failed(&error))?;
            let mut bytes = 0;
            while let Some(chunk) = in_time(field.chunk()).await?.map_err(|error| broken(&error))? {
                bytes += chunk.len() as u64;
                if bytes > LARGEST {
                    return Err(Problem::too_large(format!("{name}: is larger than {} MiB", LARGEST >> 20)));
                }
                let written =
                    tokio::task::spawn_blocking(move || file.write_all(&chunk).map(|()| file)).await;
                file = written.map_err(|_| Problem::fault())?.map_err(|error| self.failed(&error))?;
            }
            names.push(name);
        }
        if names.is_empty() {
            return Err(Problem::misasked(
                "no file was sent: send them as multipart/form-data, in fields named `file`",
            ));
        }
        let folder = self.folder.clone();
        let kept = tokio::task::spawn_blocking(move || keep(&folder, &arriving.0, &names)).await;
        kept.map_err(|_| Problem::fault())?.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Problem {
        Problem::record(format!("{}: {error}: nothing of what was sent is kept", self.folder.display()))
    }
}

/// Who stops in the middle does not keep others from sending.
async fn in_time<T>(next: impl Future<Output = T>) -> Result<T, Problem> {
    let late = |_| Problem::misasked("nothing more came for too long: nothing of what was sent is kept");
    tokio::time::timeout(SILENCE, next).await.map_err(late)
}

fn broken(error: &MultipartError) -> Problem {
    let detail = error.body_text();
    match error.status().as_u16() {
        413 => Problem::too_large(format!("no more than {} MiB are taken at once", ALL >> 20)),
        _ => Problem::misasked(format!(
            "what was sent broke off or is no multipart/form-data ({detail}): nothing of it is kept"
        )),
    }
}

/// A folder for files that are not whole yet; gone when nobody needs it any more.
struct Arriving(PathBuf);

impl Arriving {
    fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let made = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder)?;
        Ok(Self(made.keep()))
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Moves files that are whole to where they are read from. A file of that name with other bytes keeps its name, and
/// the new one gets a number; the same bytes are kept once.
fn keep(folder: &Path, arriving: &Path, names: &[String]) -> io::Result<Vec<PathBuf>> {
    let mut kept = Vec::with_capacity(names.len());
    for (number, name) in names.iter().enumerate() {
        let file = arriving.join(number.to_string());
        std::fs::File::open(&file)?.sync_all()?;
        let (stem, end) =
            name.rsplit_once('.').map_or((name.as_str(), None), |(stem, end)| (stem, Some(end)));
        let mut copy = 1;
        let path = loop {
            let name = match (copy, end) {
                (1, _) => name.clone(),
                (copy, Some(end)) => format!("{stem} ({copy}).{end}"),
                (copy, None) => format!("{stem} ({copy})"),
            };
            let path = folder.join(name);
            // A hard link is refused where there is a file: two requests never take one name.
            match std::fs::hard_link(&file, &path) {
                Ok(()) => break path,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && same_bytes(&file, &path)? => {
                    break path;
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => copy += 1,
                Err(_) if !path.exists() => {
                    std::fs::rename(&file, &path)?;
                    break path;
                }
                Err(error) => return Err(error),
            }
        };
        kept.push(path);
    }
    Ok(kept)
}

fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    Ok(a.metadata()?.len() == b.metadata()?.len() && std::fs::read(a)? == std::fs::read(b)?)
}

/// A name that lies in the folder and nowhere else, and is neither hidden nor endless.
fn safe_name(sent: &str) -> String {
    const LONGEST: usize = 150;
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|letter| {
            if letter.is_control()
                || "<>:\"|?*\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}"
                    .contains(letter)
            {
                '_'
            } else {
                letter
            }
        })
        .collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches('.');
    let (stem, end) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let stem = if stem.is_empty() { "document" } else { &stem[..stem.floor_char_boundary(LONGEST)] };
    let end = &end[..end.floor_char_boundary(10)];
    if end.is_empty() { stem.to_owned() } else { format!("{stem}.{end}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_the_folder() {
        for (sent, kept) in [
            ("notes.txt", "notes.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\papers\\Məktub 1.docx", "Məktub 1.docx"),
            (".hidden", "hidden"),
            ("..", "document"),
            ("", "document"),
            ("a\u{202e}txt.exe", "a_txt.exe"),
        ] {
            assert_eq!(safe_name(sent), kept);
        }
        assert!(safe_name(&format!("{}.txt", "ə".repeat(500))).len() <= 161);
    }

    #[test]
    fn files_of_one_name_are_both_kept_and_the_same_bytes_once() {
        let folder = tempfile::tempdir().unwrap();
        let send = |text: &str| {
            let arriving = Arriving::new(folder.path()).unwrap();
            std::fs::write(arriving.0.join("0"), text).unwrap();
            let kept = keep(folder.path(), &arriving.0, &["note.txt".to_owned()]).unwrap();
            kept[0].file_name().unwrap().to_string_lossy().into_owned()
        };
        assert_eq!(
            [send("one"), send("two"), send("one"), send("two")],
            ["note.txt", "note (2).txt", "note.txt", "note (2).txt"]
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
