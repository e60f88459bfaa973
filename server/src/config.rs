//! Options, from the command line or the environment.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::{HeaderValue, Uri};
use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use ipnet::IpNet;
use tracing::level_filters::LevelFilter;

use crate::kept::MOMENT;
use crate::limits::{ADDRESS, Allowed, MaybeRate, NEW_READERS, READER, TRUSTED, rate_or_off};

/// Where the database is unless told.
const DATABASE: &str = "sqlite:data/zaidu.sqlite";

/// WeChat's server unless told.
const WECHAT_API: &str = "https://api.weixin.qq.com";

/// The backend of Zaidu: articles, feeds, reactions and the app's files.
#[derive(Debug, Parser)]
#[command(name = "zaidu-server", version, arg_required_else_help = false)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site.
    Serve(Box<ServeOptions>),
    /// Put a newsroom's feed file into the database.
    Import(ImportOptions),
    /// Compare counts and rankings with the reactions, and look at the file.
    Check(CheckOptions),
    /// Put everything in one database into another, of either engine.
    Copy(CopyOptions),
    /// Print the headers with which a static host should send the built app.
    Headers(HeadersOptions),
}

/// Options of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// The built app: the folder with its index.html.
    #[arg(long, env = "ZAIDU_DIST", value_name = "DIR")]
    pub dist: PathBuf,
    /// Pictures and films of articles, served below /media/.
    #[arg(long, env = "ZAIDU_MEDIA", value_name = "DIR")]
    pub media: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub database: String,
    /// A newsroom's feed file to import at start.
    #[arg(long, env = "ZAIDU_CONTENT", value_name = "FILE")]
    pub content: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "ZAIDU_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8720")]
    pub listen: SocketAddr,
    /// Where readers find the site, such as https://www.example.org: what cards,
    /// search engines and feed readers are told. By default the host of each
    /// request.
    #[arg(long, env = "ZAIDU_ORIGIN", value_name = "URL")]
    pub origin: Option<Origin>,
    /// An origin whose pages may use the API, such as https://www.example.org;
    /// of the same site, or the reader's cookie will not travel.
    #[arg(long, env = "ZAIDU_ALLOW_ORIGIN", value_name = "URL", value_delimiter = ',')]
    pub allow_origin: Vec<Origin>,
    /// Signs readers' cookies: 64 bytes or more, in base64 or as they are. By
    /// default a key is made once and kept in the database.
    #[arg(long, env = "ZAIDU_COOKIE_KEY", value_name = "KEY", hide_env_values = true)]
    pub cookie_key: Option<String>,
    /// The site is reached by https: cookies travel by it only.
    #[arg(long, env = "ZAIDU_SECURE_COOKIES", value_parser = FalseyValueParser::new())]
    pub secure_cookies: bool,
    /// How many milliseconds pages that are everyone's are kept ready, and so how
    /// old their counts may be; 0 keeps none.
    #[arg(long, env = "ZAIDU_KEEP_PAGES", value_name = "MS", default_value_t = MOMENT.as_millis() as u64, value_parser = value_parser!(u64).range(..=3_600_000))]
    pub keep_pages: u64,
    /// What readers and addresses may ask for.
    #[command(flatten)]
    pub limits: LimitOptions,
    /// The newsroom's WeChat account: inside WeChat, pages then say how they look
    /// when readers pass them on. Needs its secret, and --origin: what it vouches for.
    #[arg(
        long,
        env = "ZAIDU_WECHAT_APP_ID",
        value_name = "ID",
        requires_all = ["wechat_secret", "origin"]
    )]
    pub wechat_app_id: Option<String>,
    /// The account's secret. Better in the environment: others on this machine can
    /// read command lines.
    #[arg(
        long,
        env = "ZAIDU_WECHAT_SECRET",
        value_name = "SECRET",
        requires = "wechat_app_id",
        hide_env_values = true
    )]
    pub wechat_secret: Option<Secret>,
    /// WeChat's server, or what stands in its place.
    #[arg(long, env = "ZAIDU_WECHAT_API", value_name = "URL", default_value = WECHAT_API)]
    pub wechat_api: Origin,
    /// How logs look.
    #[arg(long, env = "ZAIDU_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// How much is logged: error, warn, info, debug or off.
    #[arg(long, env = "ZAIDU_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub log_level: LevelFilter,
}

/// What readers and addresses may ask for.
#[derive(Debug, Clone, Args)]
pub struct LimitOptions {
    /// Votes of one reader: a rate such as 30/1m, which is 30 at once and 30 more a
    /// minute, evenly; or `off`.
    #[arg(long, env = "ZAIDU_READER_LIMIT", value_name = "RATE", default_value = READER, value_parser = rate_or_off)]
    pub reader_limit: MaybeRate,
    /// Votes from one IPv4 address, or IPv6 network of 64 bits.
    #[arg(long, env = "ZAIDU_ADDRESS_LIMIT", value_name = "RATE", default_value = ADDRESS, value_parser = rate_or_off)]
    pub address_limit: MaybeRate,
    /// New readers from one such address.
    #[arg(long, env = "ZAIDU_NEW_READER_LIMIT", value_name = "RATE", default_value = NEW_READERS, value_parser = rate_or_off)]
    pub new_reader_limit: MaybeRate,
    /// Networks of the proxies in front, such as 10.0.0.0/8: what they say in
    /// X-Forwarded-For is believed, and nobody else.
    #[arg(long, env = "ZAIDU_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',', default_values = TRUSTED)]
    pub trusted_proxy: Vec<IpNet>,
}

impl LimitOptions {
    /// What they say.
    #[must_use]
    pub fn allowed(&self) -> Allowed {
        Allowed {
            reader: self.reader_limit.0,
            address: self.address_limit.0,
            new_readers: self.new_reader_limit.0,
            trusted_proxies: self.trusted_proxy.clone(),
        }
    }
}

/// Options of `import`.
#[derive(Debug, Clone, Args)]
pub struct ImportOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub database: String,
    /// The newsroom's feed file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Options of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub database: String,
    /// Rebuild counts and rankings from the reactions where they differ. A server
    /// may run meanwhile; votes that would wait too long are refused.
    #[arg(long)]
    pub repair: bool,
}

/// Options of `copy`.
#[derive(Debug, Clone, Args)]
pub struct CopyOptions {
    /// The database to read: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    /// Stop its servers first: votes that come later stay behind.
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// The database to fill, which must hold nothing.
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// Options of `headers`.
#[derive(Debug, Clone, Args)]
pub struct HeadersOptions {
    /// The built app: the folder with its index.html, as it will be served.
    #[arg(long, env = "ZAIDU_DIST", value_name = "DIR")]
    pub dist: PathBuf,
    /// The origin that `<meta name="zaidu-backend">` names, such as
    /// https://api.example.org; none where the host itself answers.
    #[arg(long, env = "ZAIDU_BACKEND", value_name = "URL")]
    pub backend: Option<Origin>,
    /// The backend has a WeChat account, so pages may load WeChat's script.
    #[arg(long)]
    pub wechat: bool,
}

/// How logs look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line, for machines.
    Json,
}

/// An origin: `http://` or `https://`, a host, perhaps a port, and no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub HeaderValue);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let wrong = || "an origin is http:// or https:// with a host and no path".to_owned();
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let whole = match (uri.scheme_str(), uri.authority()) {
            (Some(scheme @ ("http" | "https")), Some(host)) => format!("{scheme}://{host}"),
            _ => return Err(wrong()),
        };
        // An authority may also hold a user, and the text a path or query.
        if whole != text || whole.contains('@') {
            return Err(wrong());
        }
        HeaderValue::from_str(&whole).map(Self).map_err(|_| wrong())
    }
}

/// A text that is never shown, also not where options are.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn options_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_account_is_whole_and_its_secret_unseen() {
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
    fn limits_are_as_documented_unless_told() {
        let line = ["zaidu-server", "serve", "--dist", "dist"];
        let Command::Serve(options) = Cli::try_parse_from(line).unwrap().command else {
            panic!("it serves");
        };
        let allowed = options.limits.allowed();
        assert_eq!(allowed, Allowed::default());
        let told = allowed.new_readers.map(|rate| rate.to_string());
        assert_eq!((told.as_deref(), allowed.trusted_proxies.len()), (Some("200/600s"), 2));
        for bad in ["--reader-limit=many", "--trusted-proxy=proxy.example"] {
            assert!(Cli::try_parse_from([&line[..], &[bad]].concat()).is_err(), "{bad}");
        }
    }

    #[test]
    fn origins_have_no_path() {
        let origin = |text: &str| text.parse::<Origin>().ok().map(|origin| origin.0);
        assert_eq!(origin("https://A.example/").unwrap(), "https://a.example");
        assert_eq!(origin("http://localhost:8080").unwrap(), "http://localhost:8080");
        for bad in
            ["", "*", "null", "a.example", "https://a/b", "https://u@a", "ftp://a", "https://a?b"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
