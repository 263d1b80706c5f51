//! The command line of saslab. Each command reads its input, asks the simulator and
//! prints; exit 0 means all is well, 1 that something was found, 2 that the input
//! cannot be read.

mod check;
mod decode;
mod ehlo;
mod encode;
mod export;
mod failure;
mod input;
mod listen;
mod replay;
mod serving;
mod shown;
mod talk;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::{Failure, Outcome};

/// An SMTP AUTH laboratory: what a Postfix server says, and why.
#[derive(Debug, Parser)]
#[command(name = "saslab", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Replay(replay::Arguments),
    Check(check::Arguments),
    Ehlo(ehlo::Arguments),
    Talk(talk::Arguments),
    Listen(listen::Arguments),
    Export(export::Arguments),
    #[command(subcommand)]
    Encode(encode::Mechanism),
    Decode(decode::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Ehlo(arguments) => ehlo::run(&arguments),
        Command::Talk(arguments) => talk::run(&arguments),
        Command::Listen(arguments) => listen::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Encode(mechanism) => encode::run(&mechanism),
        Command::Decode(arguments) => decode::run(&arguments),
    };
    match done {
        Ok(Outcome { text, code, note }) => {
            note.iter().for_each(|note| tell(note));
            match std::io::stdout().write_all(text.as_bytes()) {
                Ok(()) => ExitCode::from(code),
                // Whoever read the output has read enough.
                Err(_) => ExitCode::from(Failure::UNREADABLE),
            }
        }
        Err(failure) => {
            tell(&failure.to_string());
            ExitCode::from(failure.code)
        }
    }
}

fn tell(says: &str) {
    // Without a standard error there is nobody to tell.
    let _told = writeln!(std::io::stderr(), "saslab: {says}");
}
