//! `saslab talk` and `saslab listen` as a user types at them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

const MAIN_CF: &str = "compatibility_level = 3.6\nmydestination = example.com\n\
    smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_tls_security_level = may\n\
    smtpd_tls_cert_file = /etc/ssl/mail.pem\n";

/// A file of its own for each test.
fn file(name: &str, text: &str) -> std::path::PathBuf {
    let file = std::env::temp_dir().join(format!("saslab-{name}-{}.cf", std::process::id()));
    std::fs::write(&file, text).unwrap();
    file
}

fn main_cf(name: &str) -> std::path::PathBuf {
    file(name, MAIN_CF)
}

/// What a command that is given a configuration makes of what is typed.
fn said(command: &str, main_cf: &std::path::Path, options: &[&str], typed: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_saslab"))
        .arg(command)
        .arg(main_cf)
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(typed.as_bytes()).unwrap();
    drop(stdin);
    let done = child.wait_with_output().unwrap();
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_session_on_the_terminal_goes_through_starttls() {
    let file = main_cf("talk");
    let typed = "EHLO client.example.org\nSTARTTLS\nEHLO client.example.org\n\
        AUTH PLAIN AGFsaWNlAGFsaWNlcGFzcw==\nMAIL FROM:<a@example.org>\n\
        RCPT TO:<b@example.net>\nQUIT\n";
    let out = said("talk", &file, &["--account", "alice"], typed);
    std::fs::remove_file(&file).unwrap();
    let last: Vec<&str> = out.lines().rev().take(4).collect();
    assert_eq!(
        last,
        [
            "221 2.0.0 Bye",
            "250 2.1.5 Ok",
            "250 2.1.0 Ok",
            "235 2.7.0 Authentication successful"
        ]
    );
    assert!(
        out.contains("\n220 2.0.0 Ready to start TLS\n(TLS handshake)\n"),
        "{out}"
    );
}

#[test]
fn what_a_server_needs_besides_postfix_is_there() {
    let main_cf = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n\
        smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n\
        smtpd_milters = inet:localhost:8891\n";
    let file = file("dovecot", main_cf);
    let typed = "EHLO client.example.org\nAUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n\
        MAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nQUIT\n";
    for command in ["talk", "export"] {
        let out = said(command, &file, &[], typed);
        assert!(out.contains("250-AUTH PLAIN LOGIN\n"), "{command}: {out}");
        assert!(
            out.contains("235 2.7.0 Authentication successful"),
            "{command}: {out}"
        );
        assert!(out.contains("250 2.1.5 Ok"), "{command}: {out}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn the_socket_serves_fifty_clients_at_a_time_and_pipelined_commands() {
    let file = main_cf("listen");
    let mut child = Command::new(env!("CARGO_BIN_EXE_saslab"))
        .arg("listen")
        .arg(&file)
        .args(["--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut first)
        .unwrap();
    let address = first.split(' ').nth(3).unwrap().to_owned();
    let connect = || {
        let stream = TcpStream::connect(&address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream
    };
    let greeting = |stream: &mut TcpStream| {
        let mut octets = [0; 512];
        let read = stream.read(&mut octets).unwrap_or(0);
        String::from_utf8_lossy(&octets[..read]).into_owned()
    };
    let mut open: Vec<TcpStream> = (0..50).map(|_| connect()).collect();
    for stream in &mut open {
        assert_eq!(greeting(stream), "220 mail.example.com ESMTP Postfix\r\n");
    }
    assert_eq!(greeting(&mut connect()), "");
    let mut stream = open.remove(0);
    stream.write_all(b"HELO x\r\nNOOP\r\nQUIT\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(
        said,
        "250 mail.example.com\r\n250 2.0.0 Ok\r\n221 2.0.0 Bye\r\n"
    );
}
