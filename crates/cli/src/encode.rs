//! `saslab encode`: the Base64 that a client sends, alone on the last line.

use std::io::{IsTerminal, Write};

use clap::{Args, Subcommand};
use saslab_smtpd::sasl::{base64, client};

use crate::failure::{Failure, Outcome};
use crate::input;

/// Write credentials as a client sends them
#[derive(Debug, Subcommand)]
pub(crate) enum Mechanism {
    /// One message: identity to act for, name and password, with NULs between them
    Plain(Plain),
    /// Two messages: the name, then the password
    Login(User),
}

#[derive(Debug, Args)]
pub(crate) struct Plain {
    /// Act as somebody else
    #[arg(long, value_name = "NAME", default_value = "")]
    authzid: String,
    #[command(flatten)]
    user: User,
}

#[derive(Debug, Args)]
pub(crate) struct User {
    /// The user name
    #[arg(long, value_name = "NAME")]
    user: String,
    /// Read the password from standard input, without a question
    #[arg(long)]
    password_stdin: bool,
}

pub(crate) fn run(mechanism: &Mechanism) -> Result<Outcome, Failure> {
    let text = match mechanism {
        Mechanism::Plain(Plain { authzid, user }) => {
            let message = client::plain(authzid, &user.user, user.password()?.as_bytes());
            base64::encode(&message)
        }
        Mechanism::Login(user) => {
            let password = user.password()?;
            let name = base64::encode(user.user.as_bytes());
            format!("{name}\n{}", base64::encode(password.as_bytes()))
        }
    };
    Ok(Outcome::good(text + "\n"))
}

impl User {
    /// Never from the arguments: other users of the machine can read those.
    fn password(&self) -> Result<String, Failure> {
        if !self.password_stdin && std::io::stdin().is_terminal() {
            // Without a standard error the question is not seen, and still answered.
            let _asked = write!(std::io::stderr(), "Password (it shows as you type): ");
        }
        input::line()
    }
}
