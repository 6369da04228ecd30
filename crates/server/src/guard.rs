//! Who may ask, and what answers tell a browser about itself.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;
use crate::rate::Rate;

/// The header without which nothing is written: a page of another origin cannot send it unasked.
pub const WRITING: &str = "x-salname";
const COOKIE: &str = "salname_token";

/// What a browser is told: load nothing from elsewhere, run nothing that stands in a page, be framed by nobody.
/// Pictures may be drawn by the page itself, as those on the map are.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Decides who may ask.
#[derive(Debug)]
pub struct Guard {
    /// Names by which the server may be called, besides addresses.
    names: Vec<String>,
    token: Option<String>,
    rate: Rate,
}

impl Guard {
    pub fn new(listen: IpAddr, names: &[String], token: Option<String>) -> Self {
        let mut names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        if listen.is_loopback() {
            names.push("localhost".to_owned());
        }
        Self { names, token, rate: Rate::default() }
    }

    fn check(&self, request: &Request) -> Result<(), Problem> {
        let (headers, uri) = (request.headers(), request.uri());
        let peer = request.extensions().get::<SocketAddr>().map(SocketAddr::ip);
        if !self.rate.allows(peer) {
            return Err(Problem::too_many());
        }
        let host = host(headers, uri).ok_or_else(|| Problem::forbidden("the Host header is missing"))?;
        if !self.is_ours(host) {
            // A name of somebody else's that was made to point here: the page that asks is theirs.
            return Err(Problem::forbidden(format!(
                "\"{}\" is no name of this server: call it by its address, or start it with --host NAME",
                host.chars().take(100).collect::<String>()
            )));
        }
        // "none" is a person who typed the address; a page on another port is of another origin, too.
        let strange = |site: &str| !matches!(site, "same-origin" | "none");
        if uri.path().starts_with("/api/") && text(headers, "sec-fetch-site").is_some_and(strange) {
            return Err(Problem::forbidden(
                "a page of another origin asked: only the record's own pages may",
            ));
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            self.check_writing(headers, host)?;
        }
        match &self.token {
            Some(token) if !given(headers).is_some_and(|given| same(given, token)) => Err(Problem::token()),
            _ => Ok(()),
        }
    }

    /// A write comes from a page of this very server, or from a program, which sends no origin.
    fn check_writing(&self, headers: &HeaderMap, host: &str) -> Result<(), Problem> {
        if text(headers, WRITING) != Some("1") {
            return Err(Problem::forbidden("writing needs the header `X-Salname: 1`"));
        }
        let own = |origin: &str| {
            origin.split_once("://").is_some_and(|(scheme, rest)| {
                matches!(scheme, "http" | "https") && rest.eq_ignore_ascii_case(host)
            })
        };
        match text(headers, "origin") {
            Some(origin) if !own(origin) => Err(Problem::forbidden(
                "a page of another origin asked: only the record's own pages may write",
            )),
            _ => Ok(()),
        }
    }

    /// Addresses are ours: only a name can be made to point somewhere else.
    fn is_ours(&self, host: &str) -> bool {
        let name = without_port(host).to_lowercase();
        name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() || self.names.contains(&name)
    }
}

/// Lets through who may ask, and puts the headers on what is answered.
pub async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = match guard.check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => match entrance(&guard, &request) {
            Some(response) => response,
            None => problem.into_response(),
        },
    };
    let problem = response.extensions_mut().remove::<Problem>();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let problem = problem.or_else(|| failed.then(|| Problem::turned_away(response.status())));
    if let Some(problem) = problem {
        let (parts, _) = response.into_parts();
        response = problem.at(&path).into_response();
        // Headers that were put there on the way stay.
        for (name, value) in parts.headers.iter().filter(|(name, _)| *name == header::ALLOW) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    for (name, value) in &HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `/?token=…` opens the pages: the token goes into a cookie, and out of the address.
fn entrance(guard: &Guard, request: &Request) -> Option<Response> {
    let token = guard.token.as_ref()?;
    let uri = request.uri();
    let given = uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))?;
    let may = request.method() == Method::GET
        && uri.path() == "/"
        && same(given, token)
        && guard.is_ours(host(request.headers(), uri)?);
    may.then(|| {
        let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
        (StatusCode::SEE_OTHER, [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)])
            .into_response()
    })
}

fn host<'r>(headers: &'r HeaderMap, uri: &'r Uri) -> Option<&'r str> {
    text(headers, "host").or_else(|| uri.authority().map(axum::http::uri::Authority::as_str))
}

fn without_port(host: &str) -> &str {
    match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}

/// The token that a request comes with, in a header or in the cookie.
fn given(headers: &HeaderMap) -> Option<&str> {
    if let Some(bearer) = text(headers, "authorization").and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(bearer.trim());
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// Compares without telling by the time it takes how much is right.
fn same(given: &str, token: &str) -> bool {
    blake3::hash(given.as_bytes()) == blake3::hash(token.as_bytes())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// True if a token can be sent in a header and a cookie as it is.
pub fn is_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
