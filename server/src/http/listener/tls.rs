//! TLS of the listener: a certificate and its key from files, read again when they change.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_secs(30);

/// A certificate with its key, for the accept loop. Clones share it.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Certificate>,
}

/// Why a certificate cannot be used.
#[derive(Debug)]
pub enum TlsError {
    /// A file cannot be read, or has nothing of its kind in PEM.
    File(PathBuf, String),
    /// Certificate and key do not belong together, or are of a kind that is not known.
    Pair(rustls::Error),
}

/// The files, and what was last read from them.
struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Tls {
    /// Reads a chain of certificates, the site's first, and its private key, both in PEM.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn open(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let current = RwLock::new(Arc::new(read(chain, key, &provider)?));
        let certificate =
            Arc::new(Certificate { chain: chain.to_owned(), key: key.to_owned(), current });
        let config =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config = config
            .map_err(TlsError::Pair)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&certificate) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
    }

    /// Performs the handshake on a new connection.
    pub(super) async fn accept<S>(&self, stream: S) -> io::Result<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.acceptor.accept(stream).await
    }

    /// Reads the files again. Connections that are open keep what they have.
    ///
    /// # Errors
    /// [`TlsError`]; then new connections have the certificate of before.
    pub fn reload(&self) -> Result<(), TlsError> {
        let Certificate { chain, key, current } = &*self.certificate;
        let read = read(chain, key, &Arc::new(ring::default_provider()))?;
        *current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        Ok(())
    }

    /// Reloads whenever the files change, or `asked` completes; never ends.
    pub(crate) async fn follow(&self, mut asked: impl AsyncFnMut()) -> Infallible {
        let mut seen = self.modified();
        loop {
            let is_asked = tokio::select! {
                () = asked() => true,
                () = tokio::time::sleep(INTERVAL) => false,
            };
            let now = self.modified();
            if !is_asked && now == seen {
                continue;
            }
            seen = now;
            match self.reload() {
                Ok(()) => tracing::info!("the certificate is read again"),
                Err(error) => tracing::error!(%error, "the certificate of before stays in use"),
            }
        }
    }

    /// When the files were last changed, as far as that can be read.
    fn modified(&self) -> [Option<SystemTime>; 2] {
        let modified = |path: &PathBuf| std::fs::metadata(path).ok()?.modified().ok();
        [&self.certificate.chain, &self.certificate.key].map(modified)
    }
}

fn read(
    chain: &Path,
    key: &Path,
    provider: &Arc<CryptoProvider>,
) -> Result<CertifiedKey, TlsError> {
    let failed = |path: &Path, reason: String| TlsError::File(path.to_owned(), reason);
    let certificates = CertificateDer::pem_file_iter(chain).and_then(Iterator::collect);
    let certificates: Vec<_> = certificates.map_err(|error| failed(chain, error.to_string()))?;
    if certificates.is_empty() {
        return Err(failed(chain, "there is no certificate in it".to_owned()));
    }
    let private = PrivateKeyDer::from_pem_file(key);
    let private = private.map_err(|error| failed(key, error.to_string()))?;
    CertifiedKey::from_der(certificates, private, provider).map_err(TlsError::Pair)
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _client: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("chain", &self.chain).finish_non_exhaustive()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.certificate.fmt(f)
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, reason) => write!(f, "cannot use {}: {reason}", path.display()),
            Self::Pair(error) => write!(f, "the certificate and its key cannot be used: {error}"),
        }
    }
}

impl std::error::Error for TlsError {}
