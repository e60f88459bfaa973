//! Command-line options, which environment variables can set too, parsed by clap.
//!
//! The doc comments of commands and options are the text of `--help`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use ipnet::IpNet;
use reqwest::Url;
use tracing::level_filters::LevelFilter;

use super::content_options::ContentOptions;
use super::import_options::ImportOptions;
use super::picture_options::PictureOptions;
use crate::events::{self, EventOptions};
use crate::http::page_cache;
use crate::http::rate_limit::{
    ADDRESS_LIMIT, NEW_READER_LIMIT, OptionalRate, READER_LIMIT, RateLimitConfig, TRUSTED_PROXIES,
    UNCACHED_LIMIT, parse_rate_or_off,
};
use crate::origin::Origin;
use crate::secret::Secret;

/// Default of `--database`.
pub(super) const DATABASE: &str = "sqlite:data/zaidu.sqlite";

/// Default of `health`.
const HEALTH: &str = "http://127.0.0.1:8720/readyz";

/// Default of `--wechat-api`.
const WECHAT_API: &str = "https://api.weixin.qq.com";

/// The backend of Zaidu: articles, feeds, reactions and the app's files.
#[derive(Debug, Parser)]
#[command(name = "zaidu-server", version, arg_required_else_help = false)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the site.
    Serve(Box<ServeOptions>),
    /// Import a newsroom's content into the database.
    Import(Box<ImportOptions>),
    /// Take articles down at once: everywhere, with 410 Gone at their address.
    Withdraw(WithdrawOptions),
    /// Print the newsroom as a JSON Feed, which `import` reads: settings and all articles that
    /// readers see. Reactions are not in it; `copy` copies them.
    Export(ExportOptions),
    /// Check the database: integrity, and counts and rankings against the reactions.
    Check(CheckOptions),
    /// Copy a database into another one, of either engine.
    Copy(CopyOptions),
    /// Print the headers with which a static host should send the built app.
    Headers(HeadersOptions),
    /// Check a deployment and say what to do: address, proxy, certificate, cookies, database, disk,
    /// clock, content, WeChat. It changes nothing. Exit code 1 when something is wrong, 3 when
    /// there are warnings only.
    Doctor(Box<DoctorOptions>),
    /// Ask a running server whether it is ready; exit code 1 if not. For health checks of
    /// containers.
    Health(HealthOptions),
}

/// Options of `serve`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    /// The built app: the folder with its index.html. A packaged program carries its own.
    #[arg(long, env = "ZAIDU_DIST", value_name = "DIR")]
    pub(crate) dist: Option<PathBuf>,
    /// Pictures and films of articles, served below /media/.
    #[arg(long, env = "ZAIDU_MEDIA", value_name = "DIR")]
    pub(crate) media: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub(crate) database: String,
    /// Pictures in several widths.
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Content that is imported and followed.
    #[command(flatten)]
    pub(crate) content: ContentOptions,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "ZAIDU_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8720")]
    pub(crate) listen: SocketAddr,
    /// The site's certificate, with those of its authorities, in PEM: the server then speaks TLS
    /// with HTTP/2 itself. Read again when the file changes, and at SIGHUP. Implies
    /// --secure-cookies.
    #[arg(long, env = "ZAIDU_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The certificate's private key, in PEM.
    #[arg(long, env = "ZAIDU_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Where to answer the operator: /metrics for Prometheus, /healthz and /readyz. An
    /// address that readers do not reach, such as 127.0.0.1:8721. By default there is none.
    #[arg(long, env = "ZAIDU_ADMIN_LISTEN", value_name = "ADDRESS")]
    pub(crate) admin_listen: Option<SocketAddr>,
    /// A collector of OpenTelemetry, such as http://127.0.0.1:4318, that gets spans by OTLP over
    /// HTTP (at /v1/traces below it). The variables OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME
    /// and OTEL_TRACES_SAMPLER hold too. By default there is none.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL", value_parser = parse_collector)]
    pub(crate) otlp_endpoint: Option<Collector>,
    /// The site's public origin, such as https://www.example.org, for link previews,
    /// search engines and feed readers. By default it is derived from the Host header
    /// of each request.
    #[arg(long, env = "ZAIDU_ORIGIN", value_name = "URL")]
    pub(crate) origin: Option<Origin>,
    /// An origin whose pages may call the API (CORS), such as https://www.example.org.
    /// It must be same-site with the server, or browsers do not send the cookie.
    #[arg(long, env = "ZAIDU_ALLOW_ORIGIN", value_name = "URL", value_delimiter = ',')]
    pub(crate) allow_origin: Vec<Origin>,
    /// The key that signs readers' cookies: 64 bytes or more, as base64 or plain text.
    /// By default a key is generated once and stored in the database.
    #[arg(long, env = "ZAIDU_COOKIE_KEY", value_name = "KEY", hide_env_values = true)]
    pub(crate) cookie_key: Option<String>,
    /// Readers reach the site by https: set the Secure attribute of cookies, and HSTS.
    #[arg(long, env = "ZAIDU_SECURE_COOKIES", value_parser = FalseyValueParser::new())]
    pub(crate) secure_cookies: bool,
    /// End offline reading: browsers that have the service worker remove it and all that
    /// it keeps, at their next visit. Other pages do without.
    #[arg(long, env = "ZAIDU_NO_SERVICE_WORKER", value_parser = FalseyValueParser::new())]
    pub(crate) no_service_worker: bool,
    /// TTL of the page cache in milliseconds; counts in shared pages are at most twice
    /// as old. 0 disables the cache.
    #[arg(long, env = "ZAIDU_KEEP_PAGES", value_name = "MS", default_value_t = page_cache::TTL.as_millis() as u64, value_parser = value_parser!(u64).range(..=3_600_000))]
    pub(crate) keep_pages: u64,
    /// Rate limits.
    #[command(flatten)]
    pub(crate) limits: LimitOptions,
    /// The app id of the newsroom's WeChat account, for share cards inside WeChat.
    /// Needs the secret, and --origin: only URLs below it or below
    /// an --allow-origin are signed.
    #[arg(
        long,
        env = "ZAIDU_WECHAT_APP_ID",
        value_name = "ID",
        requires_all = ["wechat_secret", "origin"]
    )]
    pub(crate) wechat_app_id: Option<String>,
    /// The account's secret. Prefer the environment variable: other users of this
    /// machine can read command lines.
    #[arg(
        long,
        env = "ZAIDU_WECHAT_SECRET",
        value_name = "SECRET",
        requires = "wechat_app_id",
        hide_env_values = true
    )]
    pub(crate) wechat_secret: Option<Secret>,
    /// The base URL of WeChat's API, or of a substitute.
    #[arg(long, env = "ZAIDU_WECHAT_API", value_name = "URL", default_value = WECHAT_API)]
    pub(crate) wechat_api: Origin,
    /// The format of logs.
    #[arg(long, env = "ZAIDU_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
    /// The log level: error, warn, info, debug or off.
    #[arg(long, env = "ZAIDU_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub(crate) log_level: LevelFilter,
}

/// Rate limits.
#[derive(Debug, Clone, Args)]
pub(crate) struct LimitOptions {
    /// Rate limit of votes per reader, such as 30/1m: a burst of 30, refilled evenly
    /// at 30 per minute; or `off`.
    #[arg(long, env = "ZAIDU_READER_LIMIT", value_name = "RATE", default_value = READER_LIMIT, value_parser = parse_rate_or_off)]
    pub(crate) reader_limit: OptionalRate,
    /// Rate limit of votes per IPv4 address or IPv6 /64 network.
    #[arg(long, env = "ZAIDU_ADDRESS_LIMIT", value_name = "RATE", default_value = ADDRESS_LIMIT, value_parser = parse_rate_or_off)]
    pub(crate) address_limit: OptionalRate,
    /// Rate limit of new readers per IPv4 address or IPv6 /64 network.
    #[arg(long, env = "ZAIDU_NEW_READER_LIMIT", value_name = "RATE", default_value = NEW_READER_LIMIT, value_parser = parse_rate_or_off)]
    pub(crate) new_reader_limit: OptionalRate,
    /// Rate limit of searches, and of pages that are not in the page cache, per IPv4 address
    /// or IPv6 /64 network.
    #[arg(long, env = "ZAIDU_UNCACHED_LIMIT", value_name = "RATE", default_value = UNCACHED_LIMIT, value_parser = parse_rate_or_off)]
    pub(crate) uncached_limit: OptionalRate,
    /// Networks of trusted reverse proxies, such as 10.0.0.0/8: X-Forwarded-For is
    /// used only where it comes from them.
    #[arg(long, env = "ZAIDU_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',', default_values = TRUSTED_PROXIES)]
    pub(crate) trusted_proxy: Vec<IpNet>,
    /// Maximum number of open streams by which readers are told of new articles and counts. Those
    /// beyond it ask once a minute. 0 turns streams off. Each needs an open file.
    #[arg(long, env = "ZAIDU_EVENT_STREAMS", value_name = "N", default_value_t = events::STREAMS, value_parser = stream_limit)]
    pub(crate) event_streams: usize,
    /// Maximum number of open streams per IPv4 address or IPv6 /64 network.
    #[arg(long, env = "ZAIDU_EVENT_STREAMS_PER_ADDRESS", value_name = "N", default_value_t = events::STREAMS_PER_ADDRESS, value_parser = stream_limit)]
    pub(crate) event_streams_per_address: usize,
}

/// Parses a limit on streams, at most a million.
fn stream_limit(text: &str) -> Result<usize, &'static str> {
    let limit = text.parse().ok().filter(|limit| *limit <= 1_000_000);
    limit.ok_or("a number from 0 to 1000000")
}

impl LimitOptions {
    /// How events are sent by these options.
    pub(crate) fn to_event_options(&self) -> EventOptions {
        EventOptions {
            streams: self.event_streams,
            streams_per_address: self.event_streams_per_address,
            ..EventOptions::default()
        }
    }

    /// The rate limits of these options.
    pub(crate) fn to_config(&self) -> RateLimitConfig {
        RateLimitConfig {
            reader: self.reader_limit.0,
            address: self.address_limit.0,
            new_readers: self.new_reader_limit.0,
            uncached: self.uncached_limit.0,
            trusted_proxies: self.trusted_proxy.clone(),
        }
    }
}

/// Options of `withdraw`.
#[derive(Debug, Clone, Args)]
pub(crate) struct WithdrawOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub(crate) database: String,
    /// Show the articles again, with their votes. Without this, only a person brings back what a
    /// person has withdrawn; what its source has withdrawn comes back with the feed too.
    #[arg(long)]
    pub(crate) restore: bool,
    /// Articles, by their id, their address or their id in the feed.
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
}

/// Options of `export`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ExportOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub(crate) database: String,
    /// The site's public origin, such as https://www.example.org, for the addresses of
    /// articles and pictures.
    #[arg(long, env = "ZAIDU_ORIGIN", value_name = "URL")]
    pub(crate) origin: Origin,
}

/// Options of `check`.
#[derive(Debug, Clone, Args)]
pub(crate) struct CheckOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub(crate) database: String,
    /// Rebuild counts and rankings from the reactions where they differ. The server may
    /// be running; votes that would wait too long are refused with 503.
    #[arg(long)]
    pub(crate) repair: bool,
}

/// Options of `copy`.
#[derive(Debug, Clone, Args)]
pub(crate) struct CopyOptions {
    /// The database to read: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    /// Stop its servers first: later votes are not copied.
    #[arg(long, value_name = "URL")]
    pub(crate) from: String,
    /// The database to write to, which must be empty.
    #[arg(long, value_name = "URL")]
    pub(crate) to: String,
}

/// Options of `headers`.
#[derive(Debug, Clone, Args)]
pub(crate) struct HeadersOptions {
    /// The built app: the folder with its index.html, as it will be served.
    #[arg(long, env = "ZAIDU_DIST", value_name = "DIR")]
    pub(crate) dist: PathBuf,
    /// The origin in `<meta name="zaidu-backend">`, such as https://api.example.org;
    /// omit it where the static host itself serves the API.
    #[arg(long, env = "ZAIDU_BACKEND", value_name = "URL")]
    pub(crate) backend: Option<Origin>,
    /// The backend has a WeChat account, so pages may load WeChat's script.
    #[arg(long)]
    pub(crate) wechat: bool,
}

/// Options of `doctor`.
#[derive(Debug, Clone, Args)]
pub(crate) struct DoctorOptions {
    /// Print JSON instead of lines.
    #[arg(long)]
    pub(crate) json: bool,
    /// The options with which the server runs, or will run.
    #[command(flatten)]
    pub(crate) serve: ServeOptions,
}

/// Options of `health`.
#[derive(Debug, Clone, Args)]
pub(crate) struct HealthOptions {
    /// What to ask.
    #[arg(value_name = "URL", env = "ZAIDU_HEALTH", default_value = HEALTH)]
    pub(crate) url: String,
}

/// The format of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One object a line, for machines.
    Json,
}

/// The address of a collector; an empty variable counts as unset (OpenTelemetry's specification of
/// environment variables).
pub(crate) type Collector = Option<Url>;

/// An address of HTTP; the path of traces is added to its own.
fn parse_collector(text: &str) -> Result<Collector, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let url: Url = text.parse().map_err(|_| "not an address")?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(Some(url))
    } else {
        Err("not an address of http or https")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn an_empty_address_of_a_collector_is_none() {
        assert_eq!(parse_collector(""), Ok(None));
        let url = parse_collector("http://127.0.0.1:4318").unwrap().unwrap();
        assert_eq!(url.port(), Some(4318));
        assert!(parse_collector("ftp://127.0.0.1").is_err());
    }

    #[test]
    fn options_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn wechat_options_require_each_other_and_hide_the_secret() {
        let serve = |more: &[&str]| {
            let line = [&["zaidu-server", "serve", "--dist", "dist"], more].concat();
            Cli::try_parse_from(line)
        };
        let account = ["--wechat-app-id", "wx1", "--wechat-secret", "s3cr3t"];
        let whole = serve(&[&account[..], &["--origin", "https://a.example"]].concat()).unwrap();
        let shown = format!("{whole:?}");
        assert!(shown.contains("wx1") && !shown.contains("s3cr3t"), "{shown}");
        for part in [&account[..], &account[..2], &account[2..]] {
            let error = serve(part).unwrap_err().to_string();
            assert!(!error.contains("s3cr3t"), "{error}");
        }
    }

    #[test]
    fn default_limits_are_as_documented() {
        let line = ["zaidu-server", "serve", "--dist", "dist"];
        let Command::Serve(options) = Cli::try_parse_from(line).unwrap().command else {
            panic!("it serves");
        };
        let config = options.limits.to_config();
        assert_eq!(config, RateLimitConfig::default());
        let new_readers = config.new_readers.map(|rate| rate.to_string());
        assert_eq!((new_readers.as_deref(), config.trusted_proxies.len()), (Some("200/600s"), 2));
        for bad in ["--reader-limit=many", "--trusted-proxy=proxy.example"] {
            assert!(Cli::try_parse_from([&line[..], &[bad]].concat()).is_err(), "{bad}");
        }
    }
}
