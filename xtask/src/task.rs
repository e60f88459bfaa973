//! Runs a program as a task of a build: Cargo's progress is read from its output, which is shown
//! only when the program fails or says more than usual.

use std::{
    io::{IsTerminal, PipeReader, Read, stderr},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crate::{
    error::{Error, Result},
    process,
    progress::{self, Task},
};

/// Programs of tasks that are running, to end them when another task fails.
static RUNNING: Mutex<Vec<Arc<Mutex<Child>>>> = Mutex::new(Vec::new());

/// Whether a task has failed, so that no other may start.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// What a task prints, and what its program may say without being repeated.
pub(crate) struct Words<'a> {
    /// Printed when the task starts.
    pub(crate) start: &'a str,
    /// Printed when the task has ended.
    pub(crate) end: &'a str,
    /// Which lines of a successful program are shown.
    pub(crate) shown: fn(&str) -> bool,
}

/// Lines that a successful installation shows: none, since its warnings are about others' code.
pub(crate) fn nothing(_line: &str) -> bool {
    false
}

/// Lines that a successful build of this repository shows: everything but what Cargo and Trunk say
/// about each step.
pub(crate) fn remarks(line: &str) -> bool {
    !(line.is_empty() || is_cargo_status(line) || line.contains(" INFO "))
}

/// Runs a program as a task. Its output is shown in full when it fails.
pub(crate) fn run(task: Task, words: &Words<'_>, command: &mut Command) -> Result<()> {
    progress::start(task, words.start);
    let (output, is_success) = output_of(task, command)?;
    if !is_success {
        if STOPPED.load(Ordering::SeqCst) {
            return Err(Error::failed("ended because another task failed"));
        }
        progress::fail(task, &output);
        let line = process::command_line(command);
        return Err(Error::failed(format!("`{line}` failed; its output is above")));
    }
    let shown: Vec<&str> = output.lines().filter(|line| (words.shown)(line)).collect();
    if !shown.is_empty() {
        progress::message(&shown.join("\n"));
    }
    progress::end(task, words.end);
    Ok(())
}

/// Runs two parts of a build at the same time. The first error ends the programs of the other part
/// and is returned.
pub(crate) fn side_by_side(
    one: impl FnOnce() -> Result<()> + Send,
    other: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    let errors = Mutex::new(Vec::new());
    let run = |part: Result<()>| {
        if let Err(error) = part {
            held(&errors).push(error);
            stop();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| run(other()));
        run(one());
    });
    let mut errors = errors.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
    errors.next().map_or(Ok(()), Err)
}

/// Ends all running programs. Those that they started themselves end with their current step.
fn stop() {
    STOPPED.store(true, Ordering::SeqCst);
    for child in held(&RUNNING).drain(..) {
        // One that has ended by itself cannot be ended.
        let _ = held(&child).kill();
    }
}

/// The output of a program, without progress bars, and whether it succeeded.
fn output_of(task: Task, command: &mut Command) -> Result<(String, bool)> {
    if stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    // With these, Cargo counts also when its output is a pipe.
    command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "80");
    let broken = |cause| Error::failed(format!("cannot read a program's output: {cause}"));
    let (reader, writer) = std::io::pipe().map_err(broken)?;
    command.stdout(writer.try_clone().map_err(broken)?).stderr(writer);
    let child = {
        let mut running = held(&RUNNING);
        if STOPPED.load(Ordering::SeqCst) {
            return Err(Error::failed("not started because another task failed"));
        }
        let child = Arc::new(Mutex::new(process::spawn(command)?));
        running.push(child.clone());
        child
    };
    // The command holds the pipe's other end, and the pipe must end with the program.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let output = read(task, reader).map_err(broken)?;
    let status = held(&child).wait().map_err(broken)?;
    held(&RUNNING).retain(|it| !Arc::ptr_eq(it, &child));
    Ok((output, status.success()))
}

fn read(task: Task, mut reader: PipeReader) -> std::io::Result<String> {
    let (mut output, mut line) = (Vec::new(), Vec::new());
    let mut bytes = [0; 4096];
    loop {
        let length = reader.read(&mut bytes)?;
        for byte in &bytes[..length] {
            match byte {
                b'\n' => {
                    output.append(&mut line);
                    output.push(b'\n');
                }
                b'\r' => {
                    let text = String::from_utf8_lossy(&line);
                    if let Some((finished, units)) = counts(&text) {
                        progress::advance(task, finished, units);
                    }
                    if is_bar(&text) {
                        line.clear();
                    }
                }
                byte => line.push(*byte),
            }
        }
        if length == 0 {
            output.append(&mut line);
            return Ok(String::from_utf8_lossy(&output).into_owned());
        }
    }
}

/// Finished and all compilation units in Cargo's progress bar, `Building [==>  ] 12/34: name`.
fn counts(line: &str) -> Option<(u32, u32)> {
    let line = plain(line);
    let (_, rest) = line.trim_start().strip_prefix("Building [")?.split_once("] ")?;
    let (finished, rest) = rest.split_once('/')?;
    let units = rest.split(|character: char| !character.is_ascii_digit()).next()?;
    Some((finished.trim().parse().ok()?, units.parse().ok()?))
}

/// Whether a line is a progress bar, which the next line overwrites.
fn is_bar(line: &str) -> bool {
    ["[=", "[>", "[ "].iter().any(|bar| line.contains(bar))
}

/// Whether Cargo says what it does: a capitalised verb that ends in the twelfth column.
fn is_cargo_status(line: &str) -> bool {
    let line = plain(line);
    let verb = line.get(..12).unwrap_or_default().trim_start();
    line.get(12..).is_some_and(|rest| rest.starts_with(' '))
        && verb.starts_with(|first: char| first.is_ascii_uppercase())
        && verb.chars().all(|character| character.is_ascii_alphabetic())
}

/// Text without the terminal's colour sequences (`ESC [ … m`).
fn plain(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + part
            .trim_start_matches(|it: char| it.is_ascii_digit() || it == ';')
            .strip_prefix(|it: char| it.is_ascii_alphabetic())
            .unwrap_or(part)
    })
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_counts_are_read_from_its_progress_bar() {
        let bar = "    Building [=======>          ]  45/200: serde, syn(build)";
        assert_eq!(counts(bar), Some((45, 200)));
        let coloured = "\x1b[K    \x1b[1m\x1b[96mBuilding\x1b[0m [=>     ] 0/2: lexopt  ";
        assert_eq!(counts(coloured), Some((0, 2)));
        assert_eq!(counts("   Compiling lexopt v0.3.2"), None);
        assert_eq!(counts("    Building [=> ] many"), None);
        assert_eq!(counts(""), None);
    }

    #[test]
    fn a_build_shows_warnings_only() {
        for usual in [
            "",
            "   Compiling lexopt v0.3.2",
            "\x1b[1m\x1b[92m   Compiling\x1b[0m lexopt v0.3.2",
            " Downloading crates ...",
            "    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.34s",
            "2026-11-26T16:17:14.123456Z  INFO Starting trunk 0.21.14",
        ] {
            assert!(!remarks(usual), "{usual}");
        }
        for unusual in [
            "warning: unused variable: `x`",
            "  --> src/main.rs:3:9",
            "   |",
            "12 |     let x = 1;",
            "2026-11-26T16:17:14.123456Z  WARN CSS parsing failed, skipping",
        ] {
            assert!(remarks(unusual), "{unusual}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_first_error_ends_the_other_part() {
        let words = Words { start: "one", end: "done", shown: nothing };
        let shell = |task, script| run(task, &words, Command::new("sh").args(["-c", script]));
        // The first part would take a week.
        let outcome = side_by_side(
            || shell(Task::Page, "exec sleep 604800"),
            || shell(Task::Server, "echo reason >&2; exit 3"),
        );
        let error = outcome.unwrap_err().to_string();
        assert!(error.starts_with("`sh -c echo reason >&2; exit 3` failed"), "{error}");
        let refused = shell(Task::Npm, "exit 0").unwrap_err().to_string();
        assert_eq!(refused, "not started because another task failed");
    }

    #[cfg(unix)]
    #[test]
    fn output_is_kept_without_progress_bars() {
        let script = "printf '    Building [=> ] 1/2: a\\r   Compiling b\\n'; echo c >&2; printf d";
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = command.spawn().unwrap();
        drop(command);
        assert_eq!(read(Task::System, reader).unwrap(), "   Compiling b\nc\nd");
        child.wait().unwrap();
    }
}
