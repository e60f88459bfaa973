//! Progress of a build on standard error: a line when a task starts and when it ends and, on a
//! terminal, one line below them that says what is running, how far it is, and what remains.

use std::{
    fmt::Write as _,
    io::{IsTerminal, Write as _, stderr},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// A task of a build. The order is that in which tasks are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    System,
    Npm,
    Python,
    Trunk,
    Bindgen,
    Geckodriver,
    Page,
    Server,
}

/// Longest status line, in characters: a line that wraps could not be overwritten.
const WIDTH: usize = 79;

/// Time between two drawings of the status line.
const INTERVAL: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Planned,
    /// Finished and all compilation units; zero of zero before Cargo has counted them.
    Running(u32, u32),
    Done,
}

struct Progress {
    started: Instant,
    /// Sorted by task.
    tasks: Vec<(Task, State)>,
    is_terminal: bool,
    /// Whether the status line is on the screen and its thread is running.
    is_drawn: bool,
}

/// One for the process, because it has one standard error.
static PROGRESS: LazyLock<Mutex<Progress>> = LazyLock::new(|| {
    Mutex::new(Progress {
        started: Instant::now(),
        tasks: Vec::new(),
        is_terminal: stderr().is_terminal(),
        is_drawn: false,
    })
});

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::System => "system packages",
            Self::Npm => "npm packages",
            Self::Python => "Python packages",
            Self::Trunk => "trunk",
            Self::Bindgen => "wasm-bindgen",
            Self::Geckodriver => "geckodriver",
            Self::Page => "page",
            Self::Server => "server",
        }
    }

    /// Share of a first run, from measured processor seconds.
    fn weight(self) -> u32 {
        match self {
            Self::System => 20,
            Self::Npm => 10,
            Self::Python => 20,
            Self::Trunk => 240,
            Self::Bindgen => 60,
            Self::Geckodriver => 100,
            Self::Page => 230,
            Self::Server => 300,
        }
    }
}

/// Percentage of a task's work that Cargo counts as units before the last one: the page's program is
/// linked and optimised as a whole.
fn counted(task: Task) -> u32 {
    if task == Task::Page { 60 } else { 95 }
}

/// Names tasks that will be started later, so that the status line counts them.
pub(crate) fn plan(tasks: impl IntoIterator<Item = Task>) {
    let mut progress = lock();
    for task in tasks {
        progress.set(task, State::Planned);
    }
}

/// Starts a task and prints what it does.
pub(crate) fn start(task: Task, text: &str) {
    let mut progress = lock();
    progress.set(task, State::Running(0, 0));
    progress.print(text);
    if progress.is_terminal && !progress.is_drawn {
        progress.is_drawn = true;
        thread::spawn(keep_drawing);
    }
}

/// Says how many of a running task's compilation units are finished.
pub(crate) fn advance(task: Task, finished: u32, units: u32) {
    lock().set(task, State::Running(finished, units));
}

/// Ends a task that was started.
pub(crate) fn end(task: Task, text: &str) {
    let mut progress = lock();
    progress.set(task, State::Done);
    progress.print(text);
}

/// Prints lines above the status line.
pub(crate) fn message(text: &str) {
    lock().print(text);
}

/// Removes a failed task, and the status line for good: what follows is the error.
pub(crate) fn fail(task: Task, output: &str) {
    let mut progress = lock();
    progress.tasks.retain(|(it, _)| *it != task);
    progress.erase();
    progress.is_terminal = false;
    eprint!("{output}");
}

fn lock() -> MutexGuard<'static, Progress> {
    PROGRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep_drawing() {
    loop {
        {
            let mut progress = lock();
            let is_running = progress.tasks.iter().any(|it| matches!(it.1, State::Running(..)));
            if !is_running || !progress.is_terminal {
                progress.is_drawn = false;
                return;
            }
            progress.draw();
        }
        thread::sleep(INTERVAL);
    }
}

impl Progress {
    fn set(&mut self, task: Task, state: State) {
        match self.tasks.binary_search_by_key(&task, |it| it.0) {
            Ok(index) => self.tasks[index].1 = state,
            Err(index) => self.tasks.insert(index, (task, state)),
        }
    }

    fn print(&mut self, text: &str) {
        self.erase();
        eprintln!("[{}] {text}", clock(self.started.elapsed()));
        if self.is_drawn {
            self.draw();
        }
    }

    fn erase(&self) {
        if self.is_terminal {
            eprint!("\r\x1b[K");
        }
    }

    fn draw(&self) {
        self.erase();
        eprint!("{}", status(self.started.elapsed(), &self.tasks));
        // Nothing can be done about a terminal that is gone.
        let _ = stderr().flush();
    }
}

/// The status line; empty when nothing is running.
fn status(elapsed: Duration, tasks: &[(Task, State)]) -> String {
    let (mut running, mut waiting) = (Vec::new(), Vec::new());
    let (mut done, mut all) = (0, 0);
    for (task, state) in tasks {
        let weight = task.weight();
        all += weight;
        match *state {
            State::Planned => waiting.push(task.name()),
            State::Running(_, 0) => running.push(task.name().to_owned()),
            State::Running(finished, units) => {
                done += weight * counted(*task) * finished / units / 100;
                running.push(format!("{} {finished}/{units}", task.name()));
            }
            State::Done => done += weight,
        }
    }
    if running.is_empty() {
        return String::new();
    }
    let mut line = format!("[{}] {} %: {}", clock(elapsed), 100 * done / all, running.join(", "));
    if !waiting.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(line, "; then {}", waiting.join(", "));
    }
    line.chars().take(WIDTH).collect()
}

/// Minutes and seconds.
fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_says_what_runs_how_far_and_what_remains() {
        let tasks = [
            (Task::Npm, State::Done),
            (Task::Trunk, State::Running(30, 120)),
            (Task::Bindgen, State::Planned),
            (Task::Page, State::Planned),
            (Task::Server, State::Running(0, 0)),
        ];
        assert_eq!(
            status(Duration::from_secs(62), &tasks),
            "[1:02] 7 %: trunk 30/120, server; then wasm-bindgen, page"
        );
    }

    #[test]
    fn without_a_running_task_there_is_no_status() {
        assert_eq!(status(Duration::ZERO, &[(Task::Page, State::Planned)]), "");
        assert_eq!(status(Duration::ZERO, &[]), "");
    }

    #[test]
    fn a_status_fits_into_a_terminal() {
        let running = State::Running(99_999, 100_000);
        let all = [
            Task::System,
            Task::Npm,
            Task::Trunk,
            Task::Bindgen,
            Task::Geckodriver,
            Task::Page,
            Task::Server,
        ];
        let tasks = all.map(|task| (task, running));
        assert_eq!(status(Duration::from_secs(3600), &tasks).chars().count(), WIDTH);
    }
}
