//! A sequence diagram: two lines of life, an arrow a line, a band where TLS is. Colours
//! stand in attributes, so that the file is whole by itself; a page restyles the
//! classes. For a screen reader it is a list.

use saslab_smtpd::Channel;

use crate::text::shown;
use crate::{Record, What};

const WIDTH: usize = 760;
const ROW: usize = 26;
const TOP: usize = 58;
/// Where the lines of life are.
const CLIENT: usize = 90;
const SERVER: usize = 670;
/// So many letters fit between them.
const LETTERS: usize = 72;

/// Text, line and arrowhead of one thing that happened.
struct Row {
    who: Who,
    text: String,
    channel: Channel,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Client,
    Server,
    Both,
}

impl Who {
    const fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Both => "both",
        }
    }
}

pub(crate) fn write(record: &Record) -> String {
    let rows = rows(record);
    let height = TOP + ROW * rows.len() + 20;
    let mut svg = String::new();
    let size = height.to_string();
    let width = WIDTH.to_string();
    open(
        &mut svg,
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &["0 0 ", &width, " ", &size].concat()),
            ("width", &width),
            ("height", &size),
            ("role", "list"),
            ("aria-label", "Sequence diagram"),
            ("font-family", "ui-monospace, DejaVu Sans Mono, monospace"),
            ("font-size", "12"),
        ],
    );
    let whole = [
        ("class", "paper"),
        ("width", &width),
        ("height", &size),
        ("fill", "#fcfcfa"),
    ];
    close(&mut svg, "rect", &whole);
    band(&mut svg, &rows);
    life(
        &mut svg,
        CLIENT,
        height,
        &record.client.name,
        &record.client.address.to_string(),
    );
    life(
        &mut svg,
        SERVER,
        height,
        &record.server.name,
        &record.server.address.to_string(),
    );
    for (place, row) in rows.iter().enumerate() {
        arrow(&mut svg, TOP + ROW * (place + 1), row);
    }
    svg.push_str("</svg>\n");
    svg
}

fn rows(record: &Record) -> Vec<Row> {
    let mut rows = Vec::new();
    for event in &record.events {
        let mut row = |who, text: String| {
            rows.push(Row {
                who,
                text,
                channel: event.channel,
            });
        };
        match &event.what {
            What::Client(line) => row(Who::Client, shown(line)),
            What::Server(reply) => {
                for line in reply.lines() {
                    row(Who::Server, line.text().to_owned());
                }
            }
            What::Handshake => row(Who::Both, "TLS handshake".to_owned()),
            What::Closed => row(Who::Both, "connection closed".to_owned()),
        }
    }
    rows
}

/// Behind everything that is encrypted.
fn band(svg: &mut String, rows: &[Row]) {
    let Some(first) = rows
        .iter()
        .position(|row| row.channel == Channel::Encrypted)
    else {
        return;
    };
    let y = TOP + ROW * first + ROW / 4;
    close(
        svg,
        "rect",
        &[
            ("class", "sealed"),
            ("x", &CLIENT.to_string()),
            ("y", &y.to_string()),
            ("width", &(SERVER - CLIENT).to_string()),
            ("height", &(ROW * (rows.len() - first)).to_string()),
            ("fill", "#e9efe9"),
        ],
    );
}

fn life(svg: &mut String, x: usize, height: usize, name: &str, address: &str) {
    let x = x.to_string();
    close(
        svg,
        "line",
        &[
            ("class", "life"),
            ("x1", &x),
            ("x2", &x),
            ("y1", "44"),
            ("y2", &height.to_string()),
            ("stroke", "#85888c"),
        ],
    );
    for (y, text) in [("18", name), ("34", address)] {
        let place = [
            ("x", &*x),
            ("y", y),
            ("text-anchor", "middle"),
            ("class", "name"),
            ("fill", "#1b1d1f"),
        ];
        open(svg, "text", &place);
        escape(svg, text);
        svg.push_str("</text>");
    }
}

fn arrow(svg: &mut String, y: usize, row: &Row) {
    let (label, colour) = match row.who {
        Who::Client => ("Client: ", "#0a5299"),
        Who::Server => ("Server: ", "#17663a"),
        Who::Both => ("", "#565b61"),
    };
    let sealed = match row.channel {
        Channel::Encrypted => "encrypted, ",
        Channel::Clear => "",
    };
    open(
        svg,
        "g",
        &[
            ("role", "listitem"),
            ("class", row.who.word()),
            ("aria-label", &[sealed, label, &row.text].concat()),
            ("fill", colour),
            ("stroke", colour),
        ],
    );
    let (from, to) = match row.who {
        Who::Client | Who::Both => (CLIENT, SERVER),
        Who::Server => (SERVER, CLIENT),
    };
    let height = y.to_string();
    let dashes = if row.who == Who::Both { "3 4" } else { "none" };
    close(
        svg,
        "line",
        &[
            ("x1", &from.to_string()),
            ("x2", &to.to_string()),
            ("y1", &height),
            ("y2", &height),
            ("stroke-dasharray", dashes),
        ],
    );
    if row.who != Who::Both {
        let back = if to > from { to - 8 } else { to + 8 };
        let (back, to) = (back.to_string(), to.to_string());
        let (above, below) = ((y - 4).to_string(), (y + 4).to_string());
        let points = [
            &*to, ",", &height, " ", &back, ",", &above, " ", &back, ",", &below,
        ];
        close(svg, "polygon", &[("points", &points.concat())]);
    }
    caption(svg, y - 5, row);
    svg.push_str("</g>");
}

/// The text above an arrow, cut where the other line of life is.
fn caption(svg: &mut String, y: usize, row: &Row) {
    let (x, anchor) = match row.who {
        Who::Client | Who::Server => (CLIENT + 12, "start"),
        Who::Both => ((CLIENT + SERVER) / 2, "middle"),
    };
    open(
        svg,
        "text",
        &[
            ("x", &x.to_string()),
            ("y", &y.to_string()),
            ("text-anchor", anchor),
            ("stroke", "none"),
            ("aria-hidden", "true"),
        ],
    );
    if row.channel == Channel::Encrypted {
        svg.push_str("🔒 ");
    }
    match row.text.char_indices().nth(LETTERS) {
        Some((cut, _)) => {
            escape(svg, row.text.get(..cut).unwrap_or(""));
            svg.push('…');
        }
        None => escape(svg, &row.text),
    }
    svg.push_str("</text>");
}

fn open(svg: &mut String, name: &str, attributes: &[(&str, &str)]) {
    svg.push('<');
    svg.push_str(name);
    for (name, value) in attributes {
        svg.push(' ');
        svg.push_str(name);
        svg.push_str("=\"");
        escape(svg, value);
        svg.push('"');
    }
    svg.push('>');
}

/// An element without content.
fn close(svg: &mut String, name: &str, attributes: &[(&str, &str)]) {
    open(svg, name, attributes);
    svg.truncate(svg.len() - 1);
    svg.push_str("/>");
}

/// XML 1.0 section 2.4, and section 2.2 for what no document may hold.
fn escape(svg: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => svg.push_str("&amp;"),
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '"' => svg.push_str("&quot;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => svg.push('\u{fffd}'),
            letter => svg.push(letter),
        }
    }
}
