//! Cores of the machine: one for the server that is measured, the others for the load generator.

use std::process::Command;

/// The core of the servers.
const SERVERS: &str = "0";

/// `command` on one core, so that every server that is compared has the same.
pub(super) fn on_servers_core(command: &Command) -> Command {
    on(SERVERS, command)
}

/// `command` on the core beside it, if there is one.
pub(super) fn beside_servers(command: &Command) -> Command {
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    on(if count > 1 { "1" } else { SERVERS }, command)
}

fn on(cores: &str, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", cores]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => pinned.env(name, value),
            None => pinned.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        pinned.current_dir(folder);
    }
    pinned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stays_as_it_is() {
        let mut command = Command::new("x");
        command.args(["a", "b"]).env("A", "1").env_remove("B").current_dir("/");
        let pinned = format!("{:?}", on("0", &command));
        for part in ["\"taskset\" \"-c\" \"0\" \"x\" \"a\" \"b\"", "A=\"1\"", "cd \"/\"", "-u B"] {
            assert!(pinned.contains(part), "{part}: {pinned}");
        }
    }
}
