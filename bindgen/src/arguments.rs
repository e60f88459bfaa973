//! Command line: the flags of the wasm-bindgen command that Trunk passes.

use std::path::PathBuf;

use lexopt::{Arg, Parser};

use crate::Error;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// `--version`
    PrintVersion,
    /// Bind a program.
    Bind(Arguments),
}

/// A program, and where its bound form goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The WebAssembly module, as the linker wrote it.
    pub(crate) input: PathBuf,
    /// The folder of the output.
    pub(crate) out_dir: PathBuf,
    /// The name of the output files, without suffix.
    pub(crate) out_name: String,
    /// Whether function names lose their mangling.
    pub(crate) demangle: bool,
    /// Whether debug sections are kept.
    pub(crate) keep_debug: bool,
}

/// Reads the command line. An unknown flag is an error: ignoring it would bind the program in
/// another way than asked for.
pub(crate) fn parse(mut parser: Parser) -> Result<Action, Error> {
    let (mut input, mut out_dir, mut out_name) = (None, None, None);
    let (mut demangle, mut keep_debug) = (true, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("version") | Arg::Short('V') => return Ok(Action::PrintVersion),
            Arg::Long("target") => {
                let target = parser.value()?;
                if target != "web" {
                    return Err("--target must be web: chunks need modules and URLs".into());
                }
            }
            Arg::Long("out-dir") => out_dir = Some(PathBuf::from(parser.value()?)),
            Arg::Long("out-name") => {
                out_name = Some(parser.value()?.to_string_lossy().into_owned());
            }
            Arg::Long("no-demangle") => demangle = false,
            Arg::Long("keep-debug") => keep_debug = true,
            // Declarations are never generated.
            Arg::Long("no-typescript") => {}
            Arg::Value(path) if input.is_none() => input = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Action::Bind(Arguments {
        input: input.ok_or("the WebAssembly file is missing")?,
        out_dir: out_dir.ok_or("--out-dir is missing")?,
        out_name: out_name.ok_or("--out-name is missing")?,
        demangle,
        keep_debug,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(words: &str) -> Result<Action, String> {
        parse(Parser::from_args(words.split_whitespace())).map_err(|error| error.to_string())
    }

    #[test]
    fn trunks_command_lines_are_understood() {
        assert_eq!(parse_words("--version"), Ok(Action::PrintVersion));
        let words = "--target=web --out-dir=/o --out-name=zaidu /i.wasm --no-demangle \
                     --no-typescript";
        let expected = Arguments {
            input: "/i.wasm".into(),
            out_dir: "/o".into(),
            out_name: "zaidu".into(),
            demangle: false,
            keep_debug: false,
        };
        assert_eq!(parse_words(words), Ok(Action::Bind(expected)));
    }

    #[test]
    fn what_cannot_be_done_is_an_error() {
        for (words, message) in [
            ("--out-dir=o --out-name=n", "file is missing"),
            ("i.wasm --out-name=n", "--out-dir"),
            ("i.wasm --out-dir=o --out-name=n --weak-refs", "weak-refs"),
            ("i.wasm --target=nodejs", "--target must be web"),
        ] {
            assert!(parse_words(words).unwrap_err().contains(message), "{words}");
        }
    }
}
