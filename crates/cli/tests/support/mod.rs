//! A desk to try the command at: a directory with an archive in it and room for a record.
#![allow(dead_code)] // each test program takes what it needs

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const AZ: &str = "1920-ci il mayın 2-də Səməd bəy Şuşada komissar təyin edildi.\n";
pub const EN: &str = "On 2 May 1920 the commissar arrived in Shusha.\n";

pub struct Desk {
    pub directory: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { directory: tempfile::tempdir().unwrap() };
        std::fs::create_dir(desk.archive()).unwrap();
        desk
    }

    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(name, bytes);
        self
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.archive().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn archive(&self) -> PathBuf {
        self.path("archive")
    }

    pub fn record(&self) -> PathBuf {
        self.path("record")
    }

    pub fn build(&self) -> Said {
        self.build_into(&self.record())
    }

    pub fn build_into(&self, record: &Path) -> Said {
        salname(["build".as_ref(), self.archive().as_path(), "-r".as_ref(), record])
    }

    /// Runs a command on the record.
    pub fn run(&self, command: &str, arguments: &[&str]) -> Said {
        let record = self.record();
        let mut all: Vec<&Path> = vec![command.as_ref(), "-r".as_ref(), &record];
        all.extend(arguments.iter().map(Path::new));
        salname(all)
    }

    /// The lines of an answer.
    pub fn lines(&self, command: &str, arguments: &[&str]) -> Vec<serde_json::Value> {
        let mut all = vec!["--json"];
        all.extend(arguments);
        let said = self.run(command, &all);
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What the record's sources are called.
    pub fn sources(&self) -> Vec<String> {
        let record = salname_record::Record::open(self.record()).unwrap();
        record.sources().unwrap().into_iter().map(|source| source.name).collect()
    }
}

#[derive(Debug)]
pub struct Said {
    /// The exit code; -1 for a command that was killed.
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn salname<'a>(arguments: impl IntoIterator<Item = &'a Path>) -> Said {
    said(&command(arguments).output().unwrap())
}

pub fn command<'a>(arguments: impl IntoIterator<Item = &'a Path>) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("salname"));
    command.args(arguments);
    command
}

pub fn said(output: &Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
