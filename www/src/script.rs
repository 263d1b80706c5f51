//! Sessions ready to be played: what the client sends, line by line.

/// A session that the picker offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Script {
    /// What the picker calls it.
    pub(crate) name: &'static str,
    /// The client's lines.
    pub(crate) lines: &'static [&'static str],
}

/// The first one is on the page when it opens.
pub(crate) const SCRIPTS: [Script; 5] = [
    Script {
        name: "HOWTO 1.4: log in",
        lines: &[
            "EHLO example.com",
            "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
            "QUIT",
        ],
    },
    Script {
        name: "HOWTO 1.3: look",
        lines: &["EHLO example.com", "quit"],
    },
    Script {
        name: "HOWTO 1.4 without its \\0",
        lines: &[
            "EHLO example.com",
            "AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==",
            "QUIT",
        ],
    },
    Script {
        name: "log in, then relay",
        lines: &[
            "EHLO example.com",
            "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz",
            "MAIL FROM:<test@example.com>",
            "RCPT TO:<friend@example.net>",
            "QUIT",
        ],
    },
    Script {
        name: "relay without a login",
        lines: &[
            "EHLO example.com",
            "MAIL FROM:<spam@example.org>",
            "RCPT TO:<friend@example.net>",
            "QUIT",
        ],
    },
];

/// The script that consists of exactly these lines.
pub(crate) fn of<T: AsRef<str>>(inputs: &[T]) -> Option<usize> {
    SCRIPTS.iter().position(|script| {
        script
            .lines
            .iter()
            .copied()
            .eq(inputs.iter().map(AsRef::as_ref))
    })
}
