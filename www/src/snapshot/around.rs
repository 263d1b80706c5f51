//! What stands around main.cf, as rows of a snapshot: only what is not as it is at first,
//! and no password but the HOWTO's.

use saslab_smtpd::disclosure::{file_without_passwords, master_without_passwords};
use saslab_smtpd::policy::FactKind;
use yew::AttrValue;

use super::Row;
use crate::around::{Around, File, Password, Supposition, User};

pub(super) const USERS: Row = Row {
    key: "user",
    write: |state, to| {
        let users = &state.around.users;
        if *users == Around::default().users {
            return;
        }
        // A row without a name: there may be nobody.
        to.push(String::new());
        for User { name, realm, .. } in users.iter().filter(|user| user.is_published()) {
            to.push(row(&["howto", name, realm]));
        }
        for User { name, realm, .. } in users.iter().filter(|user| !user.is_published()) {
            to.push(row(&["own", name, realm]));
        }
    },
    read: |parts, value| {
        let users = &mut parts.around.users;
        if value.is_empty() {
            users.clear();
            return Some(());
        }
        let [whose, name, realm] = columns(value)?;
        let mut user = User::of_the_howto(name, realm);
        if whose != "howto" {
            user.password = Password(AttrValue::default());
        }
        users.push(user);
        Some(())
    },
};

pub(super) const FILES: Row = Row {
    key: "file",
    write: |state, to| {
        let files = &state.around.files;
        if *files == Around::default().files {
            return;
        }
        to.push(String::new());
        for File { path, text } in files {
            to.push([&row(&[path]), "\t", &file_without_passwords(path, text)].concat());
        }
    },
    read: |parts, value| {
        let files = &mut parts.around.files;
        if value.is_empty() {
            files.clear();
            return Some(());
        }
        let (path, text) = value.split_once('\t')?;
        files.push(File {
            path: path.to_owned().into(),
            text: text.to_owned().into(),
        });
        Some(())
    },
};

pub(super) const MASTER: Row = Row {
    key: "master.cf",
    write: |state, to| {
        let master = &state.around.master;
        if *master != Around::default().master {
            to.push(master_without_passwords(master));
        }
    },
    read: |parts, value| {
        parts.around.master = value.to_owned().into();
        Some(())
    },
};

pub(super) const SERVICE: Row = Row {
    key: "service",
    write: |state, to| {
        let service = &state.around.service;
        if !service.is_empty() {
            to.push(service.to_string());
        }
    },
    read: |parts, value| {
        parts.around.service = value.to_owned().into();
        Some(())
    },
};

/// The kinds of facts in a snapshot, in the order of [`FactKind::ALL`].
const KINDS: [&str; 4] = ["table", "list", "policy", "restriction"];

pub(super) const SUPPOSED: Row = Row {
    key: "supposed",
    write: |state, to| {
        for fact in &state.around.supposed {
            let place = FactKind::ALL.iter().position(|kind| *kind == fact.kind);
            let kind = place.and_then(|place| KINDS.get(place)).unwrap_or(&"");
            to.push(row(&[kind, &fact.source, &fact.about, &fact.says]));
        }
    },
    read: |parts, value| {
        let [kind, source, about, says] = columns(value)?;
        let place = KINDS.iter().position(|word| kind == *word)?;
        parts.around.supposed.push(Supposition {
            kind: *FactKind::ALL.get(place)?,
            source,
            about,
            says,
        });
        Some(())
    },
};

/// Whether something of it is not written down.
pub(super) fn holds_secrets(around: &Around) -> bool {
    let master = &around.master;
    let mut files = around.files.iter();
    master_without_passwords(master) != **master
        || files.any(|File { path, text }| file_without_passwords(path, text) != **text)
}

fn row(columns: &[&str]) -> String {
    let columns: Vec<String> = columns.iter().map(|c| c.replace('\t', " ")).collect();
    columns.join("\t")
}

/// Exactly this many columns; a tab is in none.
fn columns<const N: usize>(value: &str) -> Option<[AttrValue; N]> {
    let columns: Vec<AttrValue> = value
        .split('\t')
        .map(|column| column.to_owned().into())
        .collect();
    columns.try_into().ok()
}
