//! The pages, embedded in the program by `build.rs`.

use axum::extract::Request;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;

/// A file of the pages.
#[derive(Debug)]
struct Page {
    /// Its path, without a slash at the start.
    name: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

/// In the order of their names.
static PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What is shown where the program was built without pages.
const WITHOUT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Salname</title>\n\
    <h1>Salname</h1>\n<p>This program was built without its pages. Build them, then the program: \
    <code>make web</code>, <code>cargo build --release</code>.</p>\n\
    <p>The record can be asked over HTTP all the same: <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a> \
    describes how.</p>\n";

/// Gives a file of the pages; for addresses that only the pages know, the first of them.
pub async fn page(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::method().into_response();
    }
    let name = request.uri().path().trim_start_matches('/');
    if let Some(page) = named(name) {
        return page.respond(request.headers());
    }
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    match named("index.html") {
        Some(_) if is_file => Problem::nothing("the pages have no such file").into_response(),
        Some(first) => first.respond(request.headers()),
        None if name.is_empty() => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], WITHOUT).into_response()
        }
        None => Problem::nothing("this program was built without its pages").into_response(),
    }
}

fn named(name: &str) -> Option<&'static Page> {
    PAGES.binary_search_by(|page| page.name.cmp(name)).ok().and_then(|at| PAGES.get(at))
}

impl Page {
    fn respond(&self, headers: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", &blake3::hash(self.plain).to_hex()[..16]);
        let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str());
        let (encoding, bytes) = self.packed(headers);
        let mut response =
            if known { StatusCode::NOT_MODIFIED.into_response() } else { bytes.into_response() };
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::CONTENT_TYPE, self.kind());
        set(header::ETAG, &tag);
        set(header::VARY, "Accept-Encoding");
        // A name with a hash in it never stands for other contents.
        let lasting = self.name.starts_with("assets/");
        set(header::CACHE_CONTROL, if lasting { "public, max-age=31536000, immutable" } else { "no-cache" });
        if let (Some(encoding), false) = (encoding, known) {
            set(header::CONTENT_ENCODING, encoding);
        }
        response
    }

    /// The smallest form that the browser understands.
    fn packed(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        let accepted =
            headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
        let takes = |name: &str| {
            accepted.split(',').any(|one| {
                let mut parts = one.split(';').map(str::trim);
                parts.next() == Some(name) && parts.all(|part| !matches!(part, "q=0" | "q=0.0" | "q=0.00"))
            })
        };
        match (self.brotli, self.gzip) {
            (Some(brotli), _) if takes("br") => (Some("br"), brotli),
            (_, Some(gzip)) if takes("gzip") => (Some("gzip"), gzip),
            _ => (None, self.plain),
        }
    }

    fn kind(&self) -> &'static str {
        match self.name.rsplit('.').next().unwrap_or_default() {
            "html" => "text/html; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "json" | "webmanifest" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an attribute, a stylesheet or a script would load something by.
    const LOADING: [&str; 7] = ["src=\"", "href=\"", "url(", "import(\"", "from\"", "fetch(\"", "import\""];

    #[test]
    fn the_pages_load_nothing_from_elsewhere() {
        for page in
            PAGES.iter().filter(|page| ["html", "css", "js"].iter().any(|end| page.name.ends_with(end)))
        {
            let text = String::from_utf8_lossy(page.plain);
            for (loading, at) in
                LOADING.iter().flat_map(|lead| text.match_indices(lead).map(move |(at, _)| (lead, at)))
            {
                // A link that a person may follow loads nothing by itself.
                let tag = text[..at].rfind('<').map_or("", |open| &text[open..at]);
                if loading.starts_with("href") && tag.starts_with("<a ") {
                    continue;
                }
                let rest = text[at + loading.len()..].trim_start_matches(['"', '\'']);
                let elsewhere = ["http:", "https:", "//"].iter().any(|start| rest.starts_with(start));
                let shown: String = rest.chars().take(60).collect();
                assert!(!elsewhere, "{}: {loading}{shown}", page.name);
            }
        }
    }

    #[test]
    fn a_page_goes_out_in_the_smallest_form_that_is_understood() {
        let page = Page { name: "a.js", plain: b"plain", gzip: Some(b"gzip"), brotli: Some(b"br") };
        let packed = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            page.packed(&headers)
        };
        assert_eq!(packed("gzip, br"), (Some("br"), b"br".as_slice()));
        assert_eq!(packed("gzip, br;q=0"), (Some("gzip"), b"gzip".as_slice()));
        assert_eq!(packed("identity"), (None, b"plain".as_slice()));
    }

    #[test]
    fn pages_are_found_by_name() {
        for page in PAGES {
            assert_eq!(named(page.name).map(|found| found.name), Some(page.name));
        }
        assert!(named("no such page").is_none());
    }
}
