//! `saslab decode`: what a Base64 text of AUTH holds, and what is wrong with it.

use clap::Args;
use saslab_smtpd::sasl::{Implementation, base64};

use crate::failure::{Failure, Outcome};
use crate::input;

/// Take a Base64 text of AUTH apart
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The text; without it, one line of standard input
    string: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = match &arguments.string {
        Some(text) => text.clone(),
        None => input::line()?,
    };
    let text = text.trim();
    let octets = base64::decode(Implementation::Cyrus, text.as_bytes())
        .map_err(|error| Failure::unreadable(format!("this is not Base64: {error}")))?;
    let fields: Vec<&[u8]> = octets.split(|octet| *octet == 0).collect();
    let mut out = format!("{} octets: {}\n", octets.len(), octets.escape_ascii());
    match fields.as_slice() {
        [authzid, authcid, password] => {
            out.push_str("PLAIN: three fields with NULs between them\n");
            for (name, field) in [
                ("authzid", authzid),
                ("authcid", authcid),
                ("password", password),
            ] {
                out.push_str(&format!("  {name}: {}\n", shown(field)));
            }
            Ok(diagnosis(out, authcid, password))
        }
        [_] => {
            out.push_str(
                "no NUL: an answer of LOGIN, or a message of PLAIN whose NULs were lost\n",
            );
            if let Some((name, password)) = lost_nuls(&octets) {
                let (name, password) = (shown(name), shown(password));
                out.push_str(&format!(
                    "  it begins with {name} twice, as if \"{name}\\0{name}\\0{password}\" had been meant: \
                     write \\0 in the command that encodes\n"
                ));
                return Ok(Outcome::found(out));
            }
            Ok(Outcome::good(out))
        }
        fields => {
            let count = fields.len() - 1;
            out.push_str(&format!("{count} NULs: PLAIN has exactly two\n"));
            Ok(Outcome::found(out))
        }
    }
}

fn diagnosis(mut out: String, authcid: &[u8], password: &[u8]) -> Outcome {
    let faults = [
        (authcid.is_empty(), "the name is empty"),
        (password.is_empty(), "the password is empty"),
        (
            password.ends_with(b"\n"),
            "the password ends with a line feed: use printf, not echo",
        ),
        (
            std::str::from_utf8(authcid).is_err(),
            "the name is not UTF-8",
        ),
        (
            std::str::from_utf8(password).is_err(),
            "the password is not UTF-8",
        ),
    ];
    let mut found = false;
    for (_, fault) in faults.iter().filter(|(is, _)| *is) {
        found = true;
        out.push_str(&format!("  fault: {fault}\n"));
    }
    if found {
        Outcome::found(out)
    } else {
        Outcome::good(out)
    }
}

fn shown(field: &[u8]) -> String {
    match field {
        [] => "(empty)".to_owned(),
        octets => octets.escape_ascii().to_string(),
    }
}

/// `testtesttestpass`: the longest beginning that comes twice, and the rest.
fn lost_nuls(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    (1..=octets.len() / 2).rev().find_map(|length| {
        let (name, rest) = octets.split_at_checked(length)?;
        let password = rest.strip_prefix(name)?;
        (length > 1 && !password.is_empty()).then_some((name, password))
    })
}
