//! A record as lines: plain, as Markdown, and in the notation of swaks(1), whose manual
//! has it under "Transaction hints".

use saslab_smtpd::{Channel, ReplyLine};

use crate::{Endpoint, Record, What};

/// Every line with the letter of its speaker.
pub(crate) fn plain(record: &Record) -> String {
    let mut out = String::new();
    for event in &record.events {
        match &event.what {
            What::Client(line) => put(&mut out, &["C: ", &shown(line)]),
            What::Server(reply) => {
                for line in reply.lines() {
                    put(&mut out, &["S: ", line.text()]);
                }
            }
            What::Handshake => put(&mut out, &["-- TLS handshake --"]),
            What::Closed => put(&mut out, &["-- connection closed --"]),
        }
    }
    out
}

/// A heading, the dialogue as a block, and why the server said what it said.
pub(crate) fn markdown(record: &Record) -> String {
    let mut out = String::new();
    let release = record.release.to_string();
    put(
        &mut out,
        &[
            "# ",
            &name_and_address(&record.client),
            " talks to ",
            &record.server.name,
        ],
    );
    put(&mut out, &["\nSimulated Postfix ", &release, ".\n"]);
    let dialogue = plain(record);
    let fence = fence(&dialogue);
    put(&mut out, &[&fence, "text"]);
    out.push_str(&dialogue);
    put(&mut out, &[&fence, "\n"]);
    for line in record.events.iter().flat_map(replied) {
        let text = line.text().replace('`', "'");
        let cause = line.cause().to_string().replace('<', "\\<");
        put(&mut out, &["- `", &text, "`: ", &cause]);
    }
    out
}

/// A fence longer than any run of backquotes inside.
fn fence(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max();
    "`".repeat(longest.unwrap_or(0).max(2) + 1)
}

fn replied(event: &crate::Event) -> &[ReplyLine] {
    match &event.what {
        What::Server(reply) => reply.lines(),
        What::Client(_) | What::Handshake | What::Closed => &[],
    }
}

/// As swaks prints a transaction.
pub(crate) fn swaks(record: &Record) -> String {
    let mut out = String::new();
    let server = record.server.address.to_string();
    put(&mut out, &["=== Trying ", &server, ":25..."]);
    put(&mut out, &["=== Connected to ", &server, "."]);
    for event in &record.events {
        let sealed = event.channel == Channel::Encrypted;
        match &event.what {
            What::Client(line) => {
                let hint = if sealed { " ~> " } else { " -> " };
                put(&mut out, &[hint, &shown(line)]);
            }
            What::Server(reply) => {
                let hint = match (reply.code() >= 400, sealed) {
                    (false, false) => "<-  ",
                    (false, true) => "<~  ",
                    (true, false) => "<** ",
                    (true, true) => "<~* ",
                };
                for line in reply.lines() {
                    put(&mut out, &[hint, line.text()]);
                }
            }
            What::Handshake => put(&mut out, &["=== TLS started"]),
            What::Closed => put(&mut out, &["=== Connection closed with remote host."]),
        }
    }
    out
}

fn name_and_address(endpoint: &Endpoint) -> String {
    [&*endpoint.name, "[", &endpoint.address.to_string(), "]"].concat()
}

/// A line of the client, of which every octet may be anything.
pub(crate) fn shown(line: &[u8]) -> String {
    let mut shown = String::new();
    for letter in String::from_utf8_lossy(line).chars() {
        match letter {
            '\0'..='\u{1f}' => {
                shown.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('.'))
            }
            letter => shown.push(letter),
        }
    }
    shown
}

fn put(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
    out.push('\n');
}
