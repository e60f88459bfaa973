//! A PostgreSQL of our own: a cluster in a temporary folder, on a free port of this
//! machine only, that is gone when it is dropped. The system's own clusters are not
//! touched.

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

/// The user whom Debian's packages make; PostgreSQL refuses to run as root.
const USER: &str = "postgres";

/// The beginning of a cluster's folder; the process that made it follows.
const NAME: &str = "zaidu-postgres-";

/// What differs from the defaults, which are those of a durable database.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\n\
    unix_socket_directories = ''\n\
    max_connections = 300\n";

/// A running cluster.
pub(crate) struct Cluster {
    folder: PathBuf,
    /// Where its programs are.
    programs: PathBuf,
    port: u16,
    /// Whether its programs run as [`USER`].
    as_user: bool,
    /// The PATH of its programs.
    path: std::ffi::OsString,
}

/// The folder of PostgreSQL's programs: on PATH, or the newest of Debian's.
pub(crate) fn programs(workspace: &Workspace) -> Option<PathBuf> {
    if let Some(initdb) = workspace.program(&["initdb"]) {
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
    /// Makes a cluster and starts it.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        let programs = programs(workspace).ok_or_else(|| {
            Error::failed("PostgreSQL is not installed; `cargo xtask test` installs it")
        })?;
        sweep(workspace, &programs);
        let folder = std::env::temp_dir().join(format!("{NAME}{}", std::process::id()));
        // Made first, so that whatever fails from here on leaves nothing behind.
        let cluster = Self {
            folder,
            programs,
            port: free_port()?,
            as_user: is_root(workspace),
            path: workspace.path(),
        };
        process::run_quietly(cluster.run("mkdir").arg("-m").arg("700").arg(&cluster.folder))?;
        let mut initdb = cluster.program("initdb");
        initdb.args(["--username=zaidu", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        process::run_quietly(initdb.arg("--pgdata").arg(cluster.data()))?;
        cluster.configure()?;
        process::run_quietly(cluster.control().arg("start"))?;
        Ok(cluster)
    }

    /// Tells `command` where it is, and how to restart it.
    pub(crate) fn tell(&self, command: &mut Command) {
        command
            .env("ZAIDU_TEST_POSTGRES", self.url())
            .env("ZAIDU_TEST_POSTGRES_CTL", process::line(&self.control()));
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

    /// `pg_ctl` for this cluster, without what it is to do.
    fn control(&self) -> Command {
        let mut control = self.program("pg_ctl");
        control.args(["--wait", "--silent", "--pgdata"]).arg(self.data());
        control.arg("--log").arg(self.folder.join("log"));
        control
    }

    fn program(&self, name: &str) -> Command {
        self.run(&self.programs.join(name).to_string_lossy())
    }

    /// A program, as the user to whom the cluster belongs.
    fn run(&self, program: &str) -> Command {
        let mut command = if self.as_user {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={USER}")).arg(format!("--regid={USER}"));
            command.args(["--clear-groups", program]);
            command
        } else {
            Command::new(program)
        };
        // That user may not be allowed into the folder that this was started in.
        command.current_dir("/").env("PATH", &self.path);
        process::cleaned(command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may never have started; either way nothing of ours is left.
        let _ = self.control().args(["stop", "--mode=immediate"]).output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Ends what a run that was killed has left behind.
fn sweep(workspace: &Workspace, programs: &Path) {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for folder in entries.flatten().map(|entry| entry.path()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let maker = name.strip_prefix(NAME).and_then(|maker| maker.parse::<u32>().ok());
        let Some(maker) = maker.filter(|_| Path::new("/proc/self").exists()) else { continue };
        if Path::new("/proc").join(maker.to_string()).exists() {
            continue;
        }
        let (programs, path) = (programs.to_owned(), workspace.path());
        drop(Cluster { folder, programs, port: 0, as_user: is_root(workspace), path });
    }
}

fn is_root(workspace: &Workspace) -> bool {
    process::ask(workspace.command("id").arg("-u")).as_deref() == Some("0")
}

/// A port that nobody uses now.
fn free_port() -> Result<u16> {
    let failed = |cause| Error::failed(format!("there is no free port: {cause}"));
    let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
    Ok(listener.local_addr().map_err(failed)?.port())
}
