//! A server on loopback that the core drives: what a client sends is kept, what the
//! session says goes back. TLS is put in front by Python.
use saslab_sasl::Account;
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Expect, Input, Installation, Server, Session, Step};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

const MAIN_CF: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
                       alias_maps =\nsmtpd_sasl_auth_enable = yes\n\
                       smtpd_tls_security_level = may\n\
                       smtpd_tls_cert_file = /etc/postfix/server.pem\n";

/// How long a session may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What one client sent, line by line, and what it was told at last.
pub(crate) struct Heard {
    pub(crate) lines: Vec<Vec<u8>>,
    pub(crate) replies: Vec<String>,
}

/// The server.
pub(crate) struct LiveServer {
    /// Its port on loopback.
    pub(crate) port: u16,
    heard: Receiver<Heard>,
}

impl LiveServer {
    /// Listens on a port of its own. `account` is the one that may log in.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (send, heard) = channel();
        std::thread::spawn(move || serve(&listener, &send));
        Self { port, heard }
    }

    /// What the client of the last session sent.
    pub(crate) fn heard(&self) -> Heard {
        self.heard.recv_timeout(PATIENCE).unwrap()
    }
}

fn serve(listener: &TcpListener, send: &Sender<Heard>) {
    let mut installation = Installation::new(Release::DEFAULT, MAIN_CF);
    installation.sasl.accounts = vec![Account {
        name: "test".to_owned(),
        realm: "mail.example.com".to_owned(),
        password: "testpass".into(),
    }];
    let server = Server::start(&installation).unwrap();
    for stream in listener.incoming() {
        // Nobody listens any more when the test has failed.
        if send.send(session(&server, stream.unwrap())).is_err() {
            return;
        }
    }
}

/// One session. The end of the connection ends it too.
fn session(server: &Arc<Server>, mut stream: TcpStream) -> Heard {
    let client = Client::new(&server.installation().world, [127, 0, 0, 1].into());
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut heard = Heard {
        lines: Vec::new(),
        replies: Vec::new(),
    };
    let mut step = Session::connect(server, client);
    loop {
        let said = texts(&step);
        heard.replies.extend(said.iter().cloned());
        let wire: String = said.iter().map(|text| format!("{text}\r\n")).collect();
        if stream.write_all(wire.as_bytes()).is_err() || step.next == Expect::Closed {
            return heard;
        }
        if step.next == Expect::TlsHandshake {
            step = step.after.receive(Input::TlsHandshake);
            continue;
        }
        let mut line = Vec::new();
        match reader.read_until(b'\n', &mut line) {
            Ok(1..) => {}
            Ok(0) | Err(_) => return heard,
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        heard.lines.push(line.to_vec());
        step = step.after.receive(Input::line(line));
    }
}

fn texts(step: &Step) -> Vec<String> {
    let lines = step.replies.iter().flat_map(saslab_smtpd::Reply::lines);
    lines.map(|line| line.text().to_owned()).collect()
}

/// TLS in front of a server, with a certificate for localhost. It ends when dropped.
pub(crate) struct Front {
    /// The port where TLS, or STARTTLS, is spoken.
    pub(crate) port: u16,
    /// The certificate, for clients that look at it.
    pub(crate) certificate: PathBuf,
    folder: PathBuf,
    child: Child,
}

impl Front {
    /// `mode` is `tls` or `starttls`.
    pub(crate) fn before(server: &LiveServer, mode: &str) -> Self {
        let name = format!("saslab-{}-{}", std::process::id(), server.port);
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        self_signed(&certificate, &key);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/tls.py");
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(server.port.to_string())
            .args([&certificate, &key])
            .arg(mode)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut first).unwrap();
        Self {
            port: first.trim().parse().unwrap(),
            certificate,
            folder,
            child,
        }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}

fn self_signed(certificate: &Path, key: &Path) {
    let made = Command::new("/usr/bin/openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        .arg("-out")
        .arg(certificate)
        .arg("-keyout")
        .arg(key)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
}
