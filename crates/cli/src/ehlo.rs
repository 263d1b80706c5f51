//! `saslab ehlo`: the reply to EHLO, a cause behind each line, and what is missing.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use saslab_smtpd::maincf::MasterCf;
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Expect, Input, Installation, Server, Session, Step};

use crate::failure::{Failure, Outcome};
use crate::input;
use crate::serving::site;

/// Show the reply to EHLO with the cause of each line
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The configuration file; - is standard input
    main_cf: PathBuf,
    /// The Postfix release
    #[arg(long, value_name = "RELEASE", default_value_t = Release::DEFAULT)]
    postfix: Release,
    /// The address that the client connects from
    #[arg(long, value_name = "ADDRESS", default_value = "203.0.113.9")]
    client: IpAddr,
    /// Ask again inside TLS
    #[arg(long)]
    tls: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = input::configuration(&arguments.main_cf)?;
    let installation = Installation::new(arguments.postfix, &text);
    let installation = site(installation, MasterCf::stock()).installation;
    let mut out = String::new();
    for warning in &installation.warnings {
        out.push_str(&format!("warning: {warning}\n"));
    }
    let server = match Server::start(&installation) {
        Ok(server) => server,
        Err(error) => return Ok(Outcome::found(out + &format!("{error}\n"))),
    };
    let client = Client::new(&installation.world, arguments.client);
    let mut step = Session::connect(&server, client);
    let lines: &[&str] = match (arguments.tls, step.next) {
        (false, _) | (true, Expect::TlsHandshake) => &["EHLO client.example"],
        (true, _) => &["EHLO client.example", "STARTTLS", "EHLO client.example"],
    };
    let mut lines = lines.iter();
    loop {
        show(&mut out, &step);
        let (said, input) = match step.next {
            Expect::TlsHandshake => ("(TLS handshake)".to_owned(), Input::TlsHandshake),
            Expect::Closed => return Ok(Outcome::found(out + "(the connection is closed)\n")),
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => {
                match lines.next() {
                    None => return Ok(Outcome::good(out)),
                    Some(line) => (format!("C: {line}"), Input::line(line.as_bytes())),
                }
            }
        };
        out.push_str(&format!("{said}\n"));
        step = step.after.receive(input);
    }
}

fn show(out: &mut String, step: &Step) {
    for line in step.replies.iter().flat_map(|reply| reply.lines()) {
        out.push_str(&format!(
            "S: {}\n     because {}\n",
            line.text(),
            line.cause()
        ));
    }
    for withheld in step.withheld.iter() {
        let what = &withheld.what;
        // A whole reply that is missing is named by its code.
        let missing = match what.starts_with(|c: char| c.is_ascii_digit()) {
            true => "the server never says",
            false => "not offered:",
        };
        out.push_str(&format!(
            "   {missing} {what}\n     because {}\n",
            withheld.cause
        ));
    }
}
