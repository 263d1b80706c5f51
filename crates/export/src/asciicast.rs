//! asciicast v2 (docs.asciinema.org/manual/asciicast/v2): a header, then one event a
//! line. The client's lines are typed letter by letter; the time is made up, because the
//! core has no clock.

use crate::text::shown;
use crate::{Record, What};

/// Milliseconds between two letters, long enough to see them.
const LETTER: u64 = 40;
/// And before an answer.
const ANSWER: u64 = 400;
/// A client that sends a long line has not typed it.
const TYPED: usize = 80;

/// The terminal: wide enough for a reply line that is not unusual.
const HEADER: &str =
    r#"{"version": 2, "width": 100, "height": 30, "title": "SMTP session (saslab)"}"#;

struct Cast {
    text: String,
    /// Milliseconds since the start.
    now: u64,
}

pub(crate) fn write(record: &Record) -> String {
    let mut cast = Cast {
        text: [HEADER, "\n"].concat(),
        now: 0,
    };
    for event in &record.events {
        match &event.what {
            What::Client(line) => cast.types(&shown(line)),
            What::Server(reply) => {
                cast.now += ANSWER;
                for line in reply.lines() {
                    cast.puts(&[line.text(), "\r\n"].concat());
                }
            }
            What::Handshake => cast.remarks("[TLS handshake]"),
            What::Closed => cast.remarks("[connection closed]"),
        }
    }
    cast.text
}

impl Cast {
    fn types(&mut self, line: &str) {
        self.now += ANSWER;
        if line.len() > TYPED {
            self.puts(line);
        } else {
            for letter in line.chars() {
                self.now += LETTER;
                self.puts(letter.encode_utf8(&mut [0; 4]));
            }
        }
        self.now += LETTER;
        self.puts("\r\n");
    }

    fn remarks(&mut self, remark: &str) {
        self.now += ANSWER;
        self.puts(&["\u{1b}[2m", remark, "\u{1b}[0m\r\n"].concat());
    }

    fn puts(&mut self, data: &str) {
        let (seconds, rest) = (self.now / 1_000, self.now % 1_000);
        let time = format!("[{seconds}.{rest:03}, \"o\", \"");
        self.text.push_str(&time);
        for letter in data.chars() {
            escape(&mut self.text, letter);
        }
        self.text.push_str("\"]\n");
    }
}

/// RFC 8259 section 7.
fn escape(text: &mut String, letter: char) {
    match letter {
        '"' | '\\' => text.extend(['\\', letter]),
        '\r' => text.push_str("\\r"),
        '\n' => text.push_str("\\n"),
        '\0'..='\u{1f}' => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
        letter => text.push(letter),
    }
}
