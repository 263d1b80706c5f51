//! `saslab talk`: a session on the terminal. A TLS handshake takes place by itself where
//! the server waits for one.

use std::io::{BufRead, Write};
use std::net::IpAddr;

use clap::Args;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Expect, Session, Step, Wire};

use crate::failure::{Failure, Outcome};
use crate::serving::Served;

/// Talk SMTP to the simulated server: standard input is the client
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    served: Served,
    /// The address that the client connects from
    #[arg(long, value_name = "ADDRESS", default_value = "203.0.113.9")]
    client: IpAddr,
    /// Say why, below each line
    #[arg(long)]
    why: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let server = arguments.served.start()?;
    let client = Client::new(&server.installation().world, arguments.client);
    let connected = Session::connect(&server, client);
    let mut wire = Wire::new(&connected);
    let why = match arguments.why {
        true => Why::Said,
        false => Why::Silent,
    };
    show(&connected, why)?;
    secure(&mut wire, why)?;
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    while wire.expects() != Expect::Closed {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::unreadable(format!("standard input: {error}")))? == 0 {
            show(&wire.hang_up(), why)?;
            break;
        }
        // A terminal ends lines with LF; SMTP wants CR LF.
        if line.pop_if(|last| *last == b'\n').is_some() {
            line.pop_if(|last| *last == b'\r');
        }
        line.extend_from_slice(b"\r\n");
        wire.send(&line);
        while let Some(step) = wire.step() {
            show(&step, why)?;
            secure(&mut wire, why)?;
        }
    }
    Ok(Outcome::good(String::new()))
}

/// Whether causes are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Said,
    Silent,
}

fn secure(wire: &mut Wire, why: Why) -> Result<(), Failure> {
    if wire.expects() == Expect::TlsHandshake {
        say("(TLS handshake)")?;
        show(&wire.handshake(), why)?;
    }
    Ok(())
}

fn show(step: &Step, why: Why) -> Result<(), Failure> {
    for line in step.replies.iter().flat_map(|reply| reply.lines()) {
        say(line.text())?;
        if why == Why::Said {
            say(&format!("     because {}", line.cause()))?;
        }
    }
    if why == Why::Said {
        for event in &step.log {
            let line = step.after.server().log_line(event);
            say(&format!("   log: {line}"))?;
        }
    }
    Ok(())
}

fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").map_err(|error| Failure::unreadable(error.to_string()))
}
