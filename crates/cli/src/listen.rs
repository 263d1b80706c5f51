//! `saslab listen`: the simulated server on a real socket, for real mail clients. STARTTLS
//! is real, with a certificate that is made for the occasion.
//! Left out: everything behind the session: no message goes anywhere.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clap::Args;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use saslab_smtpd::policy::Client;
use saslab_smtpd::{Expect, Server, Session, Step, Wire};

use crate::failure::{Failure, Outcome};
use crate::serving::Served;

mod certificate;

/// Serve real mail clients on a port of this machine
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    served: Served,
    /// The port; 0: any that is free
    #[arg(long, default_value_t = 2525)]
    port: u16,
    /// The address to listen at; others than loopback let other machines in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// Take every client for one with this address; without it, its own counts
    #[arg(long, value_name = "ADDRESS")]
    client: Option<IpAddr>,
    /// Show what is said, and what would be logged
    #[arg(long)]
    show: bool,
}

/// How many connections are served at a time: smtpd_client_connection_count_limit has 50.
const CONNECTIONS: usize = 50;

/// smtpd_timeout
const PATIENCE: Duration = Duration::from_secs(300);

/// What every connection needs.
#[derive(Clone)]
struct Shared {
    server: Arc<Server>,
    tls: Arc<ServerConfig>,
    client: Option<IpAddr>,
    show: Show,
}

/// Whether the dialogue is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    Dialogue,
    Nothing,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let shared = Shared {
        server: arguments.served.start()?,
        tls: certificate::server()?,
        client: arguments.client,
        show: match arguments.show {
            true => Show::Dialogue,
            false => Show::Nothing,
        },
    };
    let failed = |error: std::io::Error| Failure::unreadable(format!("the socket: {error}"));
    let listener = TcpListener::bind((arguments.listen, arguments.port)).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    say(&format!("saslab listens at {address}  (Ctrl-C ends it)"));
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let place = Place::take(&open);
        let Some(place) = place else {
            // As master(8) does: nobody answers, and the client comes again later.
            drop(stream);
            continue;
        };
        let shared = shared.clone();
        std::thread::spawn(move || {
            let _place = place;
            // A client that goes away in the middle is no fault of the server's.
            let _ended = serve(&shared, stream);
        });
    }
    Ok(Outcome::good(String::new()))
}

/// One of the connections that are served, until it is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(open));
        (open.fetch_add(1, Ordering::SeqCst) < CONNECTIONS).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A connection, in clear or inside TLS.
enum Stream {
    Clear(TcpStream),
    Encrypted(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    fn read(&mut self, octets: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(octets),
            Self::Encrypted(stream) => stream.read(octets),
        }
    }

    fn write(&mut self, octets: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Clear(stream) => stream.write_all(octets),
            Self::Encrypted(stream) => {
                stream.write_all(octets)?;
                stream.flush()
            }
        }
    }

    /// The same after a handshake.
    fn secured(self, tls: &Arc<ServerConfig>) -> std::io::Result<Self> {
        let Self::Clear(mut stream) = self else {
            return Ok(self);
        };
        let mut connection =
            ServerConnection::new(Arc::clone(tls)).map_err(std::io::Error::other)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream)?;
        }
        let stream = StreamOwned::new(connection, stream);
        Ok(Self::Encrypted(Box::new(stream)))
    }
}

fn serve(shared: &Shared, stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let address = match shared.client {
        Some(address) => address,
        None => stream.peer_addr()?.ip().to_canonical(),
    };
    let client = Client::new(&shared.server.installation().world, address);
    let connected = Session::connect(&shared.server, client);
    let mut wire = Wire::new(&connected);
    let mut stream = Stream::Clear(stream);
    answer(shared, &mut stream, &connected)?;
    let mut octets = [0; 8192];
    loop {
        match wire.expects() {
            Expect::Closed => return Ok(()),
            Expect::TlsHandshake => {
                stream = stream.secured(&shared.tls)?;
                let step = wire.handshake();
                answer(shared, &mut stream, &step)?;
                continue;
            }
            Expect::Command | Expect::SaslResponse | Expect::Message | Expect::Octets(_) => {}
        }
        let read = stream.read(&mut octets)?;
        let Some(new) = octets.get(..read).filter(|new| !new.is_empty()) else {
            let step = wire.hang_up();
            return answer(shared, &mut stream, &step);
        };
        if shared.show == Show::Dialogue {
            for line in String::from_utf8_lossy(new).lines() {
                say(&format!("C: {line}"));
            }
        }
        wire.send(new);
        while let Some(step) = wire.step() {
            answer(shared, &mut stream, &step)?;
        }
        if wire.is_flooded() {
            return Ok(());
        }
    }
}

fn answer(shared: &Shared, stream: &mut Stream, step: &Step) -> std::io::Result<()> {
    let mut octets = Vec::new();
    for line in step.replies.iter().flat_map(|reply| reply.lines()) {
        octets.extend_from_slice(line.text().as_bytes());
        octets.extend_from_slice(b"\r\n");
        if shared.show == Show::Dialogue {
            say(&format!("S: {}", line.text()));
        }
    }
    if shared.show == Show::Dialogue {
        for event in &step.log {
            say(&format!("   log: {}", shared.server.log_line(event)));
        }
    }
    if octets.is_empty() {
        return Ok(());
    }
    stream.write(&octets)
}

/// Whoever does not read what is said does not stop the server.
fn say(line: &str) {
    let mut out = std::io::stdout();
    let _said = writeln!(out, "{line}").and_then(|()| out.flush());
}
