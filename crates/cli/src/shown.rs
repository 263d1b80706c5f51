//! Messages as text and as JSON, the same for `encode` and `decode`.

use saslab_credentials::sasl::message::Message;
use serde_json::{Value, json};

/// Octets as text, where they are none with escapes.
pub(crate) fn text(octets: &[u8]) -> String {
    match std::str::from_utf8(octets) {
        Ok(text) if !text.chars().any(char::is_control) => text.to_owned(),
        Ok(_) | Err(_) => octets.escape_ascii().to_string(),
    }
}

/// A message with its fields.
pub(crate) fn message(message: &Message) -> Value {
    let parts = message.parts().iter().map(|part| {
        json!({
            "field": part.field.name,
            "start": part.range.start,
            "end": part.range.end,
            "value": text(&message.value(part)),
            "meaning": part.field.meaning,
            "source": part.field.source.to_string(),
            "proves": part.field.proves,
            "reveals": part.field.reveals,
        })
    });
    let parts: Vec<Value> = parts.collect();
    json!({
        "base64": message.base64(),
        "text": text(message.octets()),
        "fields": parts,
    })
}
