//! What the core does in a second on one core: `cargo xtask bench`.
#![expect(
    clippy::print_stdout,
    reason = "printing figures is what this program is for"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use saslab_conformance::{here, recordings};
use saslab_credentials::{decode, diagnose};
use saslab_lessons::howto;
use saslab_release::Release;
use saslab_replay::{Verdict, compare, read, run};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Input, Server, Session};

#[path = "../../../../crates/credentials/tests/harness/long_text.rs"]
mod long_text;

/// How long each figure is taken for.
const SPAN: Duration = Duration::from_secs(2);
/// How many sessions are timed at once: so few that most of the time nobody else gets
/// the core within them.
const AT_ONCE: u32 = 1000;

/// `sessions` asks for the sessions alone, which need no files.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    sessions()?;
    if std::env::args().nth(1).as_deref() != Some("sessions") {
        replay()?;
        pasted();
    }
    Ok(())
}

/// The HOWTO's session: greeting, EHLO, AUTH PLAIN, QUIT.
fn sessions() -> Result<(), Box<dyn std::error::Error>> {
    let mechanisms = ["PLAIN", "LOGIN"];
    for release in [howto::RELEASE, Release::DEFAULT] {
        let installation = howto::installation(release, howto::AFTER, &mechanisms);
        let server = Server::start(&installation)?;
        let client = Arc::new(Client::new(&installation.world, [203, 0, 113, 9].into()));
        let auth = format!("AUTH PLAIN {}", howto::CREDENTIALS);
        let lines: [&[u8]; 3] = [b"EHLO example.com", auth.as_bytes(), b"QUIT"];
        let begin = Instant::now();
        let mut best = Duration::MAX;
        let mut rounds = 0_u32;
        while begin.elapsed() < SPAN {
            let start = Instant::now();
            for _ in 0..AT_ONCE {
                black_box(session(&server, &client, &lines));
            }
            best = best.min(start.elapsed());
            rounds += 1;
        }
        let rate = |count: u32, took: Duration| f64::from(count) / took.as_secs_f64();
        println!(
            "HOWTO's session under {release}: {:.0} a second, at best {:.0}",
            rate(AT_ONCE * rounds, begin.elapsed()),
            rate(AT_ONCE, best)
        );
    }
    Ok(())
}

fn session(server: &Arc<Server>, client: &Arc<Client>, lines: &[&[u8]]) -> Session {
    let mut step = Session::connect(server, Arc::clone(client));
    for line in lines {
        step = black_box(step.after.receive(Input::line(line)));
    }
    step.after
}

/// All open recordings, from the octets of the files on.
fn replay() -> Result<(), Box<dyn std::error::Error>> {
    let root = here().join("recorded");
    let files: Vec<Vec<u8>> = recordings()
        .iter()
        .map(|file| std::fs::read(root.join(file)))
        .collect::<Result<_, _>>()?;
    let begin = Instant::now();
    let (mut all, mut passed) = (0, 0);
    for scenario in files.iter().flat_map(|file| read(file)) {
        let scenario = scenario.map_err(|error| error.to_string())?;
        all += 1;
        passed += usize::from(compare(&scenario, &run(&scenario)) == Verdict::Passed);
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!("Replay of {all} scenarios ({passed} match): {seconds:.2} s");
    Ok(())
}

/// Ten megabytes of everything, decoded and diagnosed: the text that takes longest, each
/// at its best of a few times.
fn pasted() {
    let once = |text: &[u8]| {
        let begin = Instant::now();
        let decoded = decode(black_box(text));
        black_box(diagnose(&decoded, &[]));
        begin.elapsed()
    };
    let times = long_text::long_texts().map(|(name, text)| {
        let best = (0..5).map(|_| once(&text)).min();
        (best.unwrap_or_default(), name)
    });
    if let Some((most, name)) = times.max() {
        let length = long_text::LENGTH / 1_000_000;
        let most = most.as_secs_f64() * 1000.0;
        println!(
            "{length} MB of pasted text, decoded and diagnosed: {most:.1} ms at most ({name})"
        );
    }
}
