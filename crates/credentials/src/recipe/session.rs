//! A whole session that logs in: as a command of swaks, curl or `openssl s_client`, and
//! as lines for a terminal.
use super::quote::{Quoted, posix, url};
use super::{Login, NoRecipe};
use saslab_sasl::{Secret, base64, client};
use std::fmt;
use zeroize::Zeroizing;

/// Where a session goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The server.
    pub host: String,
    /// The port: 25, 587, 465.
    pub port: u16,
    /// What protects it.
    pub transport: Transport,
}

/// What protects a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Nothing: everybody on the way reads the password.
    Clear,
    /// STARTTLS.
    StartTls,
    /// TLS from the first octet, as on port 465.
    Tls,
}

/// What runs the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionTool {
    /// swaks.
    Swaks,
    /// curl.
    Curl,
    /// `openssl s_client`, and the lines to type there.
    OpenSsl,
    /// telnet or nc, and the lines to type there.
    Telnet,
}

/// A session for given credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecipe {
    /// The command for a POSIX shell; it may hold the password.
    pub command: Secret,
    /// The lines to paste, one after each reply of the server.
    pub lines: Vec<Secret>,
    /// What a reader should know of it.
    pub notes: &'static [&'static str],
}

impl SessionTool {
    /// Every tool.
    pub const ALL: &[Self] = &[Self::Swaks, Self::Curl, Self::OpenSsl, Self::Telnet];

    /// The session that logs in at `target` with PLAIN.
    ///
    /// # Errors
    /// A field that cannot be sent, or that the tool cannot take.
    pub fn recipe(self, target: &Target, login: &Login) -> Result<SessionRecipe, NoRecipe> {
        match self {
            Self::Swaks => swaks(target, login),
            Self::Curl => curl(target, login),
            Self::OpenSsl => openssl(target, login),
            Self::Telnet => telnet(target, login),
        }
    }
}

impl fmt::Display for SessionTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Swaks => "swaks",
            Self::Curl => "curl",
            Self::OpenSsl => "openssl s_client",
            Self::Telnet => "telnet",
        })
    }
}

/// swaks takes `<>` for nothing, asks where it finds 0, and reads an option out of
/// whatever begins with a hyphen.
fn swaks_value(octets: &[u8]) -> Result<Quoted, NoRecipe> {
    match octets {
        b"<>" => Err(NoRecipe::Value("swaks takes <> for an empty value")),
        b"0" => Err(NoRecipe::Value("swaks takes 0 for an absent value")),
        [b'-', ..] => Err(NoRecipe::Value(
            "swaks takes a value that begins with a hyphen for an option",
        )),
        [] => Ok(posix(b"<>")),
        value => Ok(posix(value)),
    }
}

/// The password goes through the environment, which other users cannot read.
fn swaks(target: &Target, login: &Login) -> Result<SessionRecipe, NoRecipe> {
    let [authzid, user, password] = login.fields()?;
    if !authzid.is_empty() {
        return Err(NoRecipe::Authzid);
    }
    let tls = match target.transport {
        Transport::Clear => "",
        Transport::StartTls => " --tls",
        Transport::Tls => " --tls-on-connect",
    };
    let host = posix(target.host.as_bytes());
    let port = format!(" --port {}{tls}", target.port);
    let parts: [&[u8]; 7] = [
        b"SWAKS_OPT_auth_password=",
        &swaks_value(password)?,
        b" swaks --server ",
        &host,
        port.as_bytes(),
        b" --ehlo client.example --quit-after AUTH --auth PLAIN --auth-user ",
        &swaks_value(user)?,
    ];
    Ok(SessionRecipe {
        command: Secret::from(parts.concat()),
        lines: Vec::new(),
        notes: &[
            "the password goes through the environment, so no other user sees it in the list of processes",
            "the transcript shows the Base64 of the password: add --auth-hide-password before you pass it on",
        ],
    })
}

/// The configuration comes by standard input; the name and the password stand in the
/// URL, because `user =` splits at the first colon.
fn curl(target: &Target, login: &Login) -> Result<SessionRecipe, NoRecipe> {
    let [authzid, user, password] = login.fields()?;
    let controls = [authzid, user, password].concat();
    if let Some(octet) = controls.iter().find(|octet| octet.is_ascii_control()) {
        return Err(NoRecipe::Character(char::from(*octet)));
    }
    if user.is_empty() {
        return Err(NoRecipe::Value("curl logs in only with a user name"));
    }
    let (scheme, tls) = match target.transport {
        Transport::Clear => ("smtp", ""),
        Transport::StartTls => ("smtp", "ssl-reqd\n"),
        Transport::Tls => ("smtps", ""),
    };
    let act_as = match authzid {
        [] => String::new(),
        name => {
            let name = std::str::from_utf8(name).map_err(|_| NoRecipe::NotText)?;
            let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
            format!("sasl-authzid = \"{escaped}\"\n")
        }
    };
    let Target { host, port, .. } = target;
    Ok(SessionRecipe {
        command: Secret::from(format!(
            "curl -v --config - <<'END'\n\
             url = \"{scheme}://{}:{}@{host}:{port}/client.example\"\n\
             {tls}login-options = \"AUTH=PLAIN\"\n\
             sasl-ir\n\
             {act_as}request = \"NOOP\"\n\
             END",
            url(user).as_str(),
            url(password).as_str(),
        )),
        lines: Vec::new(),
        notes: &[
            "the configuration comes by standard input, so no other user sees the password in the list of processes",
        ],
    })
}

fn openssl(target: &Target, login: &Login) -> Result<SessionRecipe, NoRecipe> {
    let tls = match target.transport {
        Transport::Clear => return Err(NoRecipe::Value("s_client speaks TLS only")),
        Transport::StartTls => " -starttls smtp -name client.example",
        Transport::Tls => "",
    };
    let address = format!("{}:{}", target.host, target.port);
    let address = posix(address.as_bytes());
    let command: [&[u8]; 3] = [
        b"openssl s_client -quiet -crlf -connect ",
        &address,
        tls.as_bytes(),
    ];
    Ok(SessionRecipe {
        command: Secret::from(command.concat()),
        lines: lines(login)?,
        notes: &[
            "without -quiet, s_client takes a line that begins with Q for the end and one with R for a renegotiation, and Base64 may begin with either",
        ],
    })
}

fn telnet(target: &Target, login: &Login) -> Result<SessionRecipe, NoRecipe> {
    match target.transport {
        Transport::Clear => {}
        Transport::StartTls | Transport::Tls => return Err(NoRecipe::Tls),
    }
    let host = posix(target.host.as_bytes());
    let port = format!(" {}", target.port);
    let command: [&[u8]; 3] = [b"telnet ", &host, port.as_bytes()];
    Ok(SessionRecipe {
        command: Secret::from(command.concat()),
        lines: lines(login)?,
        notes: &["everything can be read on the way, the password too"],
    })
}

/// What a person types, one line after each reply.
fn lines(login: &Login) -> Result<Vec<Secret>, NoRecipe> {
    login.fields()?;
    let message = client::plain(&login.authzid, &login.user, login.password.reveal());
    let message = Zeroizing::new(base64::encode(&Zeroizing::new(message)));
    Ok(vec![
        Secret::from("EHLO client.example"),
        Secret::from(format!("AUTH PLAIN {}", *message)),
        Secret::from("QUIT"),
    ])
}
