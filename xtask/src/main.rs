//! `cargo xtask`: the repository's build, test and development commands, written in Rust so that a
//! fresh machine needs only the Rust toolchain.

mod bench;
mod budget;
mod dev;
mod dist;
mod error;
mod files;
mod harness_env;
mod lock_file;
mod native;
mod package;
mod postgres;
mod process;
mod progress;
mod run;
mod sample_server;
mod scale;
mod setup;
mod supply_chain;
mod task;
mod test;
mod tidy;
mod workspace;

use std::{io::Write, process::ExitCode};

use error::{Error, Result};
use workspace::Workspace;

const USAGE: &str = "\
Usage: cargo xtask <command>

  run   [--port N] [--content [SECTION=]PATH|URL]… [--database URL] [--release]
        build everything and serve a newsroom (default: the sample, port 8720);
        the server is built quickly, or with --release for speed
  dev   [trunk's arguments]
        the page alone, with the in-browser mock and live reload
  dist  [--features LIST]
        the production build, into dist/
  package
        the server as one file that carries the app, as a Debian package and as
        an image, with a bill of materials: target/packaged/
  budget
        the bytes that a reader downloads, against their limits
  bench page [--rounds N] | feed | server | streams | votes
        start-up time of pages, compared with other frameworks, cost of very long
        lists, throughput of the server, durable votes per second
  scale [--NAME NUMBER]…
        page views and votes far beyond one machine, by simulation (docs/scale.md);
        --help lists the inputs
  test  [--fast | --long] [--only NAME]
        everything a change must pass; --fast leaves out WebAssembly, browser and
        PostgreSQL; --long runs only fault injection, two more browsers and hostile input, at
        full length, and asks for published advisories; of these, --only runs the steps that
        have NAME in their names
  tidy  module layers and other rules that a program can check
  setup [--no-browser]
        install what the build needs and this machine lacks
  help  this text

`run` imports PATH: a feed, an export, a document or a folder of them. Pictures are those of the
folder `media` beside a file, or of the folder itself.
A relative path in a database URL starts at the repository's root.
Tools are kept in $ZAIDU_TOOLS, else in the cache folder of the user.
";

fn main() -> ExitCode {
    let outcome = Workspace::find().and_then(|workspace| command(&workspace));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            if matches!(error, Error::Usage(_)) {
                eprint!("\n{USAGE}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn command(workspace: &Workspace) -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let name = match arguments.next()? {
        None => return Err(Error::usage("a command is missing")),
        Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => "help".to_owned(),
        Some(lexopt::Arg::Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "setup" => setup::command(workspace, arguments),
        "dist" => dist::command(workspace, arguments),
        "run" => run::command(workspace, arguments),
        "bench" => bench::command(workspace, arguments),
        "scale" => scale::command(arguments),
        "package" => package::command(workspace, arguments),
        "budget" => budget::command(workspace, arguments),
        "dev" => dev::command(workspace, arguments),
        "test" => test::command(workspace, arguments),
        "tidy" => tidy::command(workspace, arguments),
        "help" => help(),
        unknown => Err(Error::usage(format!("there is no command `{unknown}`"))),
    }
}

fn help() -> Result<()> {
    std::io::stdout()
        .write_all(USAGE.as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}
