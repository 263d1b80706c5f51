//! How a client logs in: AUTH of RFC 4954, with the initial response where the
//! mechanism has one.

use saslab_sasl::base64;
use saslab_sasl::client;

/// A name and its password.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// The user name.
    pub user: &'a str,
    /// The password, of an account that exists only in the simulation.
    pub password: &'a str,
}

/// The lines that a client sends to log in; each but the last is answered by 334.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The mechanism, as the server wrote it.
    pub mechanism: &'static str,
    /// The lines, without CR LF.
    pub lines: Vec<String>,
}

/// What a client sends after this EHLO reply; nothing if the server offers no
/// mechanism that the client can use.
///
/// ```
/// use saslab_clients::{Credentials, after};
/// let test = Credentials { user: "test", password: "testpass" };
/// let login = after(["250-AUTH LOGIN PLAIN"], test).unwrap();
/// assert_eq!(login.lines, ["AUTH PLAIN AHRlc3QAdGVzdHBhc3M="]);
/// assert_eq!(after(["250 HELP"], test), None);
/// ```
#[must_use]
pub fn after<'a>(
    ehlo: impl IntoIterator<Item = &'a str>,
    credentials: Credentials<'_>,
) -> Option<Login> {
    let offered: Vec<&str> = ehlo
        .into_iter()
        .filter_map(|line| line.get(4..)?.strip_prefix("AUTH"))
        .filter_map(|rest| rest.strip_prefix([' ', '=']))
        .flat_map(str::split_ascii_whitespace)
        .collect();
    let offers = |name: &str| offered.iter().any(|one| one.eq_ignore_ascii_case(name));
    if offers("PLAIN") {
        return Some(plain(credentials));
    }
    offers("LOGIN").then(|| login(credentials))
}

fn plain(Credentials { user, password }: Credentials<'_>) -> Login {
    let message = base64::encode(&client::plain("", user, password.as_bytes()));
    Login {
        mechanism: "PLAIN",
        lines: vec![format!("AUTH PLAIN {message}")],
    }
}

fn login(Credentials { user, password }: Credentials<'_>) -> Login {
    Login {
        mechanism: "LOGIN",
        lines: vec![
            "AUTH LOGIN".to_owned(),
            base64::encode(user.as_bytes()),
            base64::encode(password.as_bytes()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Credentials<'_> = Credentials {
        user: "test",
        password: "testpass",
    };

    #[test]
    fn login_takes_a_line_for_the_name_and_one_for_the_password() {
        let login = after(["250-SIZE", "250 AUTH LOGIN"], TEST).unwrap();
        assert_eq!(login.lines, ["AUTH LOGIN", "dGVzdA==", "dGVzdHBhc3M="]);
    }

    #[test]
    fn the_old_form_with_an_equals_sign_is_an_offer_too() {
        let login = after(["250 AUTH=PLAIN"], TEST).unwrap();
        assert_eq!(login.mechanism, "PLAIN");
    }

    #[test]
    fn a_client_that_cannot_compute_a_mechanism_does_not_log_in() {
        assert_eq!(after(["250 AUTH GSSAPI NTLM"], TEST), None);
    }
}
