//! What administrators paste: main.cf, `postconf -n`, master.cf, `postconf -M`, or several
//! of them one after the other, as from a terminal. Lines of master.cf are known by their
//! columns (master(5)); what a shell or postconf(1) itself said is left out and named.

use crate::file::is_space;

/// A pasted text, sorted out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The lines of main.cf; empty if there are none.
    pub main_cf: String,
    /// The lines of master.cf.
    pub master_cf: String,
    /// What belongs to neither, with its line, counted from 1.
    pub left_out: Vec<(u32, String)>,
    /// Whether octets were replaced that are no UTF-8.
    pub is_mended: bool,
}

/// Why something cannot be taken for a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// It holds NULs: a compiled table, a picture, an archive.
    Binary,
    /// Nothing is in it.
    Empty,
}

impl std::fmt::Display for NoText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Binary => {
                "this is no text: it holds NUL octets, as compiled tables, pictures and archives do"
            }
            Self::Empty => "nothing is in it",
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Main,
    Master,
}

impl Pasted {
    /// Sorts out the octets of a file or of a paste.
    ///
    /// # Errors
    /// What is no text.
    pub fn read(octets: &[u8]) -> Result<Self, NoText> {
        if octets.contains(&0) {
            return Err(NoText::Binary);
        }
        let text = String::from_utf8_lossy(octets);
        let is_mended = matches!(text, std::borrow::Cow::Owned(_));
        // The mark that some editors of Windows begin a file with.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if text.trim_matches(is_space).is_empty() {
            return Err(NoText::Empty);
        }
        let mut pasted = Self {
            is_mended,
            ..Self::default()
        };
        pasted.sort(text);
        Ok(pasted)
    }

    fn sort(&mut self, text: &str) {
        let mut kind = first_kind(text);
        for (line, number) in text.split_inclusive('\n').zip(1_u32..) {
            if is_said(line) {
                let said = line.trim_matches(is_space).to_owned();
                self.left_out.push((number, said));
                continue;
            }
            kind = kind_of(line).unwrap_or(kind);
            match kind {
                Kind::Main => self.main_cf.push_str(line),
                Kind::Master => self.master_cf.push_str(line),
            }
        }
    }
}

/// Remarks before the first line that says something belong to it.
fn first_kind(text: &str) -> Kind {
    text.lines().find_map(kind_of).unwrap_or(Kind::Main)
}

/// What a line that begins an entry belongs to.
fn kind_of(line: &str) -> Option<Kind> {
    if line.starts_with(is_space) || line.starts_with('#') || line.is_empty() {
        return None;
    }
    let mut columns = line.split_ascii_whitespace();
    let transport = columns.nth(1).unwrap_or("");
    let is_known = ["inet", "unix", "unix-dgram", "fifo", "pass"].contains(&transport);
    match is_known && columns.count() >= 6 {
        true => Some(Kind::Master),
        false => Some(Kind::Main),
    }
}

/// A prompt with its command, or a warning of postconf(1).
fn is_said(line: &str) -> bool {
    let line = line.trim_matches(is_space);
    let is_prompt = line.contains("postconf") && !line.contains('=') && {
        let mut words = line.split_ascii_whitespace().rev();
        let option = words.next().unwrap_or("");
        option.starts_with('-') || option.ends_with("postconf")
    };
    let is_warning = ["postconf: ", "/usr/sbin/postconf: "];
    is_prompt && !line.starts_with('#') || is_warning.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Pasted {
        Pasted::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn what_a_terminal_shows_is_sorted_out() {
        let pasted = read(
            "root@mail:~# postconf -n\n\
             postconf: warning: /etc/postfix/main.cf: unused parameter: a=b\n\
             mydestination = a,\n    b\n\
             [root@mail ~]$ postconf -M\n\
             smtp       inet  n       -       y       -       -       smtpd\n\
             587        inet  n       -       y       -       -       smtpd\n\
             \x20   -o smtpd_sasl_auth_enable=yes\n",
        );
        assert_eq!(pasted.main_cf, "mydestination = a,\n    b\n");
        let lines: Vec<&str> = pasted.master_cf.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[2], "    -o smtpd_sasl_auth_enable=yes");
        let left: Vec<u32> = pasted.left_out.iter().map(|(line, _)| *line).collect();
        assert_eq!(left, [1, 2, 5]);
    }

    #[test]
    fn remarks_go_with_what_follows_them_or_goes_before() {
        let text = "# mine\n\nsmtp inet n - y - - smtpd\n# more\n  -o a=b\n";
        assert_eq!(read(text).master_cf, text);
        let text = "# postconf -n\nmyhostname=a\r\n";
        assert_eq!(read(text).main_cf, text);
        // Seven columns are no service.
        assert_eq!(read("a unix - - - - b\n").main_cf, "a unix - - - - b\n");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(Pasted::read(b"\x00\x01"), Err(NoText::Binary));
        assert_eq!(Pasted::read(b" \n"), Err(NoText::Empty));
        let pasted = Pasted::read(b"\xef\xbb\xbfa = \xe9\n").unwrap();
        assert_eq!(pasted.main_cf, "a = \u{fffd}\n");
        assert!(pasted.is_mended);
    }
}
