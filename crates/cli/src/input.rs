//! Files and standard input, read whole.

use std::io::{BufRead, IsTerminal, Read};
use std::path::Path;

use saslab_credentials::sasl::Secret;

use crate::failure::Failure;

/// The bytes of a file; `-` is standard input.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::unreadable(format!("{}: {error}", path.display())))
}

/// The text of a configuration file. Postfix would read octets that are no text, or
/// stop at a NUL; here they are named instead.
pub(crate) fn configuration(path: &Path) -> Result<String, Failure> {
    let fault = |at: usize, bytes: &[u8], says: &str| {
        let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let place = format!("{}: line {line}, octet {at} of the file", path.display());
        Failure::unreadable(format!("{place}: {says}"))
    };
    let bytes = bytes(path)?;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(fault(
            at,
            &bytes,
            "a NUL, which no configuration file holds",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        fault(
            at,
            error.as_bytes(),
            "this is not UTF-8; convert the file first",
        )
    })
}

/// A password, asked for without showing it; from standard input if that is no terminal.
pub(crate) fn secret() -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    rpassword::prompt_password("Password: ")
        .map(Secret::from)
        .map_err(|error| Failure::unreadable(format!("the password cannot be asked for: {error}")))
}

/// Random octets of the operating system.
pub(crate) fn random() -> Result<[u8; 18], Failure> {
    let mut octets = [0; 18];
    getrandom::fill(&mut octets)
        .map_err(|error| Failure::unreadable(format!("no random octets: {error}")))?;
    Ok(octets)
}

/// One line of standard input, without its end: any octets, since a password need not
/// be text. An empty line is an empty password; no line at all is none.
pub(crate) fn line() -> Result<Secret, Failure> {
    let mut line = Vec::new();
    let read = std::io::stdin().lock().read_until(b'\n', &mut line);
    let octets = Secret::from(line);
    match read {
        Ok(0) => Err(Failure::unreadable(
            "there is no password on standard input",
        )),
        Ok(_) => {
            let line = octets.reveal();
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            Ok(line.strip_suffix(b"\r").unwrap_or(line).into())
        }
        Err(error) => Err(Failure::unreadable(format!("standard input: {error}"))),
    }
}
