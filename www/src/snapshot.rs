//! The work as text, for a link or for the browser's storage: one `key=value` a line, in
//! clear, versioned, and without secrets (`saslab_smtpd::disclosure`). Packing it for an
//! address is `ts/shell/link.ts`. A key that a reader does not know is passed over and
//! counted, so that older pages open newer links as far as they can.

use std::fmt;
use std::rc::Rc;

use saslab_explore::Lens;
use saslab_lessons::howto;
use saslab_smtpd::disclosure;
use saslab_smtpd::release::Release;
use yew::AttrValue;

use crate::around::Around;
use crate::look::Look;
use crate::people::Person;
use crate::setup::Sight;
use crate::state::{Reload, State};
use crate::uses::Uses;

mod around;

/// The first line. The number rises when an older page would read something wrong.
const HEAD: &str = "saslab 1";

/// A key and both its directions. To keep one thing more: a row here, and its part in
/// [`Parts`]. The order is that of reading: `played` needs the lines.
struct Row {
    key: &'static str,
    write: fn(&State, &mut Vec<String>),
    read: fn(&mut Parts, &str) -> Option<()>,
}

/// What a state is made from.
pub(crate) struct Parts {
    pub(crate) text: AttrValue,
    /// What the server runs, if it is not `text`.
    pub(crate) loaded: Option<AttrValue>,
    /// What was brought, if it is not what the server runs.
    pub(crate) base: Option<AttrValue>,
    pub(crate) reload: Reload,
    pub(crate) release: Release,
    pub(crate) mechanisms: AttrValue,
    pub(crate) around: Around,
    pub(crate) lens: Lens,
    pub(crate) pinned: Option<Rc<State>>,
    pub(crate) person: Person,
    pub(crate) inputs: Vec<AttrValue>,
    pub(crate) played: usize,
    pub(crate) look: Look,
    pub(crate) uses: Uses,
}

/// Work as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) text: String,
    /// How many lines of the client are left out, from the first that holds a secret.
    pub(crate) lines_left_out: usize,
    /// Whether passwords are left out of main.cf.
    pub(crate) passwords_left_out: bool,
    /// Whether they are left out of master.cf or of files.
    pub(crate) secrets_left_out: bool,
}

/// Why a text is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It does not begin as one of ours.
    Foreign,
    /// A later version wrote it.
    Newer,
    /// This line, counted from 1, is not what its key asks for.
    Line(usize),
}

/// A state, and how many of its lines were not understood.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) state: Rc<State>,
    pub(crate) unknown: usize,
}

const ROWS: [Row; 18] = [
    Row {
        key: "release",
        write: |state, to| to.push(state.release.to_string()),
        read: |parts, value| {
            parts.release = value.parse().ok()?;
            Some(())
        },
    },
    Row {
        key: "mechanisms",
        write: |state, to| to.push(state.mechanisms.to_string()),
        read: |parts, value| {
            parts.mechanisms = value.to_owned().into();
            Some(())
        },
    },
    Row {
        key: "client",
        write: |state, to| to.push(state.person.word()),
        read: |parts, value| {
            parts.person = Person::of_word(value)?;
            Some(())
        },
    },
    Row {
        key: "lens",
        write: |state, to| {
            if state.lens != Lens::Direct {
                to.push(Sight::of(state.lens).word.to_owned());
            }
        },
        read: |parts, value| {
            parts.lens = Sight::named(value)?.lens;
            Some(())
        },
    },
    Row {
        key: "pinned",
        write: |state, to| to.extend(state.pinned.iter().map(|pinned| write(pinned).text)),
        read: |parts, value| {
            parts.pinned = Some(read(value).ok()?.state);
            Some(())
        },
    },
    Row {
        key: "reload",
        write: |state, to| {
            if state.reload == Reload::WhenAsked {
                to.push("asked".to_owned());
            }
        },
        read: |parts, value| {
            parts.reload = (value == "asked").then_some(Reload::WhenAsked)?;
            Some(())
        },
    },
    Row {
        key: "main.cf",
        write: |state, to| to.push(disclosure::without_passwords(&state.text)),
        read: |parts, value| {
            parts.text = value.to_owned().into();
            Some(())
        },
    },
    Row {
        key: "loaded",
        write: |state, to| {
            if state.is_stale() {
                to.push(disclosure::without_passwords(&state.loaded));
            }
        },
        read: |parts, value| {
            parts.loaded = Some(value.to_owned().into());
            Some(())
        },
    },
    Row {
        key: "base",
        write: |state, to| {
            // The HOWTO's text is known.
            if state.base != state.loaded && state.base != howto::BEFORE {
                to.push(disclosure::without_passwords(&state.base));
            }
        },
        read: |parts, value| {
            parts.base = Some(value.to_owned().into());
            Some(())
        },
    },
    around::USERS,
    around::FILES,
    around::MASTER,
    around::SERVICE,
    around::SUPPOSED,
    Row {
        key: "say",
        write: |state, to| match state.uses {
            Uses::Terminal => to.extend(harmless(state).iter().map(ToString::to_string)),
            Uses::Client(_) => {}
        },
        read: |parts, value| {
            parts.inputs.push(value.to_owned().into());
            Some(())
        },
    },
    Row {
        key: "played",
        write: |state, to| {
            to.push(match state.uses {
                Uses::Terminal => state.played.min(harmless(state).len()).to_string(),
                Uses::Client(_) => state.played.to_string(),
            })
        },
        read: |parts, value| {
            parts.played = value.parse().ok()?;
            Some(())
        },
    },
    Row {
        key: "uses",
        write: |state, to| to.extend(state.uses.word()),
        read: |parts, value| {
            parts.uses = Uses::read(value);
            Some(())
        },
    },
    Row {
        key: "view",
        write: |state, to| {
            if state.look != Look::Dialogue {
                to.push(state.look.name().to_owned());
            }
        },
        read: |parts, value| {
            parts.look = Look::named(value).unwrap_or_default();
            Some(())
        },
    },
];

impl Snapshot {
    /// What is missing, in sentences; empty if nothing is.
    pub(crate) fn left_out(&self) -> String {
        let mut said = String::new();
        if self.lines_left_out > 0 {
            let count = self.lines_left_out.to_string();
            said.extend([
                "the last ",
                &count,
                " of the client's lines, from the first that may hold a password of your own",
            ]);
        }
        if self.passwords_left_out {
            said.push_str(if said.is_empty() { "" } else { "; " });
            said.push_str("the passwords that main.cf holds in static: or inline: tables");
        }
        if self.secrets_left_out {
            said.push_str(if said.is_empty() { "" } else { "; " });
            said.push_str("the passwords that master.cf and files hold");
        }
        said
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str("it is none of this laboratory"),
            Self::Newer => f.write_str("a later version of this page wrote it"),
            Self::Line(line) => write!(f, "its line {line} is damaged"),
        }
    }
}

/// The lines of the client before the first that may hold a secret.
fn harmless(state: &State) -> &[AttrValue] {
    let secret = disclosure::first_secret(state.inputs.iter().map(AttrValue::as_str));
    let end = secret.unwrap_or(state.inputs.len());
    state.inputs.get(..end).unwrap_or(&[])
}

/// Writes the work down.
pub(crate) fn write(state: &State) -> Snapshot {
    let mut text = HEAD.to_owned();
    let mut values = Vec::new();
    for row in &ROWS {
        (row.write)(state, &mut values);
        for value in values.drain(..) {
            text.extend(["\n", row.key, "=", &escaped(&value)]);
        }
    }
    Snapshot {
        text,
        lines_left_out: match state.uses {
            Uses::Terminal => state.inputs.len() - harmless(state).len(),
            // They are found anew.
            Uses::Client(_) => 0,
        },
        passwords_left_out: disclosure::without_passwords(&state.text) != *state.text,
        secrets_left_out: around::holds_secrets(&state.around),
    }
}

/// Reads it back.
pub(crate) fn read(text: &str) -> Result<Opened, Unreadable> {
    let mut lines = text.split('\n');
    let head = lines.next().unwrap_or("");
    if head != HEAD {
        let number = head.strip_prefix("saslab ").map(str::parse::<u32>);
        let is_newer = matches!(number, Some(Ok(_)));
        return Err(if is_newer {
            Unreadable::Newer
        } else {
            Unreadable::Foreign
        });
    }
    let mut parts = Parts::default();
    let mut unknown = 0;
    for (at, line) in lines.enumerate() {
        let wrong = Unreadable::Line(at + 2);
        let (key, value) = line.split_once('=').ok_or(wrong)?;
        let value = unescaped(value).ok_or(wrong)?;
        match ROWS.iter().find(|row| row.key == key) {
            Some(row) => (row.read)(&mut parts, &value).ok_or(wrong)?,
            None => unknown += 1,
        }
    }
    let state = Rc::new(State::from(parts));
    Ok(Opened { state, unknown })
}

/// A value in one line.
pub(crate) fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n")
}

pub(crate) fn unescaped(line: &str) -> Option<String> {
    let mut value = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        value.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(value)
}

impl Default for Parts {
    fn default() -> Self {
        let State {
            text,
            reload,
            release,
            mechanisms,
            person,
            ..
        } = State::default();
        Self {
            text,
            loaded: None,
            base: None,
            reload,
            release,
            mechanisms,
            around: Around::default(),
            lens: Lens::Direct,
            pinned: None,
            person,
            inputs: Vec::new(),
            played: 0,
            look: Look::Dialogue,
            uses: Uses::Terminal,
        }
    }
}

#[cfg(test)]
mod tests;
