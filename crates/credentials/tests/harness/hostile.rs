//! Names and passwords made of what programs read as something else.
use crate::random::Random;
use saslab_credentials::recipe::Login;
use saslab_sasl::Secret;

/// What shells, Perl, Python and printf might read as something else.
const HOSTILE: &[&str] = &[
    "'",
    "\"",
    "\\",
    "$",
    "`",
    "@",
    "%",
    "%s",
    "%d",
    "!",
    "!!",
    "\\0",
    "\\012",
    "\\x41",
    "\\n",
    "\\'",
    "\\\\",
    "$HOME",
    "${x}",
    "$(id)",
    "`id`",
    "@ARGV",
    "&",
    "|",
    ";",
    "<",
    ">",
    "<<END",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "*",
    "?",
    "~",
    "#",
    "-",
    "-n",
    "-e",
    "--",
    "=",
    ",",
    ":",
    " ",
    "  ",
    "\t",
    "\n",
    "END",
    "0",
    "1",
    "7",
    "012",
    "345",
    "a",
    "Z",
    "\u{e9}",
    "\u{20ac}",
    "\u{1f600}",
    "\u{2019}",
    "\u{a0}",
    "'''",
    "\"\"\"",
    "^",
    "/",
];

/// So many of them.
pub(crate) fn logins(number: usize) -> Vec<Login> {
    let mut random = Random(4954);
    (0..number)
        .map(|number| Login {
            authzid: if number % 5 == 0 {
                random.text(HOSTILE, 1..4)
            } else {
                String::new()
            },
            user: random.text(HOSTILE, 1..8),
            password: Secret::from(random.text(HOSTILE, 0..14)),
        })
        .collect()
}
