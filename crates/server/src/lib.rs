//! Serves a record: pages for people and an HTTP API for programs, with the same lines as the command's `--json`.
//!
//! [`Server::bind`] takes a place to listen, [`Server::run`] answers until it is told to stop. Nothing is answered to
//! another machine unless a token was given, and nothing to pages of another origin.

mod answer;
mod api;
mod asked;
mod desks;
mod guard;
mod jobs;
mod kept;
mod pages;
mod problem;
mod rate;
mod serve;
mod shared;
mod uploads;
mod worlds;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use salname_builder::Engine;
use salname_packs::Packs;
use salname_record::{Record, RecordError};
use tokio::net::TcpListener;

use guard::Guard;
use shared::Shared;

/// What is served, and to whom.
#[derive(Debug)]
pub struct Settings {
    /// The record's directory.
    pub record: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What whoever asks must know. Needed for every address but this machine's own.
    pub token: Option<String>,
    /// Names by which the server may be called, besides its address.
    pub names: Vec<String>,
    /// What is known of languages, names and rules.
    pub packs: Packs,
    /// What reads documents that are added.
    pub engine: Engine,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is nothing to serve.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Another machine could ask, and nothing would stop it.
    #[error(
        "{0} can be reached from other machines: give a --token that whoever asks must know, or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
    /// The token has signs that addresses and cookies cannot carry.
    #[error("the token may have letters, digits and -._~ only, and must not be empty")]
    Token,
    /// The address cannot be had.
    #[error("{at}: cannot listen there ({source}): choose another --listen address or port")]
    Listen {
        /// The address.
        at: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system gives no threads.
    #[error("the server cannot be started: {0}")]
    Runtime(std::io::Error),
}

/// A server that has its place, and answers once it is run.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    shared: Arc<Shared>,
}

impl Server {
    /// Opens the record and listens.
    ///
    /// # Errors
    /// If there is no record, other machines could ask without a token, or the address cannot be had.
    pub fn bind(settings: Settings) -> Result<Self, ServeError> {
        if !settings.listen.ip().is_loopback() && settings.token.is_none() {
            return Err(ServeError::Open(settings.listen));
        }
        if settings.token.as_deref().is_some_and(|token| !guard::is_token(token)) {
            return Err(ServeError::Token);
        }
        Record::open(&settings.record)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_io()
            .enable_time()
            .build()
            .map_err(ServeError::Runtime)?;
        let at = settings.listen;
        let listener =
            runtime.block_on(TcpListener::bind(at)).map_err(|source| ServeError::Listen { at, source })?;
        let address = listener.local_addr().map_err(|source| ServeError::Listen { at, source })?;
        let Settings { record, listen, token, names, packs, engine } = settings;
        let shared = Shared::start(record, packs, engine).map_err(ServeError::Runtime)?;
        let guard = Arc::new(Guard::new(listen.ip(), &names, token));
        Ok(Self { runtime, listener, address, router: router(&shared, guard), shared })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop (Ctrl-C, or a request to terminate); then finishes the answers that
    /// are under way.
    pub fn run(self) {
        self.runtime.block_on(serve::serve(self.listener, self.router, told_to_stop()));
        self.shared.jobs.end();
        // What a thread still looks for, nobody waits for.
        self.runtime.shutdown_background();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

fn router(shared: &Arc<Shared>, guard: Arc<Guard>) -> Router {
    Router::new()
        .nest("/api/v1", api::router())
        .with_state(Arc::clone(shared))
        .fallback(pages::page)
        .layer(from_fn_with_state(guard, guard::guard))
}

async fn told_to_stop() {
    let interrupt = async {
        // Without a handler the process ends at once, which is what was asked for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        futures_util::future::select(std::pin::pin!(interrupt), std::pin::pin!(terminate)).await;
    }
    #[cfg(not(unix))]
    interrupt.await;
}
