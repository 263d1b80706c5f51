//! Settings read one after the other: of several that are wrong the first one stops the
//! server, as in smtpd(8). The others are read all the same, which takes less code than
//! to give up at each of them.

use saslab_maincf::{Fatal, Setting, Settings};

/// A reader, and the first thing that was wrong.
pub(crate) struct Reading<'s> {
    settings: &'s Settings,
    wrong: Option<Fatal>,
}

impl<'s> Reading<'s> {
    pub(crate) fn of(settings: &'s Settings) -> Self {
        let wrong = None;
        Self { settings, wrong }
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Setting {
        let read = self.settings.checked_text(name);
        self.kept(read, name, "".into())
    }

    pub(crate) fn boolean(&mut self, name: &'static str) -> Setting<bool> {
        let read = self.settings.boolean(name);
        self.kept(read, name, false)
    }

    pub(crate) fn integer(&mut self, name: &'static str) -> Setting<i64> {
        let read = self.settings.integer(name);
        self.kept(read, name, 0)
    }

    /// Something else is wrong.
    pub(crate) fn fail(&mut self, fatal: Fatal) {
        self.wrong.get_or_insert(fatal);
    }

    /// What was wrong first, if anything was.
    pub(crate) fn end(self) -> Result<(), Fatal> {
        self.wrong.map_or(Ok(()), Err)
    }

    fn kept<T>(
        &mut self,
        read: Result<Setting<T>, Fatal>,
        name: &'static str,
        instead: T,
    ) -> Setting<T> {
        read.unwrap_or_else(|fatal| {
            self.fail(fatal);
            self.settings.text(name).map(|_| instead)
        })
    }
}
