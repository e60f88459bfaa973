//! The program: options in, one line of words out, and an exit code: 1 for a
//! failure, 2 for a wrong command line.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tokio::net::TcpListener;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use zaidu_server::config::{
    CheckOptions, Cli, Command, CopyOptions, HeadersOptions, ImportOptions, LogFormat, ServeOptions,
};
use zaidu_server::start::{content, import, open_existing_store, open_store};
use zaidu_server::{App, Fault, for_static_host, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A failure in words for whoever started the program.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let runtime = tokio::runtime::Runtime::new();
    let done = runtime.map_err(Failure::from).and_then(|runtime| {
        runtime.block_on(async {
            match cli.command {
                Command::Serve(options) => start(&options).await,
                Command::Import(options) => take(&options).await,
                Command::Check(options) => check(&options).await,
                Command::Copy(options) => copy(&options).await,
                Command::Headers(options) => tell(&options),
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Help and version are answers; the rest is a line and not a page.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody is left to tell when this fails.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    // clap adds what is meant and how to go on in paragraphs of their own.
    let first = text.split("\n\n").next().unwrap_or_default();
    complain(&format!("{}; see --help", first.trim_start_matches("error: ")));
    ExitCode::from(2)
}

/// One line on standard error, whatever the message holds.
fn complain(message: &str) {
    let line: Vec<&str> = message.split_whitespace().collect();
    eprintln!("zaidu-server: {}", line.join(" "));
}

/// One line on standard output.
fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

async fn start(options: &ServeOptions) -> Result<(), Failure> {
    log(options);
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| format!("cannot listen at {}: {error}; see --listen", options.listen))?;
    let app = App::open(options).await?;
    let shutdown = asked_to_stop()?;
    say(&format!("Zaidu is ready at http://{}/", listener.local_addr()?))?;
    Ok(run(listener, app, shutdown).await?)
}

/// Done when the program is asked to end. It listens from this call on: a signal
/// that comes before the first poll is not lost.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Done when the program is asked to end.
#[cfg(windows)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        tracing::info!("stopping");
    })
}

async fn take(options: &ImportOptions) -> Result<(), Failure> {
    let newsroom = content(&options.file)?;
    let store = open_store(&options.database).await?;
    let imported = import(&store, &options.database, &newsroom).await?;
    store.close().await;
    say(&imported.to_string())
}

/// Faults that are listed; more are counted.
const LISTED: usize = 50;

async fn check(options: &CheckOptions) -> Result<(), Failure> {
    let store = open_existing_store(&options.database).await?;
    let faults = if options.repair { store.repair().await } else { store.check().await };
    store.close().await;
    let faults = faults?;
    for fault in faults.iter().take(LISTED) {
        say(&fault.to_string())?;
    }
    if faults.len() > LISTED {
        say(&format!("and {} more", faults.len() - LISTED))?;
    }
    let repairable = faults.iter().filter(|fault| Fault::is_repairable(fault)).count();
    match (faults.len(), faults.len() - repairable) {
        (0, _) => say("sound: counts and rankings are those of the reactions"),
        (found, 0) if options.repair => say(&format!("repaired: {found} faults are mended")),
        (_, left) if options.repair => {
            Err(format!("{left} faults cannot be mended from the reactions; they are listed")
                .into())
        }
        (found, left) if left < found => {
            Err(format!("the database has {found} faults; see --repair").into())
        }
        (found, _) => Err(format!("the database has {found} faults; they are listed").into()),
    }
}

async fn copy(options: &CopyOptions) -> Result<(), Failure> {
    let from = open_existing_store(&options.from).await?;
    let to = open_store(&options.to).await?;
    let copied = from.copy(&to).await;
    from.close().await;
    to.close().await;
    for (table, rows) in copied? {
        say(&format!("{table}: {rows}"))?;
    }
    Ok(())
}

fn tell(options: &HeadersOptions) -> Result<(), Failure> {
    let index = options.dist.join("index.html");
    let page = std::fs::read_to_string(&index)
        .map_err(|error| format!("cannot read {}: {error}; see --dist", index.display()))?;
    let backend = options.backend.as_ref().and_then(|origin| origin.0.to_str().ok());
    for (name, value) in &for_static_host(&page, backend, options.wechat) {
        say(&format!("{name}: {}", value.to_str()?))?;
    }
    Ok(())
}

/// Logs of this crate as the options say; of others, what is wrong only.
fn log(options: &ServeOptions) {
    let others = options.log_level.min(LevelFilter::WARN);
    let targets =
        Targets::new().with_default(others).with_target("zaidu_server", options.log_level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let registry = tracing_subscriber::registry().with(targets);
    match options.log_format {
        LogFormat::Text => registry.with(lines).init(),
        LogFormat::Json => registry.with(lines.json()).init(),
    }
}
