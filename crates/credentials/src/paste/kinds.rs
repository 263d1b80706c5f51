//! Which message each word of an exchange is: by the mechanism and the order, or by
//! what the words look like.
use super::guess::guess;
use super::{Exchange, Mechanism, Said, SaidIn};
use saslab_sasl::client::{self, Speaker};
use saslab_sasl::message::Kind;

/// Gives every message of an exchange its kind, and the exchange its mechanism.
pub(super) fn name(exchange: &mut Exchange) {
    if exchange.mechanism == Mechanism::Unknown {
        exchange.mechanism = guessed(&exchange.said);
        begin(exchange);
    }
    let mechanism = exchange.mechanism.name().and_then(client::Mechanism::named);
    let mut server = 0;
    let mut client = 0;
    for said in &mut exchange.said {
        let octets = said.word.message().map_or(&[][..], |m| m.octets());
        let count = match said.speaker {
            Speaker::Server => &mut server,
            Speaker::Client => &mut client,
        };
        let kind = match (mechanism, said.place) {
            (_, SaidIn::Reason) | (None, _) => guess(octets),
            (Some(mechanism), SaidIn::Command | SaidIn::Line) => {
                kind(mechanism, said.speaker, *count, octets)
            }
        };
        // The empty challenge before a mechanism in which the client begins.
        if kind != Kind::Empty || said.speaker == Speaker::Client {
            *count += 1;
        }
        said.word.become_kind(kind);
    }
}

/// Puts the command in front that the words of a text without one would follow.
fn begin(exchange: &mut Exchange) {
    let name = exchange.mechanism.name().unwrap_or("PLAIN");
    let command = match (name, exchange.lines.as_slice()) {
        ("PLAIN", [_, ..]) => {
            let first = exchange.lines.remove(0);
            [b"AUTH PLAIN ", first.reveal()].concat()
        }
        (name, _) => [b"AUTH ", name.as_bytes()].concat(),
    };
    exchange.lines.insert(0, command.into());
}

/// The kind of the message number `at` of one speaker.
fn kind(mechanism: client::Mechanism, speaker: Speaker, at: usize, octets: &[u8]) -> Kind {
    use Kind::{
        CramChallenge, CramResponse, DigestChallenge, DigestProof, DigestResponse, Empty,
        LoginAsksName, LoginAsksPassword, LoginName, LoginPassword, OauthError, OauthSorry,
        ScramClientFinal, ScramClientFirst, ScramServerFinal, ScramServerFirst,
    };
    let order: [&[Kind]; 2] = match mechanism {
        client::Mechanism::Plain => [&[Kind::Plain], &[]],
        client::Mechanism::Login => {
            let asks = super::asks(octets);
            if let (Speaker::Server, Some(kind)) = (speaker, asks) {
                return kind;
            }
            [
                &[LoginName, LoginPassword],
                &[LoginAsksName, LoginAsksPassword],
            ]
        }
        client::Mechanism::CramMd5 => [&[CramResponse], &[CramChallenge]],
        client::Mechanism::DigestMd5 => [&[DigestResponse, Empty], &[DigestChallenge, DigestProof]],
        client::Mechanism::Scram(_) => [
            &[ScramClientFirst, ScramClientFinal, Empty],
            &[ScramServerFirst, ScramServerFinal],
        ],
        client::Mechanism::Xoauth2 => [&[Kind::Xoauth2, Empty], &[OauthError]],
        client::Mechanism::OauthBearer => [&[Kind::OauthBearer, OauthSorry], &[OauthError]],
        client::Mechanism::Anonymous => [&[Kind::Anonymous], &[]],
        client::Mechanism::External => [&[Kind::External], &[]],
    };
    let [client, server] = order;
    if octets.is_empty() && speaker == Speaker::Server {
        return Kind::Empty;
    }
    let order = match speaker {
        Speaker::Client => client,
        Speaker::Server => server,
    };
    order.get(at).copied().unwrap_or(Kind::Opaque)
}

/// The mechanism that messages without a command belong to.
fn guessed(said: &[Said]) -> Mechanism {
    let kinds = said.iter().filter_map(|said| {
        let message = said.word.message()?;
        Some(guess(message.octets()))
    });
    let words = said
        .iter()
        .filter(|said| said.speaker == Speaker::Client)
        .count();
    for kind in kinds {
        let name = match kind {
            Kind::Plain => "PLAIN",
            Kind::LoginAsksName | Kind::LoginAsksPassword => "LOGIN",
            Kind::CramChallenge | Kind::CramResponse => "CRAM-MD5",
            Kind::DigestChallenge | Kind::DigestResponse | Kind::DigestProof => "DIGEST-MD5",
            Kind::Xoauth2 => "XOAUTH2",
            Kind::OauthBearer => "OAUTHBEARER",
            Kind::ScramServerFinal | Kind::ScramClientFinal => scram(said),
            // Two words without any sign are a name and a password.
            Kind::LoginName if words > 1 => "LOGIN",
            Kind::ScramClientFirst
            | Kind::ScramServerFirst
            | Kind::LoginName
            | Kind::LoginPassword
            | Kind::Empty
            | Kind::Anonymous
            | Kind::External
            | Kind::OauthError
            | Kind::OauthSorry
            | Kind::Opaque => continue,
        };
        return Mechanism::Guessed(name);
    }
    Mechanism::Unknown
}

/// The length of a proof tells the hash function.
fn scram(said: &[Said]) -> &'static str {
    let proofs = said.iter().filter_map(|said| {
        let octets = said.word.message()?.octets();
        let proof = octets.rsplit(|octet| *octet == b',').next()?;
        proof.get(2..).map(<[u8]>::len)
    });
    let mut proofs = proofs.filter_map(|length| match length {
        28 => Some("SCRAM-SHA-1"),
        44 => Some("SCRAM-SHA-256"),
        88 => Some("SCRAM-SHA-512"),
        _ => None,
    });
    proofs.next().unwrap_or("SCRAM-SHA-256")
}
