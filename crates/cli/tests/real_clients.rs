//! Rows of the table of clients, held against the programs themselves: which mechanisms
//! they try, in which order, and what they do after a refusal. A program that is not
//! installed is passed over.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use saslab_explore::clients::{Conversation, Credentials, Way, client_named};
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Installation, Server, Session};

const CLEAR: &str = "compatibility_level = 3.6\nmydestination = example.com\n\
    smtpd_sasl_auth_enable = yes\n";
const TLS: &str = "compatibility_level = 3.6\nmydestination = example.com\n\
    smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\n\
    smtpd_tls_cert_file = /etc/postfix/server.pem\n";

/// A running `saslab listen`, ended when it is dropped.
struct Listening {
    child: Child,
    port: String,
    said: Receiver<String>,
}

impl Listening {
    fn to(main_cf: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_saslab"))
            .args([
                "listen",
                "-",
                "--port",
                "0",
                "--client",
                "203.0.113.9",
                "--show",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(main_cf.as_bytes())
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let port = first.split("127.0.0.1:").nth(1).unwrap();
        let port = port.split(' ').next().unwrap().to_owned();
        let (sender, said) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _heard = sender.send(line);
            }
        });
        Self { child, port, said }
    }

    /// The mechanisms that clients have tried so far, in order.
    fn tried(&self) -> Vec<String> {
        let mut tried = Vec::new();
        while let Ok(line) = self.said.recv_timeout(Duration::from_millis(300)) {
            if let Some(rest) = line.strip_prefix("C: AUTH ") {
                tried.extend(rest.split(' ').next().map(str::to_owned));
            }
        }
        tried
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// What the row of a client says that it does.
fn modelled(client: &str, main_cf: &str, password: &str, way: Way) -> Vec<String> {
    let server = Server::start(&Installation::new(Release::DEFAULT, main_cf)).unwrap();
    let outsider = Client::new(&server.installation().world, [203, 0, 113, 9].into());
    let greeting = Session::connect(&server, outsider);
    let credentials = Credentials {
        user: "test",
        password,
    };
    let row = client_named(client).unwrap();
    let talk = Conversation::run(row, &greeting, credentials, way);
    let lines = talk.lines();
    let auth = lines.iter().filter_map(|line| line.strip_prefix("AUTH "));
    let names = auth.filter_map(|rest| rest.split(' ').next());
    names.map(str::to_owned).collect()
}

/// Whether a program is installed.
fn is_there(program: &str) -> bool {
    let tried = Command::new(program).arg("--version").output();
    tried.is_ok_and(|done| done.status.success())
}

/// Runs a program to its end, whatever that is, with a message as its input.
fn ran(command: &mut Command) {
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.unwrap();
    // A client that gives up reads no message.
    let _sent = child.stdin.take().unwrap().write_all(b"Subject: x\n\nx\n");
    let _ended = child.wait().unwrap();
}

/// A program as users run it, with the port and the password.
type Program = fn(&str, &str, Way) -> Command;

fn held_against(client: &str, program: &str, run: Program) {
    if !is_there(program) {
        return;
    }
    for (main_cf, way) in [(CLEAR, Way::AsUsual), (TLS, Way::Starttls)] {
        for password in ["testpass", "wrong"] {
            let listening = Listening::to(main_cf);
            ran(&mut run(&listening.port, password, way));
            let tried = listening.tried();
            let expected = modelled(client, main_cf, password, way);
            assert_eq!(tried, expected, "{client}, {way:?}, {password}");
        }
    }
}

#[test]
fn python_smtplib() {
    held_against("Python smtplib", "python3", |port, password, way| {
        let starttls = match way {
            Way::Starttls => "c = ssl._create_unverified_context(); s.starttls(context=c)",
            Way::AsUsual | Way::Stripped => "pass",
        };
        let script = format!(
            "import smtplib, ssl\ns = smtplib.SMTP('127.0.0.1', {port})\n{starttls}\n\
             s.login('test', '{password}')\n"
        );
        let mut command = Command::new("python3");
        command.args(["-c", &script]);
        command
    });
}

#[test]
fn swaks() {
    held_against("swaks", "swaks", |port, password, way| {
        let mut command = Command::new("swaks");
        command.args(["--server", "127.0.0.1", "--port", port]);
        command.args(["--auth", "--auth-user", "test", "--auth-password", password]);
        command.args(["--from", "a@example.org", "--to", "b@example.net"]);
        if way == Way::Starttls {
            command.arg("--tls");
        }
        command
    });
}

#[test]
fn curl() {
    held_against("curl", "curl", |port, password, way| {
        let mut command = Command::new("curl");
        command.args(["--silent", "--upload-file", "-"]);
        command.args([
            "--mail-from",
            "a@example.org",
            "--mail-rcpt",
            "b@example.net",
        ]);
        command.args(["--user", &format!("test:{password}")]);
        if way == Way::Starttls {
            command.args(["--ssl-reqd", "--insecure"]);
        }
        command.arg(format!("smtp://127.0.0.1:{port}"));
        command
    });
}

#[test]
fn msmtp() {
    held_against("msmtp", "msmtp", |port, password, way| {
        let tls = match way {
            Way::Starttls => "on",
            Way::AsUsual | Way::Stripped => "off",
        };
        let mut command = Command::new("msmtp");
        command.args(["--host=127.0.0.1", &format!("--port={port}")]);
        command.args([
            "--auth=on",
            "--user=test",
            &format!("--passwordeval=echo {password}"),
        ]);
        command.args([&format!("--tls={tls}"), "--tls-certcheck=off"]);
        command.args(["--from=a@example.org", "b@example.net"]);
        command
    });
}
