//! Log set-up: a `tracing` subscriber that writes to standard error.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::options::{LogFormat, ServeOptions};

/// Installs the subscriber. This crate logs at the configured level; dependencies log warnings
/// and errors only.
pub(super) fn init(options: &ServeOptions) {
    let dependencies = options.log_level.min(LevelFilter::WARN);
    let targets =
        Targets::new().with_default(dependencies).with_target("zaidu_server", options.log_level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let registry = tracing_subscriber::registry().with(targets);
    match options.log_format {
        LogFormat::Text => registry.with(lines).init(),
        LogFormat::Json => registry.with(lines.json()).init(),
    }
}
