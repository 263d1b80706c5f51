//! What settles a finding: asked, answered and read as text, as the findings are.

use saslab_explore::Fix;
use yew::AttrValue;

use super::{Lines, each, setup};

/// An edit that settles a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remedy {
    /// main.cf with it.
    pub(crate) main_cf: AttrValue,
    /// master.cf with it, if it changes.
    pub(crate) master: Option<AttrValue>,
    /// Lines that begin with a space, `-` or `+`: of main.cf, then of master.cf.
    pub(crate) diff: Vec<AttrValue>,
    pub(crate) commands: Vec<AttrValue>,
    /// How many edits were tried.
    pub(crate) tried: u32,
}

/// Finds what settles a finding, for [`read_settled`] to read: the best first.
pub(crate) fn settled(asked: &str, question: &str, at: usize) -> String {
    let mut lines = Lines::default();
    put_settled(&mut lines, asked, question, at);
    lines.0
}

fn put_settled(to: &mut Lines, asked: &str, question: &str, at: usize) -> Option<()> {
    let setup = setup(asked)?;
    let site = setup.site();
    let reported = saslab_explore::ask(&site, saslab_explore::question(question)?);
    let finding = reported.findings.get(at)?;
    let fixes = saslab_explore::fixes(&site, finding);
    if fixes.is_empty() {
        to.put("needed", saslab_explore::needed(finding));
    }
    for fix in fixes {
        put_fix(to, &fix, &setup.around.master);
    }
    Some(())
}

fn put_fix(to: &mut Lines, fix: &Fix, master: &str) {
    to.put("main.cf", &fix.main_cf);
    to.put("tried", &fix.tried.to_string());
    for line in &fix.diff {
        to.put("diff", &line.to_string());
    }
    if let Some((master, diff)) = fix.master_cf(master) {
        to.put("master.cf", &master);
        for line in diff {
            to.put("diff", &line.to_string());
        }
    }
    for command in &fix.postconf {
        to.put("command", command);
    }
}

/// What settles a finding, or what is needed where no edit does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// The best first.
    pub(crate) remedies: Vec<Remedy>,
    /// A sentence without its full stop.
    pub(crate) needed: AttrValue,
}

/// Reads what [`settled`] has written.
pub(crate) fn read_settled(text: &str) -> Option<Settled> {
    let mut settled = Settled::default();
    each(text, &mut |key, value| {
        let remedies = &mut settled.remedies;
        if key == "needed" {
            settled.needed = value.into();
            return Some(());
        }
        if key == "main.cf" {
            remedies.push(Remedy {
                main_cf: value.into(),
                ..Remedy::default()
            });
            return Some(());
        }
        let remedy = remedies.last_mut()?;
        match key {
            "tried" => remedy.tried = value.parse().ok()?,
            "master.cf" => remedy.master = Some(value.into()),
            "diff" => remedy.diff.push(value.into()),
            _command => remedy.commands.push(value.into()),
        }
        Some(())
    })?;
    Some(settled)
}
