//! What comes from outside and what goes there: the import of a configuration with its
//! report, and main.cf in the forms that administrators use. `ts/shell/files.ts` asks.
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::rc::Rc;

use saslab_smtpd::maincf::{
    Edit, MainCf, MasterCf, Pasted, not_simulated, parameter, postconf_edits, unified,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::draft::Draft;
use crate::port;
use crate::state::{Action, State};

/// More remarks than these belong into the editor, where they stand anyway.
const REMARKS: usize = 12;

/// Reads a configuration and puts it in place of what is there, which undo brings back.
/// Gives a report: a sentence a line, what belongs below one behind a tab.
///
/// # Errors
///
/// A sentence that says why it is no configuration; then nothing has changed.
#[wasm_bindgen(js_name = importOctets)]
pub fn import(octets: &[u8]) -> Result<String, String> {
    let pasted = Pasted::read(octets).map_err(|reason| reason.to_string())?;
    let state = port::now().ok_or("the page is not ready")?;
    let report = report(&pasted, &state);
    let some = |text: String| (!text.trim().is_empty()).then(|| text.into());
    port::act(Action::Import {
        main_cf: some(pasted.main_cf),
        master_cf: some(pasted.master_cf),
    });
    Ok(report)
}

fn report(pasted: &Pasted, state: &State) -> String {
    let mut report = String::new();
    let mut say = |lines: &[&str]| {
        report.extend(lines.iter().copied());
        report.push('\n');
    };
    if !pasted.main_cf.trim().is_empty() {
        let draft = Draft::read(&pasted.main_cf, state.release);
        let (file, _) = MainCf::parse(&pasted.main_cf);
        say(&["main.cf: ", &file.entries().len().to_string(), " settings."]);
        let mut names: Vec<&str> = not_simulated(&file).map(|entry| &*entry.name).collect();
        names.dedup();
        if !names.is_empty() {
            say(&[
                "Kept and shown, but not simulated: ",
                &names.len().to_string(),
                ".",
            ]);
            say(&["\t", &names.join(", ")]);
        }
        if let Some(fatal) = &draft.fatal {
            say(&["Postfix stops here: ", &fatal.log]);
        }
        let remarks = draft.remarks();
        if !remarks.is_empty() {
            say(&["Remarks: ", &remarks.len().to_string(), "."]);
        }
        for remark in remarks.iter().take(REMARKS) {
            say(&["\t", &remark.says]);
        }
    }
    if !pasted.master_cf.trim().is_empty() {
        let services = MasterCf::parse(&pasted.master_cf);
        let count = services.services().len().to_string();
        say(&[
            "master.cf: ",
            &count,
            " services that have to do with SMTP.",
        ]);
    }
    if pasted.is_mended {
        say(&["Octets that are no UTF-8 were replaced."]);
    }
    if !pasted.left_out.is_empty() {
        say(&["Left out, for it belongs to neither:"]);
    }
    for (line, text) in pasted.left_out.iter().take(REMARKS) {
        say(&["\tline ", &line.to_string(), ": ", text]);
    }
    report
}

/// Moves an item of a list, which was dragged to another place.
#[wasm_bindgen(js_name = moveItem)]
pub fn move_item(list: &str, item: usize, to: usize) {
    if let Some(row) = parameter(list) {
        let name = row.name;
        port::act(Action::Edit(Edit::Move { name, item, to }));
    }
}

/// The forms of main.cf that can be taken along.
#[derive(Clone, Copy)]
#[wasm_bindgen]
pub enum Form {
    /// The file.
    File,
    /// The commands that bring the server there.
    Commands,
    /// What has changed since it was brought, as patch(1) takes it.
    Changes,
    /// The file master.cf.
    Master,
}

/// main.cf in a form.
#[wasm_bindgen(js_name = exportText)]
pub fn export(form: Form) -> String {
    port::now().map_or_else(String::new, |state| exported(&state, form))
}

fn exported(state: &Rc<State>, form: Form) -> String {
    match form {
        Form::File => state.text.to_string(),
        Form::Commands => {
            let read = |text: &str| MainCf::parse(text).0;
            let mut lines = postconf_edits(&read(&state.base), &read(&state.text));
            if !lines.is_empty() {
                lines.push("postfix reload\n".to_owned());
            }
            lines.join("\n")
        }
        Form::Changes => unified(&state.base, &state.text, "main.cf"),
        Form::Master => state.around.master.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yew::Reducible;

    fn imported(text: &str) -> (String, Rc<State>) {
        let start = Rc::new(State::default());
        let pasted = Pasted::read(text.as_bytes()).unwrap();
        let report = report(&pasted, &start);
        let import = Action::Import {
            main_cf: Some(pasted.main_cf.into()),
            master_cf: None,
        };
        (report, start.reduce(import))
    }

    #[test]
    fn a_report_says_what_is_not_simulated_and_what_is_odd() {
        let text = "compatibility_level = 3.6\nbounce_queue_lifetime = 1d\nmyhostname = __HOST__\n";
        let (report, state) = imported(text);
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "main.cf: 3 settings.",
                "Kept and shown, but not simulated: 1.",
                "\tbounce_queue_lifetime"
            ]
        );
        assert!(report.contains("__HOST__ looks like a place that another tool"));
        assert_eq!((&*state.text, &*state.loaded), (text, text));
    }

    #[test]
    fn what_goes_out_is_told_from_what_came_in() {
        let (_, state) = imported("compatibility_level = 3.6\nmyhostname = a.example\n");
        let text = "compatibility_level = 3.6\nmyhostname = b.example\n";
        let state = state.reduce(Action::Write(text.into()));
        assert_eq!(exported(&state, Form::File), text);
        assert_eq!(
            exported(&state, Form::Commands),
            "postconf -e 'myhostname = b.example'\npostfix reload\n"
        );
        assert!(
            exported(&state, Form::Changes).contains("-myhostname = a.example\n+myhostname = b")
        );
    }
}
