//! A static web server for this machine only: files, their media types, and the
//! compressed neighbour of a file where the browser takes it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::repo::Repo;

/// Which folder answers which part of the address.
pub(crate) struct Site {
    page: PathBuf,
    beside: [(&'static str, PathBuf); 2],
}

/// A server at work until it is dropped.
pub(crate) struct Running {
    runtime: Runtime,
    serving: JoinHandle<std::io::Result<()>>,
    address: SocketAddr,
}

impl Site {
    /// The page at the root; beside it, for the tests, the JavaScript API and the
    /// empty page on which it is tried.
    pub(crate) fn of(repo: &Repo, page: PathBuf) -> Self {
        Self {
            page,
            beside: [
                ("/__js", repo.library()),
                ("/__blank", repo.e2e().join("blank")),
            ],
        }
    }

    /// Serves on 127.0.0.1; port 0 takes any that is free.
    pub(crate) fn listen(self, port: u16) -> Result<Running> {
        let runtime = Runtime::new()?;
        let listener = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
            .with_context(|| format!("127.0.0.1:{port} cannot be served"))?;
        let address = listener.local_addr()?;
        let serving = runtime.spawn(axum::serve(listener, self.router()).into_future());
        Ok(Running {
            runtime,
            serving,
            address,
        })
    }

    fn router(self) -> Router {
        let asked_each_time =
            SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        self.beside
            .into_iter()
            .fold(Router::new(), |router, (prefix, folder)| {
                router.nest_service(prefix, files(folder))
            })
            .fallback_service(files(self.page))
            .layer(asked_each_time)
    }
}

fn files(folder: PathBuf) -> ServeDir {
    ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
}

impl Running {
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process is ended.
    pub(crate) fn wait(self) -> Result<()> {
        Ok(self.runtime.block_on(self.serving)??)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    /// A server with a page, its compressed neighbour, and a script beside it.
    struct Trial {
        folder: PathBuf,
        running: Running,
    }

    impl Trial {
        fn new(name: &str) -> Self {
            let name = format!("saslab-site-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            let (page, js) = (folder.join("page"), folder.join("js"));
            fs::create_dir_all(&page).expect("a folder");
            fs::create_dir_all(&js).expect("a folder");
            for (file, text) in [
                (page.join("index.html"), "whole"),
                (page.join("index.html.br"), "small"),
                (js.join("lab.wasm"), "wasm"),
                (folder.join("secret"), "secret"),
            ] {
                fs::write(file, text).expect("a file");
            }
            let beside = [("/__js", js.clone()), ("/__blank", js)];
            let running = Site { page, beside }.listen(0).expect("a free port");
            Self { folder, running }
        }

        fn open(&self) -> TcpStream {
            let connection = TcpStream::connect(self.running.address).expect("a connection");
            let patience = Some(Duration::from_secs(20));
            connection.set_read_timeout(patience).expect("a limit");
            connection
        }

        fn answer(&self, path: &str, more: &str) -> String {
            let mut connection = self.open();
            ask(
                &mut connection,
                path,
                &format!("Connection: close\r\n{more}"),
            );
            let mut answer = String::new();
            connection.read_to_string(&mut answer).expect("an answer");
            answer
        }
    }

    impl Drop for Trial {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.folder));
        }
    }

    fn ask(connection: &mut TcpStream, path: &str, more: &str) {
        write!(
            connection,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n"
        )
        .expect("sent");
    }

    #[test]
    fn the_compressed_neighbour_answers_whoever_takes_it() {
        let site = Trial::new("compressed");
        assert!(site.answer("/", "").ends_with("\r\n\r\nwhole"));
        let compressed = site.answer("/", "Accept-Encoding: gzip, br\r\n");
        assert!(
            compressed.contains("content-encoding: br\r\n"),
            "{compressed}"
        );
        assert!(
            compressed.contains("content-type: text/html\r\n"),
            "{compressed}"
        );
        assert!(compressed.ends_with("\r\n\r\nsmall"), "{compressed}");
    }

    #[test]
    fn what_lies_beside_the_page_has_its_media_type() {
        let wasm = Trial::new("beside").answer("/__js/lab.wasm?1", "");
        assert!(
            wasm.contains("content-type: application/wasm\r\n"),
            "{wasm}"
        );
        assert!(wasm.contains("cache-control: no-cache\r\n"), "{wasm}");
    }

    #[test]
    fn no_address_leads_out_of_a_folder() {
        let site = Trial::new("out");
        for path in ["/../secret", "/%2e%2e/secret", "/__js/../secret"] {
            let refused = site.answer(path, "");
            assert!(refused.starts_with("HTTP/1.1 404 "), "{path}: {refused}");
        }
    }

    /// Browsers keep connections open on which they ask nothing: none of them may be in
    /// the way of another.
    #[test]
    fn open_connections_keep_none_waiting() {
        let site = Trial::new("open");
        let mut open: Vec<_> = (0..64).map(|_| site.open()).collect();
        for connection in open.iter_mut().rev() {
            ask(connection, "/", "");
            let mut start = [0; 12];
            connection.read_exact(&mut start).expect("an answer");
            assert_eq!(&start, b"HTTP/1.1 200");
        }
    }
}
