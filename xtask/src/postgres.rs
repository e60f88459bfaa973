//! Temporary PostgreSQL cluster for tests and benchmarks: in a temporary folder, on a free port of
//! the loopback interface, removed on drop. The system's own clusters are not touched.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

/// The system user that Debian's packages create; PostgreSQL refuses to run as root.
const USER: &str = "postgres";

/// Prefix of a cluster's folder name; the identifier of its process follows.
const FOLDER_PREFIX: &str = "zaidu-postgres-";

/// Settings that differ from the defaults. The defaults for durability stay.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\n\
    unix_socket_directories = ''\n\
    max_connections = 300\n";

/// A running cluster.
pub(crate) struct Cluster {
    folder: PathBuf,
    /// The folder of PostgreSQL's programs.
    programs: PathBuf,
    port: u16,
    /// Whether the programs run as [`USER`].
    as_user: bool,
    /// The PATH for the programs.
    path: std::ffi::OsString,
}

/// The folder of PostgreSQL's programs: from PATH, else the newest of Debian's versions.
pub(crate) fn programs(workspace: &Workspace) -> Option<PathBuf> {
    if let Some(initdb) = workspace.find_program(&["initdb"]) {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .filter(|version| version.path().join("bin/initdb").is_file())
        .max_by_key(|version| number(&version.path()))
        .map(|version| version.path().join("bin"))
}

impl Cluster {
    /// Creates a cluster and starts it.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        let programs = programs(workspace).ok_or_else(|| {
            Error::failed("PostgreSQL is not installed; `cargo xtask test` installs it")
        })?;
        remove_stale_clusters(workspace, &programs);
        let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
        // Constructed before the first step, so that `Drop` cleans up when a step fails.
        let cluster = Self {
            folder,
            programs,
            port: free_port()?,
            as_user: is_root(workspace),
            path: workspace.path(),
        };
        process::run_quietly(
            cluster.command_as_owner("mkdir").arg("-m").arg("700").arg(&cluster.folder),
        )?;
        let mut initdb = cluster.postgres_command("initdb");
        initdb.args(["--username=zaidu", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        process::run_quietly(initdb.arg("--pgdata").arg(cluster.data()))?;
        cluster.configure()?;
        process::run_quietly(cluster.pg_ctl().arg("start"))?;
        Ok(cluster)
    }

    /// Sets the environment variables by which `command` finds and restarts the cluster.
    pub(crate) fn set_env(&self, command: &mut Command) {
        command
            .env("ZAIDU_TEST_POSTGRES", self.url())
            .env("ZAIDU_TEST_POSTGRES_CTL", process::command_line(&self.pg_ctl()));
    }

    fn url(&self) -> String {
        format!("postgres://zaidu@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn configure(&self) -> Result<()> {
        let path = self.data().join("postgresql.conf");
        let failed = |cause| Error::file("write", &path, &cause);
        let mut file = fs::OpenOptions::new().append(true).open(&path).map_err(failed)?;
        writeln!(file, "{SETTINGS}port = {}", self.port).map_err(failed)
    }

    /// `pg_ctl` for this cluster, without a subcommand.
    fn pg_ctl(&self) -> Command {
        let mut pg_ctl = self.postgres_command("pg_ctl");
        // After a crash PostgreSQL syncs all of its files, which takes minutes on a busy disk.
        pg_ctl.args(["--wait", "--timeout=600", "--silent", "--pgdata"]).arg(self.data());
        pg_ctl.arg("--log").arg(self.folder.join("log"));
        pg_ctl
    }

    fn postgres_command(&self, name: &str) -> Command {
        self.command_as_owner(&self.programs.join(name).to_string_lossy())
    }

    /// A command that runs as the owner of the cluster.
    fn command_as_owner(&self, program: &str) -> Command {
        let mut command = if self.as_user {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={USER}")).arg(format!("--regid={USER}"));
            command.args(["--clear-groups", program]);
            command
        } else {
            Command::new(program)
        };
        // The owner may have no access to the current folder.
        command.current_dir("/").env("PATH", &self.path);
        process::with_clean_env(command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The cluster may never have started; errors are ignored.
        let _ = self.pg_ctl().args(["stop", "--mode=immediate"]).output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Stops and removes clusters that killed runs have left behind.
fn remove_stale_clusters(workspace: &Workspace, programs: &Path) {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for folder in entries.flatten().map(|entry| entry.path()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let owner_pid = name.strip_prefix(FOLDER_PREFIX).and_then(|pid| pid.parse::<u32>().ok());
        let Some(owner_pid) = owner_pid.filter(|_| Path::new("/proc/self").exists()) else {
            continue;
        };
        if Path::new("/proc").join(owner_pid.to_string()).exists() {
            continue;
        }
        let (programs, path) = (programs.to_owned(), workspace.path());
        drop(Cluster { folder, programs, port: 0, as_user: is_root(workspace), path });
    }
}

fn is_root(workspace: &Workspace) -> bool {
    process::stdout_of(workspace.command("id").arg("-u")).as_deref() == Some("0")
}

/// A port that is free at the time of the call.
fn free_port() -> Result<u16> {
    let failed = |cause| Error::failed(format!("there is no free port: {cause}"));
    let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
    Ok(listener.local_addr().map_err(failed)?.port())
}
