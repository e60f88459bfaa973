//! nginx with one file: the fastest that a web server commonly serves the bytes of a page.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use super::{cores, folder};
use crate::{
    error::{Error, Result},
    setup,
    workspace::Workspace,
};

/// How long nginx may take to listen.
const PATIENCE: Duration = Duration::from_secs(10);

/// A process of nginx on a free port of the loopback interface; killed on drop.
pub(super) struct Nginx {
    process: Child,
    port: u16,
}

impl Nginx {
    /// Serves `head`, the headers of our own response that follow, and `body` at every address, on
    /// the servers' core. `folder` is created anew.
    pub(super) fn start(
        workspace: &Workspace,
        folder: &Path,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        folder::write(&folder.join("site/page.html"), body)?;
        let port = free_port()?;
        let config = folder.join("nginx.conf");
        folder::write(&config, configuration(folder, port, headers).as_bytes())?;
        let program = setup::debian::nginx(workspace)
            .ok_or_else(|| Error::failed("nginx is not installed; install it"))?;
        let mut command = cores::on_servers_core(&workspace.command(&program.to_string_lossy()));
        command.arg("-p").arg(folder).arg("-c").arg(&config).args(["-e", "stderr"]);
        command.stderr(Stdio::inherit());
        let failed = |cause| Error::failed(format!("cannot start nginx: {cause}"));
        let nginx = Self { process: command.spawn().map_err(failed)?, port };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if since.elapsed() > PATIENCE {
                return Err(Error::failed("nginx does not listen; its output is above"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
    }

    /// The address of its file.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/page.html", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The process may have exited by itself; errors are ignored.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One process, as the other side has one core; the file stays open, and sendfile sends it. The
/// headers are those of our response, because each costs its part.
fn configuration(folder: &Path, port: u16, headers: &[(String, String)]) -> String {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("    add_header {name} '{}';\n", value.replace('\'', "\\'")))
        .collect();
    let folder = folder.display();
    format!(
        "daemon off;\nmaster_process off;\nworker_processes 1;\npid {folder}/nginx.pid;\n\
         events {{ worker_connections 512; }}\n\
         http {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  \
         keepalive_requests 100000000;\n  open_file_cache max=16;\n  \
         types {{ text/html html; }}\n  charset utf-8;\n  \
         client_body_temp_path {folder}/body;\n  proxy_temp_path {folder}/proxy;\n  \
         fastcgi_temp_path {folder}/fastcgi;\n  uwsgi_temp_path {folder}/uwsgi;\n  \
         scgi_temp_path {folder}/scgi;\n  \
         server {{\n    listen 127.0.0.1:{port};\n    root {folder}/site;\n{headers}  }}\n}}\n"
    )
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|cause| Error::failed(format!("there is no free port: {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_quoted() {
        let headers = [("vary".to_owned(), "it's; {all}".to_owned())];
        let text = configuration(Path::new("/x"), 81, &headers);
        assert!(text.contains("    add_header vary 'it\\'s; {all}';\n"), "{text}");
        assert!(text.contains("listen 127.0.0.1:81;"), "{text}");
    }
}
