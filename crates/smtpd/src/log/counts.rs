//! How often each command came and how often it succeeded: `smtpd_format_cmd_stats`.

use std::fmt;

use saslab_release::Verb;

/// The commands of one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    of: [Count; COMMANDS],
    bare_newlines: Noted,
}

/// Whether something is told behind the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Noted {
    #[default]
    No,
    Yes,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    came: u16,
    succeeded: u16,
}

/// The commands, in the order of `smtpd_cmd_table`, and what is none.
const VERBS: [Option<Verb>; COMMANDS] = [
    Some(Verb::Helo),
    Some(Verb::Ehlo),
    Some(Verb::Xclient),
    Some(Verb::Xforward),
    Some(Verb::Starttls),
    Some(Verb::Auth),
    Some(Verb::Mail),
    Some(Verb::Rcpt),
    Some(Verb::Data),
    Some(Verb::Bdat),
    Some(Verb::Rset),
    Some(Verb::Noop),
    Some(Verb::Vrfy),
    Some(Verb::Etrn),
    Some(Verb::Quit),
    Some(Verb::Help),
    None,
];
const COMMANDS: usize = 17;

impl Counts {
    /// A command has come; `None` is one that the server does not know.
    pub(crate) fn came(&mut self, verb: Option<Verb>) {
        if let Some(count) = self.of(verb) {
            count.came = count.came.saturating_add(1);
        }
    }

    /// It has succeeded.
    pub(crate) fn succeeded(&mut self, verb: Verb) {
        if let Some(count) = self.of(Some(verb)) {
            count.succeeded = count.succeeded.saturating_add(1);
        }
    }

    /// A bare newline has come that is noted.
    pub(crate) fn note_bare_newline(&mut self) {
        self.bare_newlines = Noted::Yes;
    }

    fn of(&mut self, verb: Option<Verb>) -> Option<&mut Count> {
        let at = VERBS.iter().position(|row| *row == verb)?;
        self.of.get_mut(at)
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut all = Count::default();
        for (verb, count) in VERBS.iter().zip(&self.of) {
            if count.came == 0 {
                continue;
            }
            all.came = all.came.saturating_add(count.came);
            all.succeeded = all.succeeded.saturating_add(count.succeeded);
            let name = verb.map_or("unknown", Verb::name).to_ascii_lowercase();
            write!(f, " {name}={}", count.succeeded)?;
            if count.succeeded != count.came {
                write!(f, "/{}", count.came)?;
            }
        }
        write!(f, " commands={}", all.succeeded)?;
        // Nothing at all is shown as an abnormal session, too.
        if all.succeeded != all.came || all.came == 0 {
            write!(f, "/{}", all.came)?;
        }
        match self.bare_newlines {
            Noted::No => Ok(()),
            Noted::Yes => f.write_str(" notes=bare_lf"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_commands_are_counted_behind_a_stroke() {
        // Scenario howto-no-nuls.
        let mut counts = Counts::default();
        for verb in [Verb::Ehlo, Verb::Auth, Verb::Quit] {
            counts.came(Some(verb));
        }
        counts.succeeded(Verb::Ehlo);
        counts.succeeded(Verb::Quit);
        assert_eq!(counts.to_string(), " ehlo=1 auth=0/1 quit=1 commands=2/3");
    }

    #[test]
    fn a_session_without_commands_looks_abnormal() {
        // Scenario wrap-missing-certificate.
        assert_eq!(Counts::default().to_string(), " commands=0/0");
    }
}
