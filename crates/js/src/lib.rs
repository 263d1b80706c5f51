//! The JavaScript API: the core's session for other pages and for the tests in
//! a browser. Converts and decides nothing. Every function takes and returns
//! plain JSON-like values; errors are thrown as text.

use std::cell::RefCell;
use std::sync::Arc;

use saslab_explore::{Mechanisms, Site};
use saslab_lessons::howto;
use saslab_smtpd::policy::{Client, Services};
use saslab_smtpd::release::Release;
use saslab_smtpd::{Input, Installation, Server, Session, Step};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
/** One line of a reply and why it is there. */
export interface ReplyLine { text: string; cause: string }
/** Something a reader may expect and that is missing, with the reason. */
export interface Withheld { what: string; cause: string }
/** What one input led to. `next` is what the server waits for. */
export interface Step {
  replies: ReplyLine[][];
  withheld: Withheld[];
  log: string[];
  next: 'command' | 'sasl-response' | 'message' | 'tls-handshake' | 'closed';
}
";

#[wasm_bindgen]
extern "C" {
    /// A step as the type section above declares it.
    #[wasm_bindgen(typescript_type = "Step")]
    pub type JsStep;
}

#[derive(Serialize)]
struct PlainStep {
    replies: Vec<Vec<PlainLine>>,
    withheld: Vec<PlainWithheld>,
    log: Vec<String>,
    next: &'static str,
}

#[derive(Serialize)]
struct PlainLine {
    text: String,
    cause: String,
}

#[derive(Serialize)]
struct PlainWithheld {
    what: String,
    cause: String,
}

/// A connection of one client to one server.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Connection {
    session: RefCell<Session>,
    greeting: RefCell<Option<Step>>,
}

#[wasm_bindgen]
impl Connection {
    /// Connects `address` (`203.0.113.9`) to a Postfix of `release` (`3.7.11`)
    /// with this `main.cf`; `mechanisms` are those installed, in order. What it needs
    /// besides Postfix runs: Cyrus SASL or Dovecot, whichever it asks, with the account
    /// `test` and the password `testpass`.
    ///
    /// # Errors
    /// A release or address that is none, or a server that does not start.
    #[wasm_bindgen(constructor)]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "lists cross the border to JavaScript by value"
    )]
    pub fn new(
        release: &str,
        main_cf: &str,
        mechanisms: Vec<String>,
        address: &str,
    ) -> Result<Self, JsError> {
        let release: Release = release.parse()?;
        let names: Vec<&str> = mechanisms.iter().map(String::as_str).collect();
        let installation = installation(release, main_cf, &names);
        let server: Arc<Server> = Server::start(&installation)?;
        let client = Client::new(&installation.world, address.parse()?);
        let step = Session::connect(&server, client);
        Ok(Self {
            session: RefCell::new(step.after.clone()),
            greeting: RefCell::new(Some(step)),
        })
    }

    /// The step that the connection began with, once.
    pub fn greeting(&self) -> Option<JsStep> {
        self.greeting
            .borrow_mut()
            .take()
            .and_then(|step| plain(&step))
    }

    /// Sends one line, without its line end.
    pub fn send(&self, line: &str) -> Option<JsStep> {
        let step = self.session.borrow().receive(Input::line(line.as_bytes()));
        let shown = plain(&step);
        self.session.replace(step.after);
        shown
    }

    /// Does the TLS handshake that a 220 to STARTTLS asks for.
    pub fn handshake(&self) -> Option<JsStep> {
        let step = self.session.borrow().receive(Input::TlsHandshake);
        let shown = plain(&step);
        self.session.replace(step.after);
        shown
    }
}

/// The HOWTO's server with another main.cf.
fn installation(release: Release, main_cf: &str, mechanisms: &[&str]) -> Installation {
    let mut installation = howto::installation(release, main_cf, mechanisms);
    installation.world.services = Services::Running;
    let accounts = &mut installation.sasl.accounts;
    accounts.iter_mut().for_each(|one| one.realm.clear());
    let site = Site::new(installation).with_sasl_as_asked(Mechanisms::Chosen);
    site.installation
}

fn plain(step: &Step) -> Option<JsStep> {
    let value = serde_wasm_bindgen::to_value(&PlainStep::from(step)).ok()?;
    Some(value.unchecked_into())
}

impl From<&Step> for PlainStep {
    fn from(step: &Step) -> Self {
        use saslab_smtpd::Expect;
        let lines = |reply: &saslab_smtpd::Reply| {
            let lines = reply.lines().iter();
            lines
                .map(|line| PlainLine {
                    text: line.text().to_owned(),
                    cause: line.cause().to_string(),
                })
                .collect()
        };
        let withheld = step.withheld.iter().map(|w| PlainWithheld {
            what: w.what.to_string(),
            cause: w.cause.to_string(),
        });
        Self {
            replies: step.replies.iter().map(lines).collect(),
            withheld: withheld.collect(),
            log: step.log.iter().map(ToString::to_string).collect(),
            next: match step.next {
                Expect::Command => "command",
                Expect::SaslResponse => "sasl-response",
                Expect::Message | Expect::Octets(_) => "message",
                Expect::TlsHandshake => "tls-handshake",
                Expect::Closed => "closed",
            },
        }
    }
}

/// What a corpus of recorded scenarios comes to.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Tally {
    /// Scenarios that the simulator reproduces.
    pub passed: u32,
    /// Scenarios that it does not.
    pub failed: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last line that the server says to these.
    fn last(main_cf: &str, lines: &[&str]) -> String {
        let text = [
            "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n",
            main_cf,
        ]
        .concat();
        let installation = installation(Release::DEFAULT, &text, &["PLAIN", "CRAM-MD5"]);
        let server = Server::start(&installation).unwrap();
        let client = Client::new(&installation.world, "203.0.113.9".parse().unwrap());
        let mut step = Session::connect(&server, client);
        for line in lines {
            step = step.after.receive(Input::line(line.as_bytes()));
        }
        let line = step.replies.first().and_then(|reply| reply.lines().last());
        line.unwrap().text().to_owned()
    }

    /// `test` and `testpass`, RFC 4616.
    const LOGIN: [&str; 2] = ["EHLO a.example", "AUTH PLAIN AHRlc3QAdGVzdHBhc3M="];
    const WELCOME: &str = "235 2.7.0 Authentication successful";

    #[test]
    fn the_sasl_software_is_the_one_that_is_asked() {
        assert_eq!(last("", &LOGIN), WELCOME);
        let dovecot = "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n";
        assert_eq!(last(dovecot, &LOGIN), WELCOME);
    }

    #[test]
    fn the_account_is_in_the_realm_of_the_server() {
        assert_eq!(last("myhostname = Mx.Example.ORG\n", &LOGIN), WELCOME);
        assert_eq!(
            last("smtpd_sasl_local_domain = b.example\n", &LOGIN),
            WELCOME
        );
    }
}
