//! `saslab decode`: the AUTH exchanges in a text, field by field, and what is wrong
//! with them. Exit 0: nothing is; 1: something is; 2: there is no exchange in it.

use clap::Args;
use saslab_credentials::sasl::base64::Base64Error;
use saslab_credentials::sasl::client::Speaker;
use saslab_credentials::{
    Decoded, Diagnosis, Exchange, Mechanism, Proof, Reading, Remark, Said, Trial, decode, diagnose,
    prove,
};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;
use serde_json::{Value, json};

use crate::failure::{Failure, Outcome};
use crate::input;
use crate::shown::{message, text};

/// Take a Base64 text of AUTH, or a log with one in it, apart
///
/// Exit 0: nothing is wrong with it; 1: something is; 2: there is no exchange in it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The text; without it, standard input
    string: Option<String>,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

/// The server whose replies are shown: a plain one that offers PLAIN and LOGIN.
const MAIN_CF: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
                       alias_maps =\nsmtpd_sasl_auth_enable = yes\n";

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let pasted = match &arguments.string {
        Some(text) => text.clone().into_bytes(),
        None => input::bytes(std::path::Path::new("-"))?,
    };
    let decoded = decode(&pasted);
    if decoded.exchanges.is_empty() {
        let remark = decoded.remark.unwrap_or(Remark::NoExchange);
        let failure = Failure::unreadable(remark.to_string());
        return match arguments.json {
            true => Ok(failure.with_text(format!("{:#}\n", document(&decoded, &[])))),
            false => Err(failure),
        };
    }
    let installation = Installation::new(Release::DEFAULT, MAIN_CF);
    let found: Vec<(Diagnosis, Option<Proof>)> = diagnose(&decoded, &[])
        .into_iter()
        .map(|diagnosis| {
            let proof = prove(&installation, &decoded, &diagnosis).ok();
            (diagnosis, proof)
        })
        .collect();
    let out = if arguments.json {
        format!("{:#}\n", document(&decoded, &found))
    } else {
        report(&decoded, &found)
    };
    let unreadable = decoded.exchanges.iter().flat_map(|exchange| &exchange.said);
    let nothing = unreadable.clone().count() > 0
        && unreadable
            .map(|said| said.word.message())
            .all(|message| message.is_none());
    match (nothing, found.is_empty()) {
        (true, _) => Ok(Outcome {
            text: out,
            code: Failure::UNREADABLE,
            note: None,
        }),
        (false, true) => Ok(Outcome::good(out)),
        (false, false) => Ok(Outcome::found(out)),
    }
}

fn report(decoded: &Decoded, found: &[(Diagnosis, Option<Proof>)]) -> String {
    let mut out = String::new();
    if let Some(remark) = decoded.remark {
        out += &format!("{remark}\n");
    }
    for exchange in &decoded.exchanges {
        out += &format!("{}\n", heading(exchange));
        for said in &exchange.said {
            out += &step(said);
        }
    }
    for (diagnosis, proof) in found {
        out += &format!("fault: {}\n", diagnosis.fault);
        let octets: Vec<String> = diagnosis
            .place
            .octets
            .iter()
            .map(|octets| format!("{}..{}", octets.start, octets.end))
            .collect();
        if !octets.is_empty() {
            out += &format!("  octets: {}\n", octets.join(", "));
        }
        if let Some(proof) = proof {
            for (what, trial) in [("server", &proof.pasted), ("repaired", &proof.repaired)] {
                if let Some(reply) = verdict(trial.as_ref()) {
                    out += &format!("  {what}: {reply}\n");
                }
            }
        }
        for line in diagnosis.repair.iter().flat_map(|repair| &repair.lines) {
            out += &format!("  send: {}\n", text(line.reveal()));
        }
    }
    out
}

fn heading(exchange: &Exchange) -> String {
    match &exchange.mechanism {
        Mechanism::Named(name) => name.clone(),
        Mechanism::Guessed(name) => format!("{name}, by the look of it"),
        Mechanism::Unknown => "mechanism unknown: a name of LOGIN, or anything else".to_owned(),
    }
}

fn step(said: &Said) -> String {
    let speaker = match said.speaker {
        Speaker::Client => "client",
        Speaker::Server => "server",
    };
    let mut out = match said.word.reading() {
        Reading::Message(message) => format!("{speaker}, {} octets\n", message.octets().len()),
        Reading::Forgiven { fault, message } => format!(
            "{speaker}, {} octets, if the writing is forgiven ({fault})\n",
            message.octets().len()
        ),
        Reading::Unreadable(fault) => format!("{speaker}: this is not Base64: {fault}\n"),
    };
    let parts = said.word.message().into_iter().flat_map(|message| {
        let parts = message.parts().iter();
        parts.map(move |part| (part, message.value(part)))
    });
    for (part, value) in parts.filter(|(part, _)| part.field.is_shown()) {
        let shown = match text(&value) {
            empty if empty.is_empty() => "(empty)".to_owned(),
            shown => shown,
        };
        out += &format!("  {}: {shown}\n", part.field.name);
    }
    out
}

fn verdict(trial: Option<&Trial>) -> Option<&str> {
    let reply = trial?.verdict()?;
    Some(reply.lines().last()?.text())
}

fn document(decoded: &Decoded, found: &[(Diagnosis, Option<Proof>)]) -> Value {
    let exchanges: Vec<Value> = decoded
        .exchanges
        .iter()
        .map(|exchange| {
            let said: Vec<Value> = exchange.said.iter().map(said_document).collect();
            json!({
                "mechanism": exchange.mechanism.name(),
                "guessed": !matches!(exchange.mechanism, Mechanism::Named(_)),
                "messages": said,
                "code": exchange.verdict.as_ref().map(|verdict| verdict.code),
            })
        })
        .collect();
    let faults: Vec<Value> = found
        .iter()
        .map(|(diagnosis, proof)| fault_document(diagnosis, proof.as_ref()))
        .collect();
    json!({
        "shape": decoded.shape.to_string(),
        "remark": decoded.remark.map(|remark| remark.to_string()),
        "exchanges": exchanges,
        "faults": faults,
    })
}

fn said_document(said: &Said) -> Value {
    let fault = match said.word.reading() {
        Reading::Message(_) => None,
        Reading::Forgiven { fault, .. } | Reading::Unreadable(fault) => {
            Some(Base64Error::to_string(fault))
        }
    };
    json!({
        "speaker": match said.speaker {
            Speaker::Client => "client",
            Speaker::Server => "server",
        },
        "written": text(said.word.written()),
        "start": said.word.range().start,
        "end": said.word.range().end,
        "not_base64": fault,
        "message": said.word.message().map(message),
    })
}

fn fault_document(diagnosis: &Diagnosis, proof: Option<&Proof>) -> Value {
    let ranges = |ranges: &[std::ops::Range<usize>]| -> Vec<[usize; 2]> {
        ranges
            .iter()
            .map(|range| [range.start, range.end])
            .collect()
    };
    let lines: Option<Vec<String>> = diagnosis.repair.as_ref().map(|repair| {
        let lines = repair.lines.iter();
        lines.map(|line| text(line.reveal())).collect()
    });
    json!({
        "fault": diagnosis.fault.to_string(),
        "certainty": format!("{:?}", diagnosis.certainty).to_lowercase(),
        "exchange": diagnosis.place.exchange,
        "message": diagnosis.place.said,
        "octets": ranges(&diagnosis.place.octets),
        "text": ranges(&diagnosis.place.text),
        "server": proof.and_then(|proof| verdict(proof.pasted.as_ref())),
        "repaired": proof.and_then(|proof| verdict(proof.repaired.as_ref())),
        "send": lines,
    })
}
