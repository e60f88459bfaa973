//! The program `zaidu-server`: a global allocator and the command line of [`zaidu_server::cli`].

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    zaidu_server::cli::run()
}
