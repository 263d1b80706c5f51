//! `saslab export`: a session as a file. The client's lines come from a file or from
//! standard input, so that no password stands among the arguments.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use saslab_export::{Format, Record};
use saslab_smtpd::maincf::MasterCf;
use saslab_smtpd::policy::Client;
use saslab_smtpd::release::Release;
use saslab_smtpd::{Installation, Server};

use crate::failure::{Failure, Outcome};
use crate::input;
use crate::serving::site;

/// Write a session as a file
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The configuration file
    main_cf: PathBuf,
    /// What the client says, line by line; - is standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    says: PathBuf,
    /// text, markdown, swaks, asciicast, svg or pcapng
    #[arg(long, value_parser = format, default_value = "text")]
    format: Format,
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The Postfix release
    #[arg(long, value_name = "RELEASE", default_value_t = Release::DEFAULT)]
    postfix: Release,
    /// The address that the client connects from
    #[arg(long, value_name = "ADDRESS", default_value = "203.0.113.9")]
    client: IpAddr,
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
        format!("one of {}", names.join(", ").to_ascii_lowercase())
    })
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let text = input::configuration(&arguments.main_cf)?;
    let said = input::bytes(&arguments.says)?;
    let installation = Installation::new(arguments.postfix, &text);
    let installation = site(installation, MasterCf::stock()).installation;
    let server = match Server::start(&installation) {
        Ok(server) => server,
        Err(error) => return Ok(Outcome::found(format!("{error}\n"))),
    };
    let client = Client::new(&installation.world, arguments.client);
    let lines: Vec<&[u8]> = said.split_inclusive(|octet| *octet == b'\n').collect();
    let lines: Vec<&[u8]> = lines.into_iter().map(without_end).collect();
    let file = arguments
        .format
        .write(&Record::run(&server, client, &lines));
    match &arguments.output {
        Some(path) => match std::fs::write(path, file) {
            Ok(()) => Ok(Outcome::good(String::new())),
            Err(error) => Err(Failure::unreadable(format!("{}: {error}", path.display()))),
        },
        None => String::from_utf8(file)
            .map(Outcome::good)
            .map_err(|_| Failure::unreadable("packets are no text: name a file with --output")),
    }
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
