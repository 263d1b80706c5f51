//! Services as written in real files: continued lines, remarks, braces, addresses.

use super::*;
use std::net::Ipv4Addr;

const SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 25));
const TEXT: &str = "\
smtp      inet  n       -       n       -       -       smtpd
submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
# a remark does not end the entry
  -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }
  -o smtpd_sender_restrictions=
127.0.0.1:10025 inet n - n - - smtpd -v -o mynetworks=127.0.0.0/8
dovecot unix - n n - - pipe flags=DRu
";

fn service(port: u16, server: IpAddr) -> Option<Service> {
    MasterCf::parse(TEXT).reached(server, port).cloned()
}

#[test]
fn options_are_pairs_in_order_with_their_lines() {
    let submission = service(587, SERVER).unwrap();
    let pairs: Vec<_> = submission
        .overrides
        .iter()
        .map(|pair| (&*pair.name, &*pair.value, pair.line))
        .collect();
    assert_eq!(
        pairs,
        [
            ("smtpd_tls_security_level", "encrypt", 3),
            (
                "smtpd_relay_restrictions",
                "permit_sasl_authenticated, reject",
                5
            ),
            ("smtpd_sender_restrictions", "", 6),
        ]
    );
    assert_eq!(submission.line, 2);
}

#[test]
fn an_address_in_front_of_the_port_binds() {
    assert_eq!(service(10025, SERVER), None);
    let local = service(10025, IpAddr::V4(Ipv4Addr::LOCALHOST)).unwrap();
    assert_eq!(&*local.name, "127.0.0.1:10025");
    assert_eq!(local.bound(), Bound::ToAddress);
    assert_eq!(local.port(), Some(10025));
}

#[test]
fn nobody_listens_on_other_ports() {
    assert_eq!(service(465, SERVER), None);
    let stock = MasterCf::stock();
    assert_eq!(stock.reached(SERVER, 587), None);
    assert_eq!(&*stock.reached(SERVER, 25).unwrap().name, "smtp");
}

#[test]
fn postscreen_stands_in_front_of_a_service_that_it_passes_clients_to() {
    let text = "smtp inet n - n - 1 postscreen\nsmtpd pass - - n - - smtpd -o a=b\n";
    let master = MasterCf::parse(text);
    let [front, behind] = master.services() else {
        unreachable!("two services");
    };
    assert_eq!(front.program, Program::Postscreen);
    assert_eq!(behind.transport, Transport::Pass);
    assert_eq!(&*behind.overrides[0].value, "b");
    assert_eq!(master.reached(SERVER, 25), None);
}

#[test]
fn an_option_that_is_no_pair_ends_the_program() {
    let fatal = |arguments| Service::smtpd("587", arguments).fatal;
    assert_eq!(
        fatal("-o smtpd_sasl_auth_enable = yes").as_deref(),
        Some(
            "invalid \"-o smtpd_sasl_auth_enable\" option value: missing '=' after attribute name"
        )
    );
    assert_eq!(fatal("-o { a = b } -o c=d -v -oe=f"), None);
    assert_eq!(
        fatal("-o =b").as_deref(),
        Some("invalid \"-o =b\" option value: missing attribute name")
    );
}

#[test]
fn braces_that_never_close_take_the_rest() {
    let service = Service::smtpd("25", "-o { a = b");
    assert_eq!(service.overrides.len(), 0);
    assert!(service.fatal.is_some());
}

#[test]
fn postscreen_hands_its_clients_to_an_smtpd() {
    let text = "smtp inet n - y - 1 postscreen\n\
                smtpd pass - - y - - smtpd\n\
                587 inet n - y - - smtpd\n";
    let master = MasterCf::parse(text);
    let server = "192.0.2.25".parse().unwrap();
    let name = |port| master.answers(server, port).map(|one| &*one.name);
    assert_eq!(name(25), Some("smtpd"));
    assert_eq!(name(587), Some("587"));
    assert_eq!(name(465), None);
    assert_eq!(master.reached(server, 25), None);
}
