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
    let greeting = Session::connect(&server, client);
    show(&mut out, &greeting);
    let mut session = greeting.after;
    let lines: &[&str] = match arguments.tls {
        false => &["EHLO client.example"],
        true => &["EHLO client.example", "STARTTLS", "EHLO client.example"],
    };
    for line in lines {
        out.push_str(&format!("C: {line}\n"));
        let step = session.receive(Input::line(line.as_bytes()));
        show(&mut out, &step);
        session = match step.next {
            Expect::TlsHandshake => step.after.receive(Input::TlsHandshake).after,
            Expect::Closed => return Ok(Outcome::found(out + "(the connection is closed)\n")),
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => {
                step.after
            }
        };
    }
    Ok(Outcome::good(out))
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
        out.push_str(&format!(
            "   not offered: {}\n     because {}\n",
            withheld.what, withheld.cause
        ));
    }
}
