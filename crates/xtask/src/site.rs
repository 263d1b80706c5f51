//! A static web server for this machine only: files, the right media types, and the
//! compressed neighbour of a file where the browser takes it.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::repo::Repo;

/// Enough for the connections that one browser opens at once.
const THREADS: usize = 6;

/// Media types by file ending; `application/wasm` is for the JavaScript API, which is
/// compiled while it loads.
const TYPES: &[(&str, &str)] = &[
    ("bin", "application/octet-stream"),
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ts", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
];

/// Which folder answers which part of the address; the first match counts.
pub(crate) struct Site {
    mounts: Vec<(&'static str, PathBuf)>,
}

/// A server at work until it is dropped.
pub(crate) struct Running {
    server: Arc<Server>,
    threads: Vec<JoinHandle<()>>,
}

impl Site {
    /// The page at the root; beside it, for the tests, the JavaScript API and the
    /// empty page on which it is tried.
    pub(crate) fn of(repo: &Repo, page: PathBuf) -> Self {
        Self {
            mounts: vec![
                ("/__js/", repo.library()),
                ("/__blank/", repo.e2e().join("blank")),
                ("/", page),
            ],
        }
    }

    /// Serves on 127.0.0.1; port 0 takes any that is free.
    pub(crate) fn listen(self, port: u16) -> Result<Running> {
        let server = Server::http(("127.0.0.1", port))
            .map_err(|error| anyhow!("127.0.0.1:{port} cannot be served: {error}"))?;
        let (site, server) = (Arc::new(self), Arc::new(server));
        let threads = (0..THREADS)
            .map(|_| {
                let (site, server) = (Arc::clone(&site), Arc::clone(&server));
                thread::spawn(move || {
                    for request in server.incoming_requests() {
                        site.answer(request);
                    }
                })
            })
            .collect();
        Ok(Running { server, threads })
    }

    fn answer(&self, request: Request) {
        let file = self.file(request.url());
        let encodings = accepted(&request);
        let sent = match file.and_then(|file| respond(&file, &encodings)) {
            Some(response) => request.respond(response),
            None => request.respond(Response::from_string("not found\n").with_status_code(404)),
        };
        // A browser that closed the connection is nobody's error.
        drop(sent);
    }

    fn file(&self, url: &str) -> Option<PathBuf> {
        let path = url.split(['?', '#']).next()?;
        let (folder, rest) = self
            .mounts
            .iter()
            .find_map(|(prefix, folder)| Some((folder, path.strip_prefix(prefix)?)))?;
        let relative = Path::new(rest);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return None;
        }
        let file = folder.join(relative);
        Some(if file.is_dir() {
            file.join("index.html")
        } else {
            file
        })
    }
}

/// The file as a response, or nothing where there is none.
fn respond(file: &Path, encodings: &str) -> Option<Response<File>> {
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| {
            encodings
                .split(',')
                .any(|part| part.trim().starts_with(name))
        })
        .map(|(name, suffix)| (name, with_suffix(file, suffix)))
        .find(|(_, path)| path.is_file());
    let path = compressed.as_ref().map_or(file, |(_, path)| path);
    let length = usize::try_from(fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len()).ok();
    let mut headers = vec![
        ("Content-Type", media_type(file)),
        ("Cache-Control", "no-cache"),
    ];
    if let Some((name, _)) = &compressed {
        headers.push(("Content-Encoding", name));
    }
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect();
    Some(Response::new(
        200.into(),
        headers,
        File::open(path).ok()?,
        length,
        None,
    ))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn accepted(request: &Request) -> String {
    request
        .headers()
        .iter()
        .find(|header| header.field.equiv("Accept-Encoding"))
        .map_or_else(String::new, |header| header.value.to_string())
}

fn media_type(file: &Path) -> &'static str {
    let ending = file.extension().unwrap_or_default();
    TYPES
        .iter()
        .find(|(name, _)| ending == *name)
        .map_or("application/octet-stream", |(_, media_type)| media_type)
}

impl Running {
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.server.server_addr())
    }

    /// Serves until the process is ended.
    pub(crate) fn wait(mut self) {
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site {
            mounts: vec![("/__js/", "/js".into()), ("/", "/page".into())],
        }
    }

    #[test]
    fn the_first_mount_that_matches_answers() {
        assert_eq!(
            site().file("/__js/saslab.js?1"),
            Some("/js/saslab.js".into())
        );
        assert_eq!(
            site().file("/assets/a.css"),
            Some("/page/assets/a.css".into())
        );
    }

    #[test]
    fn no_address_leads_out_of_a_mount() {
        assert_eq!(site().file("/../etc/passwd"), None);
        assert_eq!(site().file("/__js//etc/passwd"), None);
    }

    #[test]
    fn wasm_has_its_own_media_type() {
        assert_eq!(media_type(Path::new("a/lab.wasm")), "application/wasm");
    }
}
