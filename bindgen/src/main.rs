//! `wasm-bindgen`, as Trunk calls it: splits the program into chunks, then generates the
//! JavaScript glue of its main module.
//!
//! In the output folder, beside the files that the wasm-bindgen command writes:
//! `chunks/*.wasm` and, imported by the glue, `snippets/zaidu-chunks/loader.js`. A program
//! without split points is bound as it is.

mod arguments;
mod split;

use std::{fs, io::Write, path::Path, process::ExitCode};

use arguments::{Action, Arguments};
use wasm_bindgen_cli_support::Bindgen;

/// The error of any step, for the message on stderr.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// The version of the bindings, in the words that Trunk looks for.
const VERSION: &str = "wasm-bindgen 0.2.126\n";

fn main() -> ExitCode {
    match arguments::parse(lexopt::Parser::from_env()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(action: Action) -> Result<(), Error> {
    match action {
        Action::PrintVersion => Ok(std::io::stdout().write_all(VERSION.as_bytes())?),
        Action::Bind(arguments) => bind(&arguments),
    }
}

/// Splits and binds the program.
fn bind(arguments: &Arguments) -> Result<(), Error> {
    let program = read(&arguments.input)?;
    let chunks = split::split(&program, &arguments.out_dir)?;
    let main = chunks.as_ref().map_or(program, |chunks| chunks.main.clone());
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(&arguments.out_name, main);
    bindgen.web(true)?.typescript(false).demangle(arguments.demangle);
    bindgen.keep_debug(arguments.keep_debug);
    // Chunks import the memory, the function table and the stack pointer.
    bindgen.keep_lld_exports(chunks.is_some());
    bindgen.generate(&arguments.out_dir)?;
    if chunks.is_some() {
        let glue = arguments.out_dir.join(format!("{}.js", arguments.out_name));
        fs::write(&glue, split::connect(&String::from_utf8(read(&glue)?)?)?)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|cause| format!("cannot read {}: {cause}", path.display()).into())
}
