//! An examination: every question about a server, asked part by part, and its answers.
//! It may run in a worker, which has a memory of its own: what is asked and what is
//! answered pass as text, one `key=value` a line (`snapshot.rs` has the same form).

use std::net::IpAddr;
use std::sync::Arc;

use saslab_explore::{
    Answer, Fact, Finding, Lens, Place, QUESTIONS, Question, Reported, Severity, Site, Supposed,
    Witness,
};
use saslab_smtpd::policy::FactKind;
use saslab_smtpd::release::Release;
use yew::AttrValue;

use crate::around::{Around, File, Password, Supposition, User};
use crate::setup::{Setup, Sight};
use crate::shared::Shared;
use crate::snapshot::{escaped, unescaped};

/// What an answer amounts to, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// It is not known.
    Unknown,
    /// It does not, unless something outside is so.
    Provided,
    /// It happens.
    Found(Severity),
}

/// An answer that a learner is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) question: &'static Question,
    /// Its place among the findings of the question.
    pub(crate) at: usize,
    pub(crate) kind: Kind,
    pub(crate) service: Option<AttrValue>,
    pub(crate) says: AttrValue,
    pub(crate) places: Vec<Spot>,
    pub(crate) witness: Option<Witness>,
    /// How many of the kind stand behind the last one that is told.
    pub(crate) more: usize,
}

/// A line at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) parameter: AttrValue,
    /// Of main.cf; 0: it is set elsewhere, or not at all.
    pub(crate) line: usize,
}

/// The answers of one part.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answers {
    pub(crate) sessions: u32,
    pub(crate) entries: Vec<Entry>,
}

/// How many parts an examination has.
pub(crate) fn parts() -> usize {
    QUESTIONS.len()
}

/// Lines of `key=value`.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, key: &str, value: &str) {
        self.0.extend([key, "=", &escaped(value), "\n"]);
    }
}

/// Every line of a text, as it was put.
fn each(text: &str, take: &mut dyn FnMut(&str, String) -> Option<()>) -> Option<()> {
    for line in text.lines() {
        let (key, value) = line.split_once('=')?;
        take(key, unescaped(value)?)?;
    }
    Some(())
}

impl Entry {
    /// Whether both are about the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.question == other.question && self.service == other.service && self.says == other.says
    }
}

/// What is asked about. Not for a link: passwords are in it.
pub(crate) fn asked(setup: &Setup) -> String {
    let Setup { around, .. } = setup;
    let mut lines = Lines::default();
    lines.put("main.cf", &setup.text);
    lines.put("release", &setup.release.to_string());
    lines.put("mechanisms", &setup.mechanisms);
    lines.put("lens", Sight::of(setup.lens).word);
    for user in &around.users {
        lines.put("user", &user.name);
        lines.put("realm", &user.realm);
        lines.put("password", &user.password.0);
    }
    for file in &around.files {
        lines.put("file", &file.path);
        lines.put("content", &file.text);
    }
    lines.put("master.cf", &around.master);
    lines.put("service", &around.service);
    for one in &around.supposed {
        let kind = FactKind::ALL.iter().position(|kind| *kind == one.kind);
        lines.put("kind", &kind.unwrap_or(0).to_string());
        lines.put("source", &one.source);
        lines.put("about", &one.about);
        lines.put("says", &one.says);
    }
    lines.0
}

fn setup(asked: &str) -> Option<Setup> {
    let mut setup = Setup {
        text: AttrValue::default(),
        release: Release::DEFAULT,
        mechanisms: AttrValue::default(),
        around: Shared::new(Around::default()),
        lens: Lens::Direct,
    };
    let mut around = Around {
        users: Vec::new(),
        files: Vec::new(),
        ..Around::default()
    };
    each(asked, &mut |key, value| {
        let text = AttrValue::from(value);
        match key {
            "main.cf" => setup.text = text,
            "release" => setup.release = text.parse().ok()?,
            "mechanisms" => setup.mechanisms = text,
            "lens" => setup.lens = Sight::named(&text)?.lens,
            "user" => around
                .users
                .push(User::of_the_howto(text, AttrValue::default())),
            "realm" => around.users.last_mut()?.realm = text,
            "password" => around.users.last_mut()?.password = Password(text),
            "file" => around.files.push(File {
                path: text,
                text: AttrValue::default(),
            }),
            "content" => around.files.last_mut()?.text = text,
            "master.cf" => around.master = text,
            "service" => around.service = text,
            "kind" => around.supposed.push(Supposition {
                kind: *FactKind::ALL.get(text.parse::<usize>().ok()?)?,
                source: AttrValue::default(),
                about: AttrValue::default(),
                says: AttrValue::default(),
            }),
            "source" => around.supposed.last_mut()?.source = text,
            "about" => around.supposed.last_mut()?.about = text,
            _says => around.supposed.last_mut()?.says = text,
        }
        Some(())
    })?;
    setup.around = Shared::new(around);
    Some(setup)
}

fn site(asked: &str) -> Option<Site> {
    setup(asked).map(|setup| setup.site())
}

/// Answers one part, for [`answers`] to read; empty if there is no such part.
pub(crate) fn examined(asked: &str, part: usize) -> String {
    let mut lines = Lines::default();
    if let (Some(site), Some(questions)) = (site(asked), QUESTIONS.get(part)) {
        let report = saslab_explore::examine_these(&site, questions);
        lines.put("sessions", &report.sessions.to_string());
        for reported in &report.answers {
            put_answer(&mut lines, reported);
        }
    }
    lines.0
}

/// More findings of one question than these are counted: a hundred thousand parameters
/// that nobody knows are one mistake.
const EACH: usize = 20;

fn put_answer(to: &mut Lines, reported: &Reported) {
    let name = reported.question.name;
    match &reported.answer {
        Answer::Happens(_) => {
            for finding in reported.findings.iter().take(EACH) {
                to.put("found", name);
                put_finding(to, finding);
            }
            let more = reported.findings.len().saturating_sub(EACH);
            if more > 0 {
                to.put("more", &more.to_string());
            }
        }
        Answer::Never { provided, .. } => {
            if let Some(first) = provided.first() {
                to.put("provided", name);
                to.put("says", &reported.answer.to_string());
                put_witness(to, &first.witness);
            }
        }
        Answer::Unknown(limit) => {
            to.put("unknown", name);
            to.put("says", &limit.to_string());
        }
    }
}

fn put_finding(to: &mut Lines, finding: &Finding) {
    to.put("severity", finding.severity.word());
    to.put("says", &finding.says);
    if let Some(service) = &finding.service {
        to.put("service", service);
    }
    for Place {
        parameter, line, ..
    } in &finding.places
    {
        let line = line.unwrap_or(0).to_string();
        to.put("place", &[&line, " ", parameter].concat());
    }
    if let Some(witness) = &finding.witness {
        put_witness(to, witness);
    }
}

fn put_witness(to: &mut Lines, witness: &Witness) {
    to.put("by", &witness.service);
    to.put("client", &witness.client.to_string());
    to.put("seen", &witness.seen.to_string());
    if let Some(name) = &witness.name {
        to.put("name", name);
    }
    for Supposed { fact, says } in &witness.supposing {
        let (kind, source, about) = fact.parts();
        let kind = FactKind::ALL.iter().position(|one| *one == kind);
        to.put("kind", &kind.unwrap_or(0).to_string());
        to.put("source", source);
        to.put("about", about);
        if let Some(says) = says {
            to.put("answer", says);
        }
    }
    for line in &witness.lines {
        to.put("say", line);
    }
}

const SEVERITIES: [Severity; 4] = [
    Severity::Note,
    Severity::Warning,
    Severity::Serious,
    Severity::Critical,
];

/// Reads what [`examined`] has written.
pub(crate) fn answers(text: &str) -> Option<Answers> {
    let mut answers = Answers::default();
    each(text, &mut |key, value| {
        let kind = match key {
            "sessions" => {
                answers.sessions = value.parse().ok()?;
                return Some(());
            }
            "found" => Kind::Found(Severity::Note),
            "provided" => Kind::Provided,
            "unknown" => Kind::Unknown,
            _other => return read_into(answers.entries.last_mut()?, key, value),
        };
        let question = saslab_explore::question(&value)?;
        let entries = answers.entries.iter();
        answers.entries.push(Entry {
            at: entries.filter(|entry| entry.question == question).count(),
            question,
            kind,
            service: None,
            says: AttrValue::default(),
            places: Vec::new(),
            witness: None,
            more: 0,
        });
        Some(())
    })?;
    Some(answers)
}

fn read_into(entry: &mut Entry, key: &str, value: String) -> Option<()> {
    match key {
        "more" => entry.more = value.parse().ok()?,
        "severity" => {
            let mut severities = SEVERITIES.into_iter();
            entry.kind = Kind::Found(severities.find(|severity| severity.word() == value)?);
        }
        "says" => entry.says = value.into(),
        "service" => entry.service = Some(value.into()),
        "place" => {
            let (line, parameter) = value.split_once(' ')?;
            entry.places.push(Spot {
                parameter: parameter.to_owned().into(),
                line: line.parse().ok()?,
            });
        }
        "by" => {
            let nobody = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
            entry.witness = Some(Witness {
                service: value.into(),
                client: nobody,
                seen: nobody,
                name: None,
                lines: Vec::new(),
                supposing: Vec::new(),
            });
        }
        _witness => read_witness(entry.witness.as_mut()?, key, &value)?,
    }
    Some(())
}

fn read_witness(witness: &mut Witness, key: &str, value: &str) -> Option<()> {
    let supposing = &mut witness.supposing;
    match key {
        "client" => witness.client = value.parse().ok()?,
        "seen" => witness.seen = value.parse().ok()?,
        "name" => witness.name = Some(Arc::from(value)),
        "kind" => supposing.push(Supposed {
            fact: Fact::of(*FactKind::ALL.get(value.parse::<usize>().ok()?)?, "", ""),
            says: None,
        }),
        "source" | "about" => {
            let fact = &mut supposing.last_mut()?.fact;
            let (kind, source, _) = fact.parts();
            *fact = match key {
                "source" => Fact::of(kind, value, ""),
                _about => Fact::of(kind, source, value),
            };
        }
        "answer" => supposing.last_mut()?.says = Some(Arc::from(value)),
        _say => witness.lines.push(Arc::from(value)),
    }
    Some(())
}

mod settle;

pub(crate) use settle::{Remedy, Settled, read_settled, settled};

#[cfg(test)]
mod tests;
