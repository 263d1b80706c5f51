//! A session from its start, as the page shows it.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use saslab_explore::Witness;
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Expect, Input, LogEvent, ReplyLine, Server, Session, Step, Withheld};
use yew::AttrValue;

use super::{Bench, Event, Line, Missing, Next, Transcript, Turn};
use crate::diff::Mark;
use crate::people::Person;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::why::Why;

/// Who said what, and what came of it.
#[derive(Debug)]
pub(super) struct Replayed {
    person: Person,
    inputs: Vec<AttrValue>,
    transcript: Rc<Transcript>,
}

/// What a change of the server compares, and what the workshop's screen shows.
const KEPT: usize = 3;

impl Bench {
    /// Replays a session from its start, unless that was done a moment ago.
    pub(crate) fn replay(&self, person: &Person, inputs: &[AttrValue]) -> Rc<Transcript> {
        let mut replayed = self.replayed.borrow_mut();
        let same = |one: &&Replayed| one.person == *person && one.inputs == inputs;
        if let Some(known) = replayed.iter().find(same) {
            return Rc::clone(&known.transcript);
        }
        let transcript = Rc::new(self.run(person, inputs));
        if replayed.len() == KEPT {
            replayed.remove(0);
        }
        replayed.push(Replayed {
            person: person.clone(),
            inputs: inputs.to_vec(),
            transcript: Rc::clone(&transcript),
        });
        transcript
    }

    /// Replays a session that proves something, where what it rests on is supposed.
    pub(crate) fn prove(&self, witness: &Witness) -> Rc<Transcript> {
        let (person, inputs) = Person::proving(witness);
        if witness.supposing.is_empty() {
            return self.replay(&person, &inputs);
        }
        let mut around = (*self.setup.around).clone();
        around.suppose_all(witness);
        let supposing = Self::start(Setup {
            around: Shared::new(around),
            ..self.setup.clone()
        });
        Rc::new(supposing.run(&person, &inputs))
    }

    fn run(&self, person: &Person, inputs: &[AttrValue]) -> Transcript {
        match &self.server {
            Ok(server) => {
                let seen = self.setup.lens.seen(person.address());
                Replay::run(server, person.peer(server, seen), inputs)
            }
            Err(failure) => Transcript {
                turns: Vec::new(),
                next: Next::Nothing,
                log: Vec::new(),
                session: None,
                failure: Some(failure.clone()),
                candidates: OnceCell::new(),
            },
        }
    }
}

/// What a session has brought so far.
struct Replay {
    expect: Expect,
    turns: Vec<Turn>,
    log: Vec<LogEvent>,
}

impl Replay {
    fn run(server: &Arc<Server>, client: Client, inputs: &[AttrValue]) -> Transcript {
        let mut replay = Self {
            expect: Expect::Command,
            turns: vec![Turn::default()],
            log: Vec::new(),
        };
        let mut session = replay.take(Session::connect(server, client));
        if matches!(replay.expect, Expect::TlsHandshake) {
            session = replay.take(session.receive(Input::TlsHandshake));
            replay.happened(Event::Wrapped);
        }
        for line in inputs {
            if matches!(replay.expect, Expect::Closed) {
                break;
            }
            replay.turns.push(Turn {
                sent: Some(line.clone()),
                ..Turn::default()
            });
            session = replay.take(session.receive(Input::line(line.as_bytes())));
            // A client that said STARTTLS goes on with the handshake.
            if matches!(replay.expect, Expect::TlsHandshake) {
                session = replay.take(session.receive(Input::TlsHandshake));
                replay.happened(Event::Handshake);
            }
        }
        Transcript {
            turns: replay.turns,
            next: Next::from(&replay.expect),
            log: replay.log,
            session: Some(Shared::new(session)),
            failure: None,
            candidates: OnceCell::new(),
        }
    }

    /// Writes down what a step brought, and goes on with the session after it.
    fn take(&mut self, step: Step) -> Session {
        if let Some(turn) = self.turns.last_mut() {
            for reply in &step.replies {
                for line in reply.lines() {
                    turn.lines.push(Line::from(line));
                }
            }
            for withheld in &*step.withheld {
                turn.missing.push(Missing::from(withheld));
            }
        }
        self.log.extend_from_slice(&step.log);
        self.expect = step.next;
        if matches!(self.expect, Expect::Closed) {
            self.happened(Event::Closed);
        }
        step.after
    }

    fn happened(&mut self, event: Event) {
        if let Some(turn) = self.turns.last_mut() {
            turn.event = Some(event);
        }
    }
}

impl From<&ReplyLine> for Line {
    fn from(line: &ReplyLine) -> Self {
        Self {
            text: Rc::<str>::from(line.text()).into(),
            why: Why::from(line.cause()),
            mark: Mark::Same,
        }
    }
}

impl From<&Withheld> for Missing {
    fn from(withheld: &Withheld) -> Self {
        Self {
            what: Rc::<str>::from(&*withheld.what).into(),
            why: Why::from(&withheld.cause),
        }
    }
}

impl From<&Expect> for Next {
    fn from(expect: &Expect) -> Self {
        match expect {
            Expect::Command | Expect::TlsHandshake => Self::Command,
            Expect::SaslResponse => Self::SaslResponse,
            Expect::Message | Expect::Octets(_) => Self::Message,
            Expect::Closed => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;
    use crate::why::Proof;
    use saslab_explore::Verdict;

    #[test]
    fn a_session_is_kept_for_as_long_as_it_is_one_of_the_last() {
        let bench = State::default().bench;
        let said = |line: &'static str| {
            let lines = [AttrValue::Static(line)];
            bench.replay(&Person::Outsider, &lines)
        };
        let first = said("EHLO a");
        assert!(Rc::ptr_eq(&first, &said("EHLO a")));
        let other = said("HELO a");
        assert_ne!(first.turns, other.turns);
        let neighbour = bench.replay(&Person::ALL[1], &["EHLO a".into()]);
        assert!(!Rc::ptr_eq(&first, &neighbour));
        said("NOOP");
        let again = said("EHLO a");
        assert!(!Rc::ptr_eq(&first, &again));
        assert_eq!(first.turns, again.turns);
    }

    #[test]
    fn a_proof_is_shown_on_what_it_supposes() {
        let text = "compatibility_level = 3.6\nmydestination = localhost\n\
            virtual_mailbox_domains = mysql:/etc/postfix/domains.cf\n";
        let bench = Bench::start(Setup {
            text: text.into(),
            ..State::default().bench.setup().clone()
        });
        let rows = bench.relay();
        let cell = &rows[0].cells[2];
        assert_eq!(cell.verdict, Verdict::Deferred);
        let shown = bench.prove(&cell.witness);
        let last = &shown.turns.last().unwrap().lines[0];
        assert_eq!(&*last.text, &*cell.reply);
        let (person, inputs) = Person::proving(&cell.witness);
        let last = bench.replay(&person, &inputs).turns.last().unwrap().lines[0].clone();
        assert_eq!(last.why.proof(), Proof::NotSimulated);
    }
}
