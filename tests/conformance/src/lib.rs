//! What the tests of the conformance crate share: a client that says its lines one by
//! one, and the places of the recordings.
//!
//! `tests/howto.rs` holds the simulator against the HOWTO, `tests/recorded.rs` against
//! real servers, `tests/hostile.rs` and
//! `tests/hostile_sites.rs` against input that nobody should write, and
//! `tests/tidy.rs` looks at the source text itself.

use std::path::{Path, PathBuf};

use saslab_replay::Scenario;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Expect, Input, Installation, Line, LineEnd, Server, Session, StartError, Step};

pub mod change_case;
pub mod facts;
pub mod fidelity;
pub mod fuzz;
pub mod hostile;
pub mod known;
pub mod property;
pub mod sweep;

/// An outsider without a name.
pub const OUTSIDER: [u8; 4] = [203, 0, 113, 9];

/// The directory of this crate.
#[must_use]
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below `directory` whose names end in `ending`, in order.
///
/// # Panics
/// When a directory cannot be read.
#[must_use]
pub fn files(directory: &Path, ending: &str) -> Vec<PathBuf> {
    #[expect(
        clippy::expect_used,
        reason = "a test that cannot read its files has failed"
    )]
    let entries = std::fs::read_dir(directory).expect("a directory of the repository");
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .flat_map(|path| match path.is_dir() {
            true => files(&path, ending),
            false if path.to_string_lossy().ends_with(ending) => vec![path],
            false => Vec::new(),
        })
        .collect();
    found.sort();
    found
}

/// Every recording, by its path below `recorded`.
#[must_use]
pub fn recordings() -> Vec<String> {
    let root = here().join("recorded");
    let names = files(&root, ".jsonl").into_iter().filter_map(|path| {
        let below = path.strip_prefix(&root).ok()?;
        Some(below.to_string_lossy().into_owned())
    });
    names.collect()
}

/// The scenarios of a recording.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn scenarios(file: &str) -> Vec<Scenario> {
    let read = std::fs::read(here().join("recorded").join(file));
    let bytes = read.unwrap_or_else(|error| panic!("{file}: {error}"));
    let scenarios: Result<_, _> = saslab_replay::read(&bytes).collect();
    scenarios.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What the server says to an outsider who sends `lines`, from the greeting on. The
/// handshake follows on its own when the server waits for it.
///
/// # Errors
/// When the server does not start.
pub fn said(installation: &Installation, lines: &[&str]) -> Result<Vec<String>, StartError> {
    let server = Server::start(installation)?;
    let client = Client::new(&installation.world, OUTSIDER.into());
    let mut step = Session::connect(&server, client);
    let mut said = text(&step);
    for line in lines {
        step = match step.next {
            Expect::Closed => break,
            Expect::TlsHandshake => step.after.receive(Input::TlsHandshake),
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => step,
        };
        step = step.after.receive(input(line));
        said.extend(text(&step));
    }
    Ok(said)
}

/// A line that ends in a newline of its own has no carriage return before it.
fn input(line: &str) -> Input<'_> {
    match line.strip_suffix('\n') {
        None => Input::line(line.as_bytes()),
        Some(bare) => Input::Line(Line {
            bytes: bare.as_bytes(),
            ahead: b"",
            end: LineEnd::BareLf,
        }),
    }
}

fn text(step: &Step) -> Vec<String> {
    let lines = step.replies.iter().flat_map(|reply| reply.lines());
    lines.map(|line| line.text().to_owned()).collect()
}
