//! The words that parameters of few words know: postconf(5).

use super::Parameter;

const SECURITY: &[&str] = &[
    "noplaintext",
    "noactive",
    "nodictionary",
    "noanonymous",
    "forward_secrecy",
    "mutual_auth",
];
const LEVELS: &[&str] = &["", "none", "may", "encrypt"];
const KEYWORDS: &[&str] = &[
    "8bitmime",
    "auth",
    "chunking",
    "dsn",
    "enhancedstatuscodes",
    "etrn",
    "pipelining",
    "silent-discard",
    "size",
    "smtputf8",
    "starttls",
    "verp",
    "vrfy",
    "xclient",
    "xforward",
];
const PERMISSIONS: &[&str] = &[
    "permit_mynetworks",
    "permit_sasl_authenticated",
    "permit_tls_clientcerts",
    "permit_inet_interfaces",
];

/// Values of which one is meant.
const ONE_OF: &[(&str, &[&str])] = &[
    ("smtpd_tls_security_level", LEVELS),
    ("smtp_tls_security_level", LEVELS),
    ("smtpd_sasl_type", &["cyrus", "dovecot"]),
    ("mynetworks_style", &["host", "subnet", "class"]),
    (
        "smtpd_forbid_bare_newline",
        &["no", "yes", "normalize", "reject", "note"],
    ),
    ("compatibility_level", &["0", "1", "2", "3.6", "3.9"]),
    ("smtpd_tls_loglevel", &["0", "1", "2", "3", "4"]),
];

/// Words of which several may stand in a list.
const SOME_OF: &[(&str, &[&str])] = &[
    ("smtpd_sasl_security_options", SECURITY),
    ("smtpd_sasl_tls_security_options", SECURITY),
    ("smtp_sasl_security_options", SECURITY),
    ("smtpd_discard_ehlo_keywords", KEYWORDS),
    ("inet_protocols", &["all", "ipv4", "ipv6"]),
    ("inet_interfaces", &["all", "loopback-only", "localhost"]),
    ("smtpd_client_event_limit_exceptions", &["$mynetworks"]),
    ("local_header_rewrite_clients", PERMISSIONS),
    ("smtpd_forbid_bare_newline_exclusions", &["$mynetworks"]),
    (
        "mydestination",
        &[
            "$myhostname",
            "localhost",
            "localhost.$mydomain",
            "$mydomain",
        ],
    ),
];

impl Parameter {
    /// The values that it knows, if they are few and one of them is meant.
    #[must_use]
    pub fn one_of(&self) -> &'static [&'static str] {
        words(ONE_OF, self.name)
    }

    /// The words that its list may hold, as far as they are few.
    #[must_use]
    pub fn some_of(&self) -> &'static [&'static str] {
        words(SOME_OF, self.name)
    }
}

fn words(table: &[(&str, &'static [&'static str])], name: &str) -> &'static [&'static str] {
    let row = table.iter().find(|(own, _)| *own == name);
    row.map_or(&[], |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::{ONE_OF, SOME_OF};
    use crate::parameter;

    #[test]
    fn every_row_is_about_a_parameter() {
        for (name, words) in ONE_OF.iter().chain(SOME_OF) {
            assert!(parameter(name).is_some(), "{name}");
            assert!(!words.is_empty(), "{name}");
        }
    }
}
