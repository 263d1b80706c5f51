//! Runs a program to its end.
use std::io::Write as _;
use std::process::{Command, Stdio};

/// How long a program may take, in seconds.
const PATIENCE: &str = "600";

/// What it prints; it has to succeed.
pub(crate) fn run(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("timeout")
        .args([PATIENCE, program])
        .args(arguments)
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(done.status.success(), "{program}: {}", done.status);
    done.stdout
}
