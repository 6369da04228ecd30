use std::io::Write as _;
use std::net::SocketAddr;

use clap::Args;
use salname_server::{Server, Settings};

use crate::Outcome;
use crate::arguments::{PackArguments, RecordArgument};

#[derive(Debug, Args)]
pub struct ServeArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Where to listen. Port 0 takes a free one and prints it.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// What whoever asks must know; the environment variable `SALNAME_TOKEN`, which other users do not see, does as well.
    /// Without it, only this machine is answered to.
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// A name by which the server may be called, besides its address. May be given several times.
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
}

pub fn run(command: &ServeArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let token = command.token.clone().or_else(|| std::env::var("SALNAME_TOKEN").ok());
    let server = Server::bind(Settings {
        record: command.record.path.clone(),
        listen: command.listen,
        token: token.clone(),
        names: command.host.clone(),
        packs: packs.load()?,
        engine: crate::build::engine(packs)?,
    })?;
    let entrance = token.map(|token| format!("?token={token}")).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{}/{entrance}", server.address())?;
    out.flush()?;
    eprintln!("{} is served there; Ctrl-C ends it.", command.record.path.display());
    server.run();
    Ok(Outcome::Done)
}
