//! One thing being done: said when it starts, timed when it ends, its output kept
//! for the case that it fails.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Says `what`, does it, and ends the line with the time it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("{what} … ");
    io::stdout().flush()?;
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!("{word}, {:.1} s", start.elapsed().as_secs_f64());
    result
}

/// What a finished command said, standard output and error in the order written.
pub(crate) struct Finished {
    pub(crate) success: bool,
    pub(crate) text: String,
}

/// Runs a command without input and keeps what it says.
pub(crate) fn capture(mut command: Command) -> Result<Finished> {
    let name = command.get_program().to_string_lossy().into_owned();
    let (mut reader, writer) = io::pipe()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("{name} does not start: is it installed?"))?;
    // Our ends of the pipe must be closed, or the reader would wait for ever.
    drop(command);
    let mut said = Vec::new();
    reader.read_to_end(&mut said)?;
    Ok(Finished {
        success: child.wait()?.success(),
        text: String::from_utf8_lossy(&said).into_owned(),
    })
}

/// Runs a command that has to succeed; the error holds all it said.
pub(crate) fn succeed(command: Command) -> Result<String> {
    let shown = format!("{command:?}");
    let finished = capture(command)?;
    if !finished.success {
        bail!("{shown} failed:\n{}", finished.text);
    }
    Ok(finished.text)
}
