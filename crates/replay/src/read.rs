//! Files of scenarios: one JSON object per line.

use std::fmt;

use serde_json::Value;

use crate::{FieldError, Scenario};

/// A line that is no scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not UTF-8.
    Encoding {
        /// The first octet of the line that is not, counted from 0.
        at: usize,
    },
    /// It is not JSON.
    Syntax(String),
    /// It is JSON, but not a scenario.
    Field(FieldError),
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.fault {
            Fault::Encoding { at } => write!(f, "octet {at} is not UTF-8"),
            Fault::Syntax(says) => write!(f, "not JSON: {says}"),
            Fault::Field(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LineError {}

/// The scenarios of a file; empty lines are none.
pub fn read(file: &[u8]) -> impl Iterator<Item = Result<Scenario, LineError>> + '_ {
    let lines = file.split(|byte| *byte == b'\n').enumerate();
    let full = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    full.map(|(index, line)| {
        scenario(line).map_err(|fault| LineError {
            line: index + 1,
            fault,
        })
    })
}

fn scenario(line: &[u8]) -> Result<Scenario, Fault> {
    let text = std::str::from_utf8(line).map_err(|error| Fault::Encoding {
        at: error.valid_up_to(),
    })?;
    let value: Value =
        serde_json::from_str(text).map_err(|error| Fault::Syntax(error.to_string()))?;
    Scenario::from_json(value).map_err(Fault::Field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(line: &str) -> String {
        let errors: Vec<String> = read(line.as_bytes())
            .filter_map(Result::err)
            .map(|error| error.to_string())
            .collect();
        errors.join("; ")
    }

    fn with(field: &str) -> String {
        let rest = r#""id":"x","about":"x","postfix":"3.7.11","main_cf":"","sasl":{"implementation":"cyrus","mech_list":null,"users":[]},"client":{"address":"127.0.0.1","name":"localhost"},"transcript":[],"server_log":[]"#;
        format!("{{{rest},{field}}}")
    }

    #[test]
    fn an_unknown_field_is_named_with_its_line() {
        let line = with(r#""script":[],"surprise":1"#);
        assert_eq!(
            error_of(&format!("\n{line}\n")),
            "line 2: field `surprise`: is not known"
        );
    }

    #[test]
    fn an_unknown_step_is_named() {
        assert_eq!(
            error_of(&with(r#""script":[{"send":"NOOP"},{"dance":true}]"#)),
            "line 1: field `script[1].dance`: is not a known step"
        );
    }

    #[test]
    fn a_wrong_type_is_named() {
        assert_eq!(
            error_of(&with(r#""script":[{"send":7}]"#)),
            "line 1: field `script[0].send`: expected a text, found 7"
        );
        assert_eq!(
            error_of(&with(r#""script":[{"send":"NOOP","replies":2}]"#)),
            "line 1: field `script[0].replies`: belongs to send_many and raw only"
        );
    }

    #[test]
    fn what_is_not_json_or_not_utf_8_is_said() {
        assert_eq!(
            error_of("{"),
            "line 1: not JSON: EOF while parsing an object at line 1 column 1"
        );
        let mut errors = read(b"\xff").filter_map(Result::err);
        assert_eq!(
            errors.next().map(|error| error.to_string()).as_deref(),
            Some("line 1: octet 0 is not UTF-8")
        );
    }
}
