//! A key and a self-signed certificate, made when the server starts and written nowhere.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::failure::Failure;

/// TLS for names that clients of this machine use.
pub(super) fn server() -> Result<Arc<ServerConfig>, Failure> {
    let names = ["mail.example.com", "localhost", "127.0.0.1", "::1"];
    let names: Vec<String> = names.map(str::to_owned).to_vec();
    let failed = |says: String| Failure::unreadable(format!("no certificate: {says}"));
    let made = rcgen::generate_simple_self_signed(names).map_err(|e| failed(e.to_string()))?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], PrivateKeyDer::from(key))
        .map_err(|error| failed(error.to_string()))?;
    Ok(Arc::new(config))
}
