//! One TCP segment in an IP packet: RFC 791, RFC 8200 section 3, RFC 9293 section 3.1,
//! and the checksum of RFC 1071. No options, no fragments.

use std::net::IpAddr;

/// The control bits of RFC 9293 section 3.1 that a short connection needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    Syn,
    SynAck,
    Ack,
    /// Data for the application.
    PushAck,
    FinAck,
}

/// The protocol number of TCP.
const TCP: u8 = 6;

/// One side: address, port, and the next octet it will send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    pub(crate) address: IpAddr,
    pub(crate) port: u16,
    pub(crate) next: u32,
}

impl Control {
    const fn bits(self) -> u8 {
        match self {
            Self::Syn => 0x02,
            Self::SynAck => 0x12,
            Self::Ack => 0x10,
            Self::PushAck => 0x18,
            Self::FinAck => 0x11,
        }
    }

    /// SYN and FIN count as one octet (RFC 9293 section 3.4).
    const fn length(self) -> u32 {
        match self {
            Self::Syn | Self::SynAck | Self::FinAck => 1,
            Self::Ack | Self::PushAck => 0,
        }
    }
}

/// The packet in which `from` sends `data` to `to`; `from` moves on.
pub(crate) fn packet(from: &mut Side, to: &Side, control: Control, data: &[u8]) -> Vec<u8> {
    let segment = segment(from, to, control, data);
    let sent = u32::try_from(data.len()).unwrap_or(u32::MAX);
    from.next = from.next.wrapping_add(sent).wrapping_add(control.length());
    let mut packet = match (from.address, to.address) {
        (IpAddr::V4(source), IpAddr::V4(target)) => {
            let mut header = vec![0x45, 0];
            header.extend(length(20 + segment.len()).to_be_bytes());
            header.extend([0, 0, 0x40, 0, 64, TCP, 0, 0]);
            header.extend(source.octets());
            header.extend(target.octets());
            let sum = checksum(&[&header]);
            set(&mut header, 10, sum);
            header
        }
        (source, target) => {
            let mut header = vec![0x60, 0, 0, 0];
            header.extend(length(segment.len()).to_be_bytes());
            header.extend([TCP, 64]);
            header.extend(octets(source));
            header.extend(octets(target));
            header
        }
    };
    packet.extend(segment);
    packet
}

fn segment(from: &Side, to: &Side, control: Control, data: &[u8]) -> Vec<u8> {
    let acknowledged = match control {
        Control::Syn => 0,
        Control::SynAck | Control::Ack | Control::PushAck | Control::FinAck => to.next,
    };
    let mut segment = Vec::with_capacity(20 + data.len());
    segment.extend(from.port.to_be_bytes());
    segment.extend(to.port.to_be_bytes());
    segment.extend(from.next.to_be_bytes());
    segment.extend(acknowledged.to_be_bytes());
    // Five words of header, and a window that is never full.
    segment.extend([0x50, control.bits(), 0xff, 0xff, 0, 0, 0, 0]);
    segment.extend(data);
    let length = length(segment.len()).to_be_bytes();
    let [source, target] = [octets(from.address), octets(to.address)];
    let sum = checksum(&[&source, &target, &[0, TCP], &length, &segment]);
    set(&mut segment, 16, sum);
    segment
}

/// No segment here is as long as a packet may be.
fn length(octets: usize) -> u16 {
    u16::try_from(octets).unwrap_or(u16::MAX)
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

fn set(header: &mut [u8], at: usize, value: u16) {
    for (octet, byte) in header.iter_mut().skip(at).zip(value.to_be_bytes()) {
        *octet = byte;
    }
}

/// The ones' complement of the ones' complement sum. Every part but the last has an even
/// number of octets.
fn checksum(parts: &[&[u8]]) -> u16 {
    let words = parts.iter().flat_map(|part| part.chunks(2));
    let sum: u64 = words
        .map(|word| match word {
            [high, low] => u64::from(u16::from_be_bytes([*high, *low])),
            [high] => u64::from(*high) << 8,
            _ => 0,
        })
        .sum();
    let mut sum = sum;
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_example_in_rfc_1071_section_3() {
        let example = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
        assert_eq!(checksum(&[&example]), !0xddf2);
    }
}
