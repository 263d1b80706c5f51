//! Lines → exchanges. An AUTH command opens an exchange, a reply other than 334 ends
//! it; text without either is read as words of one exchange.
use super::line::{Line, is_reply};
use super::pending::Pending;
use super::{Exchange, SaidIn, Shape, Verdict, kinds};
use saslab_sasl::client::Speaker;
use std::ops::Range;

/// Every exchange of `lines`, which stand in `text`.
pub(super) fn exchanges(text: &[u8], lines: &[Line]) -> Vec<Exchange> {
    let mut reader = Reader {
        text,
        open: None,
        done: Vec::new(),
    };
    for line in lines {
        reader.line(line);
    }
    reader.close();
    if reader.done.is_empty() {
        reader.words(lines);
    }
    let mut found: Vec<Exchange> = reader
        .done
        .into_iter()
        .map(|pending| pending.finish(text))
        .collect();
    found.iter_mut().for_each(kinds::name);
    found
}

struct Reader<'t> {
    text: &'t [u8],
    open: Option<Pending>,
    done: Vec<Pending>,
}

impl<'t> Reader<'t> {
    fn line(&mut self, line: &Line) {
        let content = self.at(&line.range);
        match (line.shape, line.speaker) {
            (Shape::DovecotLog, _) => self.dovecot(line),
            (_, Some(Speaker::Server)) => self.reply(line),
            (_, Some(Speaker::Client) | None) => match command(content, line.range.start) {
                Some(command) => {
                    self.close();
                    self.open = Some(command);
                }
                None => self.answer(line),
            },
        }
    }

    /// A reply: a challenge, or the end.
    fn reply(&mut self, line: &Line) {
        let content = self.at(&line.range);
        let range = line.range.clone();
        if content.starts_with(b"334") {
            let start = (range.start + 4).min(range.end);
            let pending = self.open.get_or_insert_default();
            return pending.say(Speaker::Server, SaidIn::Line, start..range.end);
        }
        let reason = reason(content).map(|at| range.start + at.start..range.start + at.end);
        if self.open.is_none() && reason.is_some() {
            self.open = Some(Pending::default());
        }
        let Some(pending) = &mut self.open else {
            return;
        };
        if !is_reply(content) || pending.is_only_a_command() && content.starts_with(b"250") {
            return;
        }
        if let Some(reason) = reason {
            pending.say(Speaker::Server, SaidIn::Reason, reason);
        }
        pending.verdict = content
            .get(..3)
            .and_then(|code| std::str::from_utf8(code).ok()?.parse().ok())
            .map(|code| Verdict { code, range });
        self.close();
    }

    /// A line of the client, or one that nobody has signed.
    fn answer(&mut self, line: &Line) {
        let content = self.at(&line.range);
        let is_signed = line.speaker.is_some();
        let Some(pending) = &mut self.open else {
            return;
        };
        if is_command(content) {
            return self.close();
        }
        let is_word = looks_like_base64(content);
        if pending.is_cut_before(content) && is_word {
            return pending.go_on(line.range.clone());
        }
        // Between a command and its reply a terminal shows all sorts of things.
        let awaited = pending.awaits_answer() && !content.trim_ascii().is_empty();
        if is_signed || awaited || is_word {
            pending.say(Speaker::Client, SaidIn::Line, line.range.clone());
        }
    }

    /// `AUTH<TAB>1<TAB>PLAIN<TAB>service=smtp<TAB>resp=AHRlc3Q=` and what follows it.
    fn dovecot(&mut self, line: &Line) {
        let content = self.at(&line.range);
        let fields = fields(content, line.range.start);
        let word = |field: &Range<usize>| self.text.get(field.clone()).unwrap_or_default();
        match (fields.first().map(word), fields.get(2)) {
            (Some(b"AUTH"), Some(mechanism)) => {
                let mut pending = Pending::named(word(mechanism), line.range.clone());
                let is_response = |field: &&Range<usize>| word(field).starts_with(b"resp=");
                if let Some(field) = fields.iter().find(is_response) {
                    let response = field.start + 5..field.end;
                    pending.say(Speaker::Client, SaidIn::Command, response);
                }
                self.close();
                self.open = Some(pending);
            }
            (Some(b"CONT"), field) => {
                let end = line.range.end;
                let range = field.cloned().unwrap_or(end..end);
                if let Some(pending) = &mut self.open {
                    let speaker = line.speaker.unwrap_or(Speaker::Client);
                    pending.say(speaker, SaidIn::Line, range);
                }
            }
            (Some(b"OK" | b"FAIL"), _) => self.close(),
            (_, _) => {}
        }
    }

    /// A text without any AUTH command: its lines are words, if they look like words.
    fn words(&mut self, lines: &[Line]) {
        let mut pending = Pending::default();
        for line in lines {
            let content = self.at(&line.range);
            if content.trim_ascii().is_empty() {
                continue;
            }
            if !looks_like_base64(content) {
                if let Some(at) = reason(content) {
                    let range = line.range.start + at.start..line.range.start + at.end;
                    pending.say(Speaker::Server, SaidIn::Reason, range);
                    continue;
                }
                return;
            }
            if pending.is_cut_before(content) {
                pending.go_on(line.range.clone());
            } else {
                pending.say(Speaker::Client, SaidIn::Line, line.range.clone());
            }
        }
        if !pending.is_empty() {
            self.done.push(pending);
        }
    }

    fn close(&mut self) {
        self.done
            .extend(self.open.take().filter(|pending| !pending.is_empty()));
    }

    fn at(&self, range: &Range<usize>) -> &'t [u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// An AUTH command that stands at `start` of the text.
fn command(content: &[u8], start: usize) -> Option<Pending> {
    let indent = content.len() - content.trim_ascii_start().len();
    let (verb, rest) = content.get(indent..)?.split_at_checked(5)?;
    if !verb.eq_ignore_ascii_case(b"AUTH ") {
        return None;
    }
    let rest_at = content.len() - rest.trim_ascii_start().len();
    let rest = rest.trim_ascii();
    let length = rest
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(rest.len());
    // `auth = PLAIN` is a setting that msmtp shows.
    let is_name = |name: &&[u8]| name.first().is_some_and(u8::is_ascii_alphanumeric);
    let mechanism = rest.get(..length).filter(is_name)?;
    let mut pending = Pending::named(mechanism, start + indent..start + content.len());
    let initial = rest.get(length..)?.trim_ascii_start();
    if !initial.is_empty() {
        let end = start + rest_at + rest.len();
        pending.say(Speaker::Client, SaidIn::Command, end - initial.len()..end);
    }
    Some(pending)
}

/// The fields of a line with TABs between them.
fn fields(content: &[u8], start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let mut fields = Vec::new();
    for field in content.split(|octet| *octet == b'\t') {
        fields.push(at..at + field.len());
        at += field.len() + 1;
    }
    fields
}

/// A question of LOGIN that stands as the reason of a refusal.
fn reason(content: &[u8]) -> Option<Range<usize>> {
    let content = content.trim_ascii_end();
    let start = content.iter().rposition(|octet| *octet == b' ')? + 1;
    let word = content.get(start..)?;
    let is_question = matches!(
        word,
        b"UGFzc3dvcmQ6" | b"VXNlcm5hbWU6" | b"VXNlciBOYW1lAA==" | b"UGFzc3dvcmQA"
    );
    let is_code = content.starts_with(b"334");
    (is_question && !is_code).then_some(start..content.len())
}

/// Whether a line is one of SMTP's commands, as far as these follow AUTH.
fn is_command(content: &[u8]) -> bool {
    const VERBS: [&[u8]; 9] = [
        b"EHLO",
        b"HELO",
        b"MAIL",
        b"RCPT",
        b"DATA",
        b"RSET",
        b"NOOP",
        b"QUIT",
        b"STARTTLS",
    ];
    let verb = content
        .trim_ascii()
        .split(|octet| matches!(octet, b' ' | b':'))
        .next()
        .unwrap_or_default();
    let alone = verb.len() == content.trim_ascii().len();
    VERBS.iter().any(|one| {
        verb.eq_ignore_ascii_case(one)
            && (!alone || matches!(*one, b"DATA" | b"RSET" | b"NOOP" | b"QUIT" | b"STARTTLS"))
    })
}

/// Whether a line has four characters of Base64 and no others.
fn looks_like_base64(content: &[u8]) -> bool {
    let content = content.trim_ascii();
    let fits = |octet: &u8| super::word::is_letter(*octet) || *octet == b'=';
    content.len() >= 4 && content.iter().all(fits)
}
