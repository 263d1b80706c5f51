//! pcapng (draft-ietf-opsawg-pcapng): a Section Header, one interface of raw IP, and an
//! Enhanced Packet a segment, the causes of a reply as its comment. What goes through
//! TLS cannot be shown in the connection that it took: it stands in a connection of its
//! own, as it is inside, and a comment says so.

use std::fmt::Write;

use saslab_smtpd::{Channel, Reply};

use crate::packet::{Control, Side, packet};
use crate::{Event, Record, What};

/// LINKTYPE_RAW: a packet begins with its IP header.
const RAW: u16 = 101;
/// The time of the first packet in microseconds: the core has no clock, and every record
/// begins at the same moment, 1 January 2026.
const START: u64 = 1_767_225_600_000_000;
/// Between two packets, a millisecond.
const PAUSE: u64 = 1_000;
/// What an Ethernet carries in one segment.
const SEGMENT: usize = 1_400;

const SMTP: u16 = 25;
const CLIENT: u16 = 40_000;

/// Said about the first packet inside.
const INSIDE: &str = "From here on: the inside of the TLS connection, in clear text.";

pub(crate) fn write(record: &Record) -> Vec<u8> {
    let mut capture = Capture {
        file: preamble(),
        now: START,
        client: Side {
            address: record.client.address,
            port: CLIENT,
            next: 1_000,
        },
        server: Side {
            address: record.server.address,
            port: SMTP,
            next: 5_000,
        },
    };
    capture.open("");
    let mut is_inside = false;
    for event in &record.events {
        if event.channel == Channel::Encrypted && !is_inside {
            is_inside = true;
            capture.close();
            capture.client.port += 1;
            capture.open(INSIDE);
        }
        capture.event(event);
    }
    capture.close();
    capture.file
}

struct Capture {
    file: Vec<u8>,
    now: u64,
    client: Side,
    server: Side,
}

impl Capture {
    fn event(&mut self, event: &Event) {
        let octets = Record::octets(event);
        match &event.what {
            What::Client(_) => self.client_sends(Control::PushAck, &octets, ""),
            What::Server(reply) => self.server_sends(Control::PushAck, &octets, &causes(reply)),
            What::Handshake | What::Closed => {}
        }
    }

    fn open(&mut self, comment: &str) {
        self.client_sends(Control::Syn, b"", comment);
        self.server_sends(Control::SynAck, b"", "");
        self.client_sends(Control::Ack, b"", "");
    }

    fn close(&mut self) {
        self.server_sends(Control::FinAck, b"", "");
        self.client_sends(Control::FinAck, b"", "");
        self.server_sends(Control::Ack, b"", "");
    }

    fn client_sends(&mut self, control: Control, data: &[u8], comment: &str) {
        for data in segments(data) {
            let packet = packet(&mut self.client, &self.server, control, data);
            self.packet(&packet, comment);
        }
    }

    fn server_sends(&mut self, control: Control, data: &[u8], comment: &str) {
        for data in segments(data) {
            let packet = packet(&mut self.server, &self.client, control, data);
            self.packet(&packet, comment);
        }
    }

    /// An Enhanced Packet Block.
    fn packet(&mut self, packet: &[u8], comment: &str) {
        self.now += PAUSE;
        let mut body = Vec::new();
        body.extend(0_u32.to_le_bytes());
        body.extend(half(self.now >> 32));
        body.extend(half(self.now));
        let length = u32::try_from(packet.len()).unwrap_or(u32::MAX);
        body.extend(length.to_le_bytes());
        body.extend(length.to_le_bytes());
        padded(&mut body, packet);
        if !comment.is_empty() {
            option(&mut body, 1, comment.as_bytes());
            body.extend([0; 4]);
        }
        block(&mut self.file, 6, &body);
    }
}

/// An empty segment is a segment, too.
fn segments(data: &[u8]) -> Vec<&[u8]> {
    if data.is_empty() {
        return vec![data];
    }
    data.chunks(SEGMENT).collect()
}

fn half(number: u64) -> [u8; 4] {
    let [a, b, c, d, ..] = number.to_le_bytes();
    [a, b, c, d]
}

/// Why the server said it, a line each.
fn causes(reply: &Reply) -> String {
    let mut causes = String::new();
    for line in reply.lines() {
        let end = if causes.is_empty() { "" } else { "\n" };
        // Writing into a text does not fail.
        let _done = write!(causes, "{end}{}: {}", line.text(), line.cause());
    }
    causes
}

/// A Section Header Block and an Interface Description Block.
fn preamble() -> Vec<u8> {
    let mut file = Vec::new();
    let mut section = Vec::new();
    section.extend(0x1a2b_3c4d_u32.to_le_bytes());
    section.extend(1_u16.to_le_bytes());
    section.extend(0_u16.to_le_bytes());
    // The length of the section is not given.
    section.extend([0xff; 8]);
    option(&mut section, 4, b"saslab");
    section.extend([0; 4]);
    block(&mut file, 0x0a0d_0d0a, &section);
    let mut interface = Vec::new();
    interface.extend(RAW.to_le_bytes());
    interface.extend(0_u16.to_le_bytes());
    // No packet is cut.
    interface.extend(0_u32.to_le_bytes());
    block(&mut file, 1, &interface);
    file
}

/// A block: its kind, its length, its body, its length.
fn block(file: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let length = u32::try_from(body.len() + 12)
        .unwrap_or(u32::MAX)
        .to_le_bytes();
    file.extend(kind.to_le_bytes());
    file.extend(length);
    file.extend(body);
    file.extend(length);
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    let value = value.get(..usize::from(u16::MAX)).unwrap_or(value);
    body.extend(code.to_le_bytes());
    body.extend(u16::try_from(value.len()).unwrap_or(0).to_le_bytes());
    padded(body, value);
}

/// Up to the next multiple of four octets.
fn padded(body: &mut Vec<u8>, value: &[u8]) {
    body.extend(value);
    body.resize(body.len().next_multiple_of(4), 0);
}
