//! What a learner can do: the only way to another state.

use std::rc::Rc;

use saslab_explore::{Lens, Witness};
use saslab_smtpd::maincf::Edit;
use saslab_smtpd::release::Release;
use yew::AttrValue;

use super::{Reload, State};
use crate::around::Around;
use crate::look::Look;
use crate::people::Person;
use crate::uses::Uses;

/// What a learner can do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// Write main.cf.
    Write(AttrValue),
    /// Take over both files as an edit that settles a finding has them.
    Apply {
        main_cf: AttrValue,
        master_cf: Option<AttrValue>,
    },
    /// Use a control of the Server region.
    Edit(Edit),
    /// Bring main.cf, master.cf or both from outside; the server reads them at once.
    Import {
        main_cf: Option<AttrValue>,
        master_cf: Option<AttrValue>,
    },
    /// `postfix reload`.
    Reload,
    /// Choose when the server reads main.cf.
    ReloadWhen(Reload),
    /// Install another release.
    Install(Release),
    /// Install other mechanisms.
    Mechanisms(AttrValue),
    /// Change what stands around main.cf; the words say what when it is to be undone.
    Around(Around, &'static str),
    /// The same letter by letter: all that have the same words are undone at once.
    Type(Around, &'static str),
    /// Point at a line of main.cf, or no longer; the editor shows it. No step of undo.
    Point(Option<u32>),
    /// Put something between clients and server.
    See(Lens),
    /// Keep this state, to compare later ones with.
    Pin,
    /// Compare with the state before again.
    Unpin,
    /// Connect from elsewhere.
    Connect(Person),
    /// Take a script, by its place in the table of scripts, and play its first line.
    Take(usize),
    /// Let this many lines be sent.
    Seek(usize),
    /// Type a line, which replaces what a script still had to say.
    Send(AttrValue),
    /// Type several lines at once.
    SendAll(Vec<AttrValue>),
    /// Let a mail client speak, or nobody.
    Uses(Uses),
    /// Drop what the client has to say after this many lines.
    Fork(usize),
    /// Go on to the next line that the last change has marked.
    NextChange,
    /// Show the session in another way.
    Look(Look),
    /// Hang up and connect again, with nothing to say yet.
    Restart,
    /// Show a session that proves something.
    Show(Witness),
    /// Put all of this in place of what is there, and say so when it is to be undone.
    Open(Rc<State>, &'static str),
    /// Take back what was done last.
    Undo,
    /// Do again what was taken back.
    Redo,
}
