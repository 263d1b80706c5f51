//! `smtpd_reject_footer` and its maps: text behind every reply with 4xx or 5xx
//! (`smtp_reply_footer.c`, `smtpd_expand.c`).
//! Left out: a changed `smtpd_expansion_filter`, and the
//! values of `$localtime` and `$client_port`, which nobody knows here.

use saslab_maincf::Setting;
use saslab_policy::{expand, is_expandable};
use saslab_release::FooterStart;

use super::{Session, Turn};
use crate::{Cause, Reply, ReplyLine};

impl Turn {
    /// Puts the footer behind a line that is a refusal.
    pub(super) fn with_footer(&self, line: String, cause: Cause) -> Reply {
        let config = &self.server().config;
        let footer = &config.reject_footer;
        if !line.starts_with(['4', '5']) {
            return Reply::one(line, cause);
        }
        let own = match config.footer_maps {
            true => self.server().rules.footer(&line),
            false => None,
        };
        let footer = match own {
            Some(text) => {
                let maps = self.server().settings.text("smtpd_reject_footer_maps");
                &maps.map(|_| text.as_str().into())
            }
            None => footer,
        };
        if footer.value.is_empty() {
            return Reply::one(line, cause);
        }
        let template = match self.server().dialect.footer {
            FooterStart::OwnLine => None,
            FooterStart::MayContinue => footer.value.strip_prefix("\\c"),
        };
        let added = match template {
            Some(text) => self.expanded(text),
            None => self.expanded(&footer.value),
        };
        let Some(mut added) = added else {
            return Reply::one(line, cause);
        };
        let first = match template {
            Some(_) if added.is_empty() => line,
            Some(_) => format!("{line}{}", added.remove(0)),
            None => line,
        };
        let because = self.footer_cause(footer);
        assembled(first, cause, &added, &because)
    }

    /// The lines of the footer; `None` when it cannot be expanded.
    fn expanded(&self, template: &str) -> Option<Vec<String>> {
        let lines: Vec<&str> = template.split("\\n").collect();
        lines.iter().all(|line| is_expandable(line)).then(|| {
            let value = |name: &str| value(&self.session, name).map(|text| filtered(&text));
            lines.iter().map(|line| expand(line, &value)).collect()
        })
    }

    fn footer_cause(&self, footer: &Setting) -> Cause {
        let unknown = ["localtime", "client_port"]
            .into_iter()
            .find(|name| footer.value.contains(name));
        match unknown {
            Some(name) => Cause::NotSimulated(format!("${name} of smtpd_reject_footer").into()),
            None => Cause::Setting(footer.clone()),
        }
    }
}

/// Each line with the code of the first, and with its enhanced code if it has one.
fn assembled(first: String, cause: Cause, added: &[String], because: &Cause) -> Reply {
    let Some((last, middle)) = added.split_last() else {
        return Reply::one(first, cause);
    };
    let code = first.get(..3).unwrap_or_default().to_owned();
    let text = first.get(4..).unwrap_or_default().to_owned();
    let dsn = match text.split(' ').next() {
        Some(word) if is_enhanced(word) => format!("{word} "),
        Some(_) | None => String::new(),
    };
    let line = |separator, text: &str| {
        ReplyLine::new(format!("{code}{separator}{dsn}{text}"), because.clone())
    };
    let mut lines = vec![ReplyLine::new(format!("{code}-{text}"), cause)];
    lines.extend(middle.iter().map(|text| line('-', text)));
    lines.push(line(' ', last));
    Reply::many(lines)
}

/// `dsn_valid()` of `dsn_util.c`.
fn is_enhanced(word: &str) -> bool {
    let digits = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit())
    };
    let parts: Vec<&str> = word.split('.').collect();
    matches!(&*parts, ["2" | "4" | "5", subject, detail] if digits(subject) && digits(detail))
}

/// `smtpd_expand_lookup()`: facts of the session, and no parameter.
fn value(session: &Session, name: &str) -> Option<String> {
    let request = session.request();
    let client = &session.client;
    let known = match name {
        "server_name" => session.server.config.myhostname.value.to_string(),
        "client" => client.name_and_address(),
        "client_address" => client.address.to_string(),
        "client_name" => client.name.to_string(),
        "reverse_client_name" => client.reverse_name.to_string(),
        "helo_name" => request.helo.unwrap_or_default().to_owned(),
        _ => match (name.strip_prefix("sender"), name.strip_prefix("recipient")) {
            (Some(part), _) => part_of(request.sender, part)?,
            (None, Some(part)) => part_of(request.recipient, part)?,
            (None, None) => return None,
        },
    };
    Some(known)
}

/// `smtpd_expand_addr()`.
fn part_of(address: Option<&str>, part: &str) -> Option<String> {
    let Some(address) = address else {
        return Some(String::new());
    };
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let text = match (part, address) {
        ("" | "_name", "") => "<>",
        ("", _) => address,
        ("_name", _) => name,
        ("_domain", _) => domain,
        _ => return None,
    };
    Some(text.to_owned())
}

/// What `smtpd_expansion_filter` does not list becomes `_`; octet by octet.
fn filtered(text: &str) -> String {
    text.bytes()
        .map(|octet| match octet {
            b'\t' | b' '..=b'~' => char::from(octet),
            _ => '_',
        })
        .collect()
}
