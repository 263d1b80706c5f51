//! Placeholders: what stands in a transcript for values that cannot be foreseen.

use saslab_sasl::{Implementation, base64};

use crate::Text;
use crate::latin1;

/// The line of a server, the unforeseeable part replaced. `mechanism` is the one
/// that the client named last, in capitals.
pub(crate) fn server_line(line: &str, mechanism: &str) -> Text {
    let challenge = line
        .strip_prefix("334 ")
        .and_then(|text| challenge(text, mechanism));
    match challenge {
        Some((name, decoded)) => Text::shape(format!("334 {{{name}}}"), decoded),
        None if line.starts_with("250") => Text::plain(queued(line)),
        None => Text::plain(line),
    }
}

/// A line of the log, the unforeseeable parts replaced.
pub(crate) fn log_line(line: &str) -> String {
    const WARNING: &str = "warning: ";
    let (level, text) = match line.strip_prefix(WARNING) {
        Some(text) => (WARNING, text),
        None => ("", line),
    };
    let digits = text
        .bytes()
        .take_while(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
        .count();
    let line = match text.split_at_checked(digits) {
        Some((id, rest)) if id.len() >= 5 && rest.starts_with(':') => {
            format!("{level}{{queue-id}}{rest}")
        }
        Some(_) | None => line.to_owned(),
    };
    free_space(&queued(&line))
}

/// `queued as 4X2Y…`: the name of the queue file is replaced.
fn queued(line: &str) -> String {
    const LEAD: &str = "queued as ";
    let Some((before, name)) = line.split_once(LEAD) else {
        return line.to_owned();
    };
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    if rest.len() == name.len() {
        return line.to_owned();
    }
    format!("{before}{LEAD}{{queue-id}}{rest}")
}

/// `mail queue: 8123456 bytes`: the number is replaced.
fn free_space(line: &str) -> String {
    const LEAD: &str = "mail queue: ";
    let Some((before, number)) = line.split_once(LEAD) else {
        return line.to_owned();
    };
    match number.trim_start_matches(|c: char| c.is_ascii_digit()) {
        rest if rest.starts_with(" bytes") => format!("{before}{LEAD}{{free}}{rest}"),
        _ => line.to_owned(),
    }
}

/// The name of the placeholder for a challenge, and the shape of the challenge.
fn challenge(base64: &str, mechanism: &str) -> Option<(&'static str, String)> {
    let text = latin1::text(&base64::decode(Implementation::Dovecot, base64.as_bytes()).ok()?);
    match mechanism {
        "CRAM-MD5" => cram(&text).map(|shape| ("cram-challenge", shape)),
        "DIGEST-MD5" if text.starts_with("rspauth=") => {
            Some(("digest-rspauth", "rspauth={hex-digest}".to_owned()))
        }
        "DIGEST-MD5" if !text.is_empty() => Some(("digest-challenge", digest(&text))),
        "NTLM" if text.starts_with("NTLMSSP") => {
            let kind = text.chars().nth(8).map_or(0, u32::from);
            Some(("ntlm-challenge", format!("NTLMSSP type {kind}")))
        }
        scram if scram.starts_with("SCRAM-") && text.starts_with("v=") => {
            Some(("scram-final", "v={signature}".to_owned()))
        }
        scram if scram.starts_with("SCRAM-") && text.starts_with("r=") => {
            Some(("scram-challenge", scram_first(&text)))
        }
        _ => None,
    }
}

/// `<123.456@host>` with the numbers replaced.
fn cram(text: &str) -> Option<String> {
    let (numbers, host) = text.strip_prefix('<')?.split_once('@')?;
    let (first, second) = numbers.split_once('.')?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = number(first) && number(second) && host.ends_with('>');
    shaped.then(|| format!("<{{digits}}.{{digits}}@{host}"))
}

/// The directives with the nonce replaced.
fn digest(text: &str) -> String {
    const LEAD: &str = "nonce=\"";
    let Some((before, rest)) = text.split_once(LEAD) else {
        return text.to_owned();
    };
    match rest.split_once('"') {
        Some((_, after)) => format!("{before}{LEAD}{{nonce}}\"{after}"),
        None => text.to_owned(),
    }
}

/// The attributes with the nonces and the salt replaced.
fn scram_first(text: &str) -> String {
    let shapes = text
        .split(',')
        .map(|attribute| match attribute.split_once('=') {
            Some(("r", _)) => "r={client-nonce}{server-nonce}",
            Some(("s", _)) => "s={salt}",
            Some(_) | None => attribute,
        });
    shapes.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(plain: &str, mechanism: &str) -> Text {
        server_line(
            &format!("334 {}", base64::encode(plain.as_bytes())),
            mechanism,
        )
    }

    #[test]
    fn challenges_keep_what_can_be_foreseen() {
        assert_eq!(
            shape("<12.34@mail.example.com>", "CRAM-MD5"),
            Text::shape(
                "334 {cram-challenge}",
                "<{digits}.{digits}@mail.example.com>"
            )
        );
        assert_eq!(
            shape("nonce=\"x/y=\",realm=\"a\",qop=\"auth\"", "DIGEST-MD5"),
            Text::shape(
                "334 {digest-challenge}",
                "nonce=\"{nonce}\",realm=\"a\",qop=\"auth\""
            )
        );
        assert_eq!(
            shape("r=abc=,s=c2FsdA==,i=4096", "SCRAM-SHA-1"),
            Text::shape(
                "334 {scram-challenge}",
                "r={client-nonce}{server-nonce},s={salt},i=4096"
            )
        );
    }

    #[test]
    fn prompts_stay_as_they_are() {
        assert_eq!(
            server_line("334 VXNlcm5hbWU6", "LOGIN"),
            Text::plain("334 VXNlcm5hbWU6")
        );
        assert_eq!(server_line("334 ", "PLAIN"), Text::plain("334 "));
    }

    #[test]
    fn queue_ids_and_free_space_are_replaced() {
        assert_eq!(
            server_line("250 2.0.0 Ok: queued as 3F2A1", ""),
            Text::plain("250 2.0.0 Ok: queued as {queue-id}")
        );
        assert_eq!(
            log_line("3F2A1: client=unknown[::1]"),
            "{queue-id}: client=unknown[::1]"
        );
        assert_eq!(
            log_line("warning: 3F2A1: queue file size limit exceeded"),
            "warning: {queue-id}: queue file size limit exceeded"
        );
        assert_eq!(log_line("{queue-id}: client=x"), "{queue-id}: client=x");
        assert_eq!(
            log_line("not enough free space in mail queue: 1024 bytes < 1.5*message size limit"),
            "not enough free space in mail queue: {free} bytes < 1.5*message size limit"
        );
    }
}
