//! Pasted text into the AUTH exchanges in it, and what is wrong with them. What is pasted
//! stays in this component.

use std::rc::Rc;

use saslab_credentials::{Decoded, Diagnosis, Exchange, Reading, Trial, decode, diagnose, prove};
use saslab_lessons::howto;
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::client::Speaker;
use web_sys::HtmlTextAreaElement;
use yew::{Callback, Html, InputEvent, TargetCast, component, html, use_memo, use_state};

use super::bytes::{Bytes, Veil};
use crate::port;

/// The server that judges: the HOWTO's after its last step, where AUTH is on.
fn judge() -> Installation {
    howto::installation(Release::DEFAULT, howto::AFTER, howto::FIRST.mechanisms)
}

/// The field, and what was found in it.
#[component]
pub(crate) fn Decode() -> Html {
    let text = use_state(|| Rc::<str>::from(""));
    let veil = use_state(|| Veil::Masked);
    let found = use_memo(Rc::clone(&text), |text| {
        let decoded = decode(text.as_bytes());
        let diagnoses = diagnose(&decoded, &judge().sasl.accounts);
        (decoded, diagnoses)
    });
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            text.set(field.value().into());
        })
    };
    let clear = {
        let text = text.clone();
        Callback::from(move |_| text.set("".into()))
    };
    let reveal = {
        let veil = veil.clone();
        Callback::from(move |_| {
            veil.set(match *veil {
                Veil::Masked => Veil::Shown,
                Veil::Shown => Veil::Masked,
            });
        })
    };
    let (decoded, diagnoses) = &*found;
    html! {
        <section class="pane" aria-labelledby="decode">
            <h3 id="decode">{ "Decode" }</h3>
            <label class="labelled">
                <span>{ "Paste Base64, an AUTH line, or a whole dialogue" }</span>
                <textarea
                    rows="5"
                    value={text.to_string()}
                    {oninput}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                />
            </label>
            <div class="dialog-end">
                <button type="button" aria-pressed={(*veil == Veil::Shown).to_string()} onclick={reveal}>
                    { "Show what is secret" }
                </button>
                <button type="button" onclick={clear}>{ "Clear" }</button>
            </div>
            if let (Some(remark), false) = (decoded.remark, text.is_empty()) {
                <p class="problem" role="status">{ remark.to_string() }{ "." }</p>
            }
            { for decoded.exchanges.iter().map(|exchange| shown(exchange, *veil)) }
            { faults(decoded, diagnoses) }
        </section>
    }
}

fn shown(exchange: &Exchange, veil: Veil) -> Html {
    let name = exchange
        .mechanism
        .name()
        .unwrap_or("an unknown mechanism")
        .to_owned();
    let said = exchange.said.iter().map(|said| {
        let (class, sign) = match said.speaker {
            Speaker::Client => ("client", "C "),
            Speaker::Server => ("server", "S "),
        };
        let fault = match said.word.reading() {
            Reading::Message(_) => None,
            Reading::Forgiven { fault, .. } | Reading::Unreadable(fault) => Some(fault.to_string()),
        };
        html! {
            <li class={class}>
                <span class="sign">{ sign }</span>
                if let Some(fault) = fault {
                    <span class="problem">{ "as it is written, no server decodes it: " }{ fault }</span>
                }
                if let Some(message) = said.word.message() {
                    <Bytes message={message.clone()} {veil} />
                }
            </li>
        }
    });
    html! {
        <section>
            <h4>{ name }</h4>
            <ol class="exchange" aria-label="Decoded exchange">{ for said }</ol>
            if let Some(verdict) = &exchange.verdict {
                <p class="note">{ "The server's decision: " }{ verdict.code }</p>
            }
        </section>
    }
}

/// What is wrong, what the server says to it, and the repair.
fn faults(decoded: &Decoded, diagnoses: &[Diagnosis]) -> Html {
    if diagnoses.is_empty() {
        return Html::default();
    }
    let items = diagnoses.iter().map(|diagnosis| {
        let proof = prove(&judge(), decoded, diagnosis).ok();
        let (pasted, repaired) = proof.map_or((None, None), |proof| (proof.pasted, proof.repaired));
        html! {
            <li>
                <p><strong>{ diagnosis.fault.to_string() }{ "." }</strong></p>
                { verdict("As it is, the HOWTO's server says ", pasted.as_ref()) }
                if let Some(repair) = &diagnosis.repair {
                    { repaired_lines(&repair.lines) }
                }
                { verdict("Then it says ", repaired.as_ref()) }
            </li>
        }
    });
    html! {
        <section aria-labelledby="faults">
            <h4 id="faults">{ "What is wrong" }</h4>
            <ul class="faults" aria-label="What is wrong">{ for items }</ul>
        </section>
    }
}

fn verdict(what: &'static str, trial: Option<&Trial>) -> Html {
    let line = trial
        .and_then(Trial::verdict)
        .and_then(|reply| reply.lines().last());
    line.map_or_else(
        Html::default,
        |line| html! { <p>{ what }<code>{ line.text().to_owned() }</code></p> },
    )
}

fn repaired_lines(lines: &[saslab_smtpd::sasl::Secret]) -> Html {
    let text: Vec<_> = lines
        .iter()
        .map(|line| String::from_utf8_lossy(line.reveal()))
        .collect();
    let text = text.join("\n");
    html! {
        <p>
            { "Send this instead: " }
            <button type="button" onclick={move |_| port::copy(&text)}>{ "Copy the repaired lines" }</button>
        </p>
    }
}
