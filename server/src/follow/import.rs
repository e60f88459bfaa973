//! Import of content that is followed: one at a time, reported to log and registry.

use std::fmt;
use std::time::Duration;

use zaidu_import::{Hints, Import, ImportError, import_with_hints};
use zaidu_model::Timestamp;

use super::{Fetched, Shared, Source};
use crate::content::{ReadOptions, remarks, with_settings};
use crate::store::{ImportOptions, Prune, StoreError};
use crate::telemetry::{Span, SpanKind};

/// How many refused items of an import are logged one by one.
const MAX_LOGGED: usize = 20;

/// Reads a feed that was fetched. What names no section is in `section`.
///
/// # Errors
/// [`ImportError`] when it cannot be read as a whole.
pub(crate) fn read_fetched(
    fetched: &Fetched,
    section: &[String],
    options: &ReadOptions,
    now: Timestamp,
    reports: bool,
) -> Result<Import, ImportError> {
    let hints = Hints {
        name: None,
        url: Some(fetched.url.as_str()),
        charset: fetched.charset.as_deref(),
        section,
        home: options.export_url.as_deref(),
        categories_are_sections: options.has_sections(),
        reports,
    };
    Ok(options.apply(import_with_hints(&fetched.bytes, now, &hints)?, now))
}

/// Why content was not imported.
#[derive(Debug)]
pub(super) enum Failure {
    /// It cannot be read as a whole, for this reason.
    Content(String),
    /// It changed while it was read.
    Changing,
    /// The database does not take it.
    Store(StoreError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(reason) => f.write_str(reason),
            Self::Changing => f.write_str("changes while it is read"),
            Self::Store(error) => write!(f, "the database does not take it: {error}"),
        }
    }
}

impl Failure {
    /// The name of the kind of failure.
    fn kind(&self) -> &'static str {
        match self {
            Self::Content(_) => "content",
            Self::Changing => "changing",
            Self::Store(_) => "database",
        }
    }

    /// The reason without what only the log may tell.
    pub(super) fn public(&self) -> String {
        match self {
            Self::Content(reason) => reason.clone(),
            Self::Changing => self.to_string(),
            Self::Store(_) => "the database does not take it".to_owned(),
        }
    }
}

impl Shared {
    /// Imports what `read` reads, and records the success. Returns the pause for which the feed
    /// asks.
    ///
    /// # Errors
    /// [`Failure`]; then nothing changed.
    pub(super) async fn import(
        &self,
        source: &Source,
        read: impl FnOnce(Timestamp) -> Result<Import, Failure> + Send + 'static,
    ) -> Result<Option<Duration>, Failure> {
        let span = Span::begin("import", SpanKind::Internal);
        span.set("zaidu.content", source.content.label());
        let imported = span.scope(self.import_within(&span, source, read)).await;
        if let Err(failure) = &imported {
            span.fail(failure.kind());
        }
        imported
    }

    async fn import_within(
        &self,
        span: &Span,
        source: &Source,
        read: impl FnOnce(Timestamp) -> Result<Import, Failure> + Send + 'static,
    ) -> Result<Option<Duration>, Failure> {
        let _one_at_a_time = self.importing.lock().await;
        let time = (self.clock)();
        let now =
            Timestamp::from_unix(time).map_err(|error| Failure::Content(error.to_string()))?;
        let import = tokio::task::spawn_blocking(move || read(now)).await;
        let import = import.map_err(|_| Failure::Content("reading it failed".to_owned()))??;
        let place = source.content.shown();
        for refused in import.refused.iter().take(MAX_LOGGED) {
            tracing::warn!(%refused, %place, "content");
        }
        for remark in remarks(&import) {
            tracing::info!(%remark, %place, "content");
        }
        let refused = import.refused.len();
        span.set("zaidu.items.refused", i64::try_from(refused).unwrap_or(i64::MAX));
        let held = import.newsroom.held().len();
        // What is refused must not be taken for what is gone.
        let prune = if source.prune && refused == 0 { Prune::Yes } else { Prune::No };
        let options = ImportOptions { source: Some(source.id(&import)), prune };
        let name = source.content.site_name();
        let newsroom = with_settings(&self.store, import.newsroom, source.settings, &name).await;
        let newsroom = newsroom.map_err(Failure::Store)?;
        let imported = self.store.import_with(&newsroom, &options).await;
        let imported = imported.map_err(Failure::Store)?;
        if let Some(refusal) = &imported.prune_refusal {
            tracing::warn!(%refusal, %place, "nothing is withdrawn");
        }
        tracing::info!(%imported, refused, held, %place, "content");
        self.status.imported(source.index, time, refused);
        Ok(import.ttl.map(|minutes| Duration::from_secs(60 * u64::from(minutes))))
    }
}

impl Source {
    /// What the articles of `import` are recorded under: see [`Content::source_of`].
    ///
    /// [`Content::source_of`]: crate::content::Content::source_of
    fn id(&self, import: &Import) -> String {
        self.content.source_of(import.source.as_deref())
    }
}
