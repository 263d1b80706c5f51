//! swaks, curl, `openssl s_client` and telnet run their recipes against a live server on
//! loopback, in clear text, with STARTTLS and in TLS; what arrives is compared with the
//! credentials.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_types, reason = "the server listens on a socket")]
use hostile::logins;
use install::have;
use saslab_credentials::recipe::{Login, NoRecipe, SessionRecipe, SessionTool, Target, Transport};
use saslab_sasl::{Implementation, Secret, base64};
use server::{Front, Heard, LiveServer};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

#[path = "harness/hostile.rs"]
mod hostile;
#[path = "harness/install.rs"]
mod install;
#[path = "harness/random.rs"]
mod random;
#[path = "harness/server.rs"]
mod server;

/// How many pairs of name and password each tool has to carry.
const PAIRS: usize = 60;

/// A server with its front, and what a recipe is made for.
struct Place {
    server: LiveServer,
    front: Option<Front>,
    target: Target,
}

impl Place {
    fn with(transport: Transport) -> Self {
        let server = LiveServer::start();
        let front = match transport {
            Transport::Clear => None,
            Transport::StartTls => Some(Front::before(&server, "starttls")),
            Transport::Tls => Some(Front::before(&server, "tls")),
        };
        let target = Target {
            host: "localhost".to_owned(),
            port: front.as_ref().map_or(server.port, |front| front.port),
            transport,
        };
        Self {
            server,
            front,
            target,
        }
    }

    /// Runs a recipe to its end: the command in a shell, its lines one after each reply.
    fn run(&self, recipe: &SessionRecipe) -> Heard {
        let command = String::from_utf8(recipe.command.reveal().to_vec()).unwrap();
        let mut child = Command::new("timeout");
        // A terminal shows both outputs.
        let script = format!("exec 2>&1\n{command}\n");
        child.args(["60", "/bin/sh", "-c", &script]);
        child.env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8");
        if let Some(front) = &self.front {
            child.env("CURL_CA_BUNDLE", &front.certificate);
        }
        let mut child = child
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        for line in &recipe.lines {
            await_reply(&mut output);
            input.write_all(&[line.reveal(), b"\n"].concat()).unwrap();
        }
        if !recipe.lines.is_empty() {
            await_reply(&mut output);
        }
        drop(input);
        let mut rest = Vec::new();
        output.read_to_end(&mut rest).unwrap();
        child.wait().unwrap();
        self.server.heard()
    }
}

/// Reads what a terminal would show, up to the last line of a reply.
fn await_reply(output: &mut impl BufRead) {
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).unwrap() > 0 {
        if matches!(*line, [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9', b' ', ..]) {
            return;
        }
        line.clear();
    }
}

/// The message of PLAIN that the server was sent.
fn sent(heard: &Heard) -> Vec<u8> {
    let auth = heard
        .lines
        .iter()
        .position(|line| line.starts_with(b"AUTH "));
    let line = heard.lines.get(auth.unwrap()).unwrap();
    let word = line.strip_prefix(b"AUTH PLAIN ").unwrap();
    base64::decode(Implementation::Dovecot, word).unwrap()
}

fn message(login: &Login) -> Vec<u8> {
    let Login {
        authzid,
        user,
        password,
    } = login;
    [authzid.as_bytes(), user.as_bytes(), password.reveal()].join(&0)
}

/// `PAIRS` hostile logins in each of the transports, taken in turn; what a tool refuses
/// does not count.
fn carries(tool: SessionTool, transports: &[Transport]) {
    let places: Vec<Place> = transports.iter().map(|one| Place::with(*one)).collect();
    let mut carried = 0;
    for (number, login) in logins(1000).iter().enumerate() {
        let place = places.get(number % places.len()).unwrap();
        let recipe = match tool.recipe(&place.target, login) {
            Ok(recipe) => recipe,
            Err(why) => {
                refuses_rightly(tool, login, why);
                continue;
            }
        };
        let heard = place.run(&recipe);
        assert_eq!(
            String::from_utf8_lossy(&sent(&heard)),
            String::from_utf8_lossy(&message(login)),
            "{tool} {:?}: {login:?}",
            place.target.transport
        );
        // Cyrus finds nothing left of a name of blanks: 454.
        let refused = |reply: &String| reply.starts_with("535") || reply.starts_with("454");
        assert!(
            heard.replies.iter().any(refused),
            "{tool}: {:?}",
            heard.replies
        );
        carried += 1;
        if carried == PAIRS {
            break;
        }
    }
    assert_eq!(carried, PAIRS, "{tool}");
    for place in &places {
        logs_in(tool, place);
    }
}

/// With the right password the session comes to a good end.
fn logs_in(tool: SessionTool, place: &Place) {
    let login = Login {
        authzid: String::new(),
        user: "test".to_owned(),
        password: Secret::from("testpass"),
    };
    let heard = place.run(&tool.recipe(&place.target, &login).unwrap());
    let replies = heard.replies.iter().map(|reply| reply.get(..3).unwrap());
    let last: Vec<&str> = replies.rev().take(2).collect();
    let good = match tool {
        // curl sends a command of its own behind the login.
        SessionTool::Curl => ["221", "250"],
        SessionTool::Swaks | SessionTool::OpenSsl | SessionTool::Telnet => ["221", "235"],
    };
    assert_eq!(last, good, "{tool}: {:?}", heard.replies);
}

/// Every refusal has a reason in the values.
fn refuses_rightly(tool: SessionTool, login: &Login, why: NoRecipe) {
    let fields = [login.user.as_bytes(), login.password.reveal()];
    let strange = |field: &&[u8]| field.starts_with(b"-") || matches!(*field, b"0" | b"<>");
    let control = |field: &[u8]| field.iter().any(u8::is_ascii_control);
    let right = match (tool, why) {
        (SessionTool::Swaks, NoRecipe::Authzid) => !login.authzid.is_empty(),
        (SessionTool::Swaks, NoRecipe::Value(_)) => fields.iter().any(strange),
        (SessionTool::Curl, NoRecipe::Character(c)) => {
            c.is_ascii_control() && control(&message(login))
        }
        (_, _) => false,
    };
    assert!(right, "{tool}: {why:?} for {login:?}");
}

const EACH: &[Transport] = &[Transport::Clear, Transport::StartTls, Transport::Tls];

/// What the harness itself needs.
fn can_serve() -> bool {
    have("/usr/bin/python3", "python3-minimal") && have("/usr/bin/openssl", "openssl")
}

#[test]
fn swaks_carries_every_login() {
    let tls = have("/usr/share/doc/libnet-ssleay-perl", "libnet-ssleay-perl");
    if can_serve() && have("/usr/bin/swaks", "swaks") && tls {
        carries(SessionTool::Swaks, EACH);
    }
}

#[test]
fn curl_carries_every_login() {
    if can_serve() && have("/usr/bin/curl", "curl") {
        carries(SessionTool::Curl, EACH);
    }
}

#[test]
fn openssl_carries_every_login() {
    if can_serve() {
        carries(SessionTool::OpenSsl, &[Transport::StartTls, Transport::Tls]);
    }
}

#[test]
fn telnet_carries_every_login() {
    if can_serve() && have("/usr/bin/telnet", "telnet") {
        carries(SessionTool::Telnet, &[Transport::Clear]);
    }
}
