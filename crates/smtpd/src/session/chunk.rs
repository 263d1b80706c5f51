//! BDAT (RFC 3030): `bdat_cmd()` and `skip_bdat()` of `smtpd.c`. The octets behind the
//! command are always read; what speaks against them is said afterwards.
//! Left out: `smtpd_proxy_filter`.

use std::sync::Arc;

use saslab_release::{ExcessOctets, Keyword, Verb};

use super::content::Fault;
use super::{Phase, Transaction, Turn, Went};
use crate::command::{Line, LineEnd, Token};
use crate::fixed::{self, Fixed};
use crate::log::{Ending, Where};
use crate::server::BareNewlines;
use crate::{Cause, Reply};

/// Whether a message comes in chunks: `state->bdat_state`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Chunks {
    /// It does not, so far.
    #[default]
    None,
    /// It does; the start of a line that the last chunk has left.
    Taken(Vec<u8>),
    /// A chunk was refused, and others are skipped.
    Failed,
}

/// A chunk on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunk {
    pub(super) during: Option<Transaction>,
    /// The octets that have not come yet.
    pub(super) left: u64,
    /// Those that have, and were not looked at.
    pub(super) fragment: Vec<u8>,
    size: u64,
    place: Place,
    fate: Fate,
}

/// Whether the chunk ends the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Last,
}

/// What happens to the octets.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    Taken,
    /// They are skipped, and this is said.
    Skipped(Reply),
}

/// What is read at a time: `VSTREAM_BUFSIZE`.
const FRAGMENT: usize = 4096;

impl Chunks {
    pub(super) fn partial(&self) -> &[u8] {
        match self {
            Self::Taken(partial) => partial,
            Self::None | Self::Failed => b"",
        }
    }
}

impl Turn {
    #[inline(never)]
    pub(super) fn bdat(&mut self, words: &[Token<'_>]) -> Went {
        if self.session.discards(Keyword::Chunking) {
            return self.refuse(&fixed::BDAT_OFF);
        }
        let Some((size, place)) = chunk(words) else {
            let words = words.iter().map(|word| word.text().into_owned());
            let line: Vec<String> = words.collect();
            let client = &self.session.client;
            let line = line.join(" ");
            self.warn_of_message(&format!(
                "malformed BDAT command syntax from {client}: {line:.100}"
            ));
            return self.refuse(&fixed::BDAT_SYNTAX);
        };
        let said = self.replies.len();
        let taken = self.takes(size, place);
        if matches!(self.session.phase, Phase::Closed) {
            return Went::Well;
        }
        let fate = match (taken, self.replies.len() > said) {
            (false, true) => self.replies.pop().map_or(Fate::Taken, Fate::Skipped),
            (_, _) => Fate::Taken,
        };
        if fate == Fate::Taken {
            self.session.at = Where::Chunk;
            if self.session.chunks == Chunks::None {
                self.session.chunks = Chunks::Taken(Vec::new());
            }
        }
        // What is said behind the octets hangs up then, too.
        self.hangs_up = false;
        self.session.phase = Phase::Chunk(Box::new(Chunk {
            during: self.session.transaction().cloned(),
            left: size,
            fragment: Vec::new(),
            size,
            place,
            fate,
        }));
        match size {
            0 => self.end_of_chunk(),
            _ => Went::Well,
        }
    }

    /// Whether the octets are taken; a refusal has been said otherwise.
    fn takes(&mut self, size: u64, place: Place) -> bool {
        if size == 0 && place == Place::Before {
            let client = &self.session.client;
            self.warn_of_message(&format!("null BDAT request from {client}"));
            self.say(&fixed::BDAT_NULL);
            return false;
        }
        match self.session.chunks {
            Chunks::Failed => {
                let text = format!("Discarded {size} bytes after earlier error");
                let cause = Cause::Rfc(fixed::BDAT_NULL.because);
                self.reply(551, "5.0.0", &text, cause);
                return false;
            }
            Chunks::None => {
                if !self.begins_chunks() {
                    return false;
                }
            }
            Chunks::Taken(_) => {}
        }
        let limit = self.server().config.message_size_limit.clone();
        let octets = i128::from(self.session.content.octets) + i128::from(size);
        if limit.value > 0 && octets > i128::from(limit.value) {
            let client = &self.session.client;
            self.warn_of_message(&format!(
                "BDAT request from {client} exceeds message size limit"
            ));
            let cause = Cause::Setting(limit.map(|n| n.to_string().into()));
            self.say_because(&fixed::BDAT_TOO_LARGE, cause);
            return false;
        }
        // A queue file that is gone leaves nothing to write to.
        if self.session.transaction().is_none_or(|t| t.queue.is_none()) {
            self.crash();
        }
        true
    }

    /// The first chunk is a kind of DATA.
    fn begins_chunks(&mut self) -> bool {
        let refused: Result<_, &'static Fixed> = self.with_recipients(&fixed::BDAT_NEEDS_RCPT);
        match refused {
            Err(fixed) => {
                self.say(fixed);
                false
            }
            Ok(None) => true,
            Ok(Some(transaction)) => self.objects_to_content(&transaction).is_none(),
        }
    }

    /// A line where octets are expected: those that are, and a command behind them.
    pub(super) fn line_of_chunk(&mut self, line: Line<'_>) {
        let mut octets = line.bytes.to_vec();
        octets.extend(match line.end {
            LineEnd::CrLf => &b"\r\n"[..],
            LineEnd::BareLf => b"\n",
        });
        let Phase::Chunk(chunk) = &self.session.phase else {
            return;
        };
        let expected = usize::try_from(chunk.left).unwrap_or(usize::MAX);
        let (own, rest) = octets.split_at(expected.min(octets.len()));
        self.octets(own);
        let rest = rest.strip_suffix(b"\n").map(|rest| Line {
            bytes: rest.strip_suffix(b"\r").unwrap_or(rest),
            ..line
        });
        if let (Some(rest), Phase::Idle | Phase::Mail(_)) = (rest, &self.session.phase) {
            self.line(rest);
        }
    }

    /// Octets of a chunk.
    pub(super) fn octets(&mut self, octets: &[u8]) {
        let Phase::Chunk(chunk) = &mut self.session.phase else {
            return;
        };
        let taken = octets
            .len()
            .min(usize::try_from(chunk.left).unwrap_or(usize::MAX));
        chunk.left -= taken as u64;
        if chunk.fate == Fate::Taken {
            chunk.fragment.extend(octets.iter().take(taken));
        }
        while self.whole_fragment() {}
        if matches!(&self.session.phase, Phase::Chunk(chunk) if chunk.left == 0) {
            match self.end_of_chunk() {
                Went::Well => self.session.counts.succeeded(Verb::Bdat),
                Went::Wrong => self.count_error(),
                Went::Anew | Went::Ends => {}
            }
        }
        self.enforce_error_limit();
    }

    /// Reads a fragment that is complete, if there is one before the last.
    fn whole_fragment(&mut self) -> bool {
        let Phase::Chunk(chunk) = &mut self.session.phase else {
            return false;
        };
        if chunk.fragment.len() < FRAGMENT || (chunk.fragment.len() == FRAGMENT && chunk.left == 0)
        {
            return false;
        }
        let rest = chunk.fragment.split_off(FRAGMENT);
        let fragment = std::mem::replace(&mut chunk.fragment, rest);
        self.read_fragment(&fragment, Place::Before);
        true
    }

    fn read_fragment(&mut self, fragment: &[u8], place: Place) {
        let limit = usize::try_from(self.server().config.line_length_limit.value);
        let limit = limit.unwrap_or(usize::MAX);
        let mut line = match &mut self.session.chunks {
            Chunks::Taken(partial) => std::mem::take(partial),
            Chunks::None | Chunks::Failed => return,
        };
        for octet in fragment {
            // A carriage return at the limit may have its newline behind it.
            if line.len() >= limit && (*octet != b'\n' || line.last() != Some(&b'\r')) {
                self.measure(line.len());
                line.clear();
            }
            if *octet != b'\n' {
                line.push(*octet);
                continue;
            }
            let end = match line.pop_if(|last| *last == b'\r') {
                Some(_) => LineEnd::CrLf,
                None => LineEnd::BareLf,
            };
            let read = self.without_carriage_returns(Line {
                bytes: &line,
                ahead: b"",
                end,
            });
            if read.end == LineEnd::BareLf && self.bare_newlines() == BareNewlines::Refused {
                self.session.content.fault = Some(Fault::BareNewline);
            }
            self.measure(read.bytes.len());
            line.clear();
        }
        if place == Place::Last && !line.is_empty() {
            self.measure(line.len());
            line.clear();
        }
        self.session.chunks = Chunks::Taken(line);
    }

    /// All octets have come.
    fn end_of_chunk(&mut self) -> Went {
        let Phase::Chunk(chunk) = &mut self.session.phase else {
            return Went::Well;
        };
        let (place, size) = (chunk.place, chunk.size);
        let fate = std::mem::replace(&mut chunk.fate, Fate::Taken);
        let fragment = std::mem::take(&mut chunk.fragment);
        if let Fate::Skipped(reply) = fate {
            return self.end_of_skipped(reply, size, place);
        }
        self.read_fragment(&fragment, place);
        if place == Place::Last {
            self.session.at = Where::EndOfMessage;
            return self.end_of_message();
        }
        if self.refuse_message() {
            self.reset();
            self.session.chunks = Chunks::Failed;
            return Went::Wrong;
        }
        self.between_chunks();
        let text = format!("Ok: {size} bytes");
        self.reply(250, "2.0.0", &text, Cause::Rfc(fixed::BDAT_NULL.because));
        Went::Well
    }

    fn end_of_skipped(&mut self, reply: Reply, size: u64, place: Place) -> Went {
        let too_much = self.is_too_much(size);
        if self.hangs_up_after(reply.code()) {
            self.hangs_up = true;
        }
        self.replies.push(reply);
        if too_much {
            self.end(Ending::LostConnection);
            return Went::Ends;
        }
        match place {
            Place::Last => self.reset_but_recipients(),
            Place::Before => {
                self.between_chunks();
                self.session.chunks = Chunks::Failed;
            }
        }
        Went::Wrong
    }

    /// Newer releases do not read on without end.
    fn is_too_much(&mut self, size: u64) -> bool {
        let server = Arc::clone(self.server());
        let limit = i128::from(server.config.message_size_limit.value);
        if server.dialect.excess_octets == ExcessOctets::Read {
            return false;
        }
        let all = i128::from(self.session.content.octets) + i128::from(size);
        if limit <= 0 || 2 * all <= 3 * limit {
            self.session.content.octets = self.session.content.octets.saturating_add(size);
            return false;
        }
        let client = &self.session.client;
        self.warn_of_message(&format!(
            "too much BDAT content -- disabling further input from {client}"
        ));
        true
    }

    fn between_chunks(&mut self) {
        let during = self.session.transaction().cloned();
        self.session.phase = during.map_or(Phase::Idle, Phase::Mail);
    }
}

/// The number of octets, and whether it is the last chunk.
fn chunk(words: &[Token<'_>]) -> Option<(u64, Place)> {
    let (count, place) = match words {
        [_, count] => (count, Place::Before),
        [_, count, last] if last.is("LAST") => (count, Place::Last),
        _ => return None,
    };
    let digits = count.bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let octets: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((u64::try_from(octets).ok()?, place))
}
