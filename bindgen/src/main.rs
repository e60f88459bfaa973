//! `wasm-bindgen`, as Trunk calls it: splits the program into chunks, then generates the
//! JavaScript glue of its main module.
//!
//! In the output folder, beside the files that the wasm-bindgen command writes:
//! `chunks/*.wasm` and, imported by the glue, `snippets/zaidu-chunks/loader.js`. A program
//! without split points is bound as it is.

mod arguments;
mod merge;
mod split;

use std::{fs, io::Write, path::Path, process::ExitCode};

use arguments::{Action, Arguments};
use wasm_bindgen_cli_support::Bindgen;
use wasm_bindgen_shared::version;

/// The error of any step, for the message on stderr.
type Error = Box<dyn std::error::Error + Send + Sync>;

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
        // In the words that Trunk looks for.
        Action::PrintVersion => Ok(writeln!(std::io::stdout(), "wasm-bindgen {}", version())?),
        Action::Bind(arguments) => bind(&arguments),
    }
}

/// Splits and binds the program.
fn bind(arguments: &Arguments) -> Result<(), Error> {
    let program = read(&arguments.input)?;
    let main = split::split(&program, &arguments.out_dir)?;
    let is_split = main.is_some();
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(&arguments.out_name, main.unwrap_or(program));
    bindgen.web(true)?.typescript(false).demangle(arguments.demangle);
    bindgen.keep_debug(arguments.keep_debug);
    // Chunks import the memory, the function table and the stack pointer.
    bindgen.keep_lld_exports(is_split);
    bindgen.generate(&arguments.out_dir)?;
    if is_split {
        let glue = arguments.out_dir.join(format!("{}.js", arguments.out_name));
        fs::write(&glue, split::connect(&String::from_utf8(read(&glue)?)?)?)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|cause| format!("cannot read {}: {cause}", path.display()).into())
}
