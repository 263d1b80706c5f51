//! What the HOWTO does to its server, one step after the other: what is added to
//! `main.cf`, and the session that shows the difference.

use super::BEFORE;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done, in a few words.
    pub title: &'static str,
    /// What it is for, and what to look at.
    pub about: &'static str,
    /// What `main.cf` gets; empty where nothing is changed.
    pub settings: &'static str,
    /// What the client sends to see the difference.
    pub client: &'static [&'static str],
}

const LOOK: &[&str] = &["EHLO example.com"];
const LOG_IN: &[&str] = &["EHLO example.com", "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz"];
const RELAY: &[&str] = &[
    "EHLO example.com",
    "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
    "MAIL FROM:<test@example.com>",
    "RCPT TO:<friend@example.net>",
];

/// All of them, in order.
pub const STEPS: &[Step] = &[
    Step {
        title: "Look before anything is changed",
        about: "The reply to EHLO has no AUTH line: nobody can log in, and only the own \
                network may relay.",
        settings: "",
        client: LOOK,
    },
    Step {
        title: "Enable AUTH",
        about: "EHLO now lists the mechanisms that the SASL library has plug-ins for. The \
                account test can log in.",
        settings: "smtpd_sasl_auth_enable = yes\n",
        client: LOG_IN,
    },
    Step {
        title: "Choose the security options",
        about: "Mechanisms that are not good enough disappear from the reply to EHLO. \
                noanonymous is the least: without it, anybody may log in without a name.",
        settings: "smtpd_sasl_security_options = noanonymous\n",
        client: LOOK,
    },
    Step {
        title: "Name the realm",
        about: "An account is a name in a realm. A login without one is looked up in this \
                realm; with the wrong one, the right password is refused.",
        settings: "smtpd_sasl_local_domain = $myhostname\n",
        client: LOG_IN,
    },
    Step {
        title: "Announce AUTH to old clients, too",
        about: "Clients that follow a draft of the standard look for AUTH= instead of AUTH, \
                so the mechanisms are listed a second time.",
        settings: "broken_sasl_auth_clients = yes\n",
        client: LOOK,
    },
    Step {
        title: "Let those who logged in relay",
        about: "A login alone permits nothing. The list of restrictions says what it is \
                good for, and its order counts.",
        settings: "smtpd_recipient_restrictions =\n    permit_sasl_authenticated,\n    \
                   permit_mynetworks,\n    check_relay_domains\n",
        client: RELAY,
    },
];

/// `main.cf` after this many steps and one; after the last for any more.
#[must_use]
pub fn after(step: usize) -> String {
    let added = STEPS.iter().take(step.saturating_add(1));
    let mut text = BEFORE.to_owned();
    text.extend(added.map(|step| step.settings));
    text
}

#[cfg(test)]
mod tests {
    use super::super::AFTER;
    use super::*;

    fn settings(text: &str) -> Vec<&str> {
        let lines = text.lines();
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect()
    }

    #[test]
    fn the_steps_lead_from_the_first_server_to_the_last() {
        assert_eq!(after(0), BEFORE);
        assert_eq!(settings(&after(STEPS.len())), settings(AFTER));
    }
}
