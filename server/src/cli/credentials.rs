//! Secrets that the service manager hands over as files (`LoadCredential=` of systemd), as options
//! of `serve` and `doctor`.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The variable in which systemd names the folder of a service's credentials.
pub(super) const FOLDER: &str = "CREDENTIALS_DIRECTORY";

/// The options of `serve` that are read from files. systemd joins the name that the unit gives to
/// the folder and the name of the file.
const OPTIONS: [(&str, &str); 3] = [
    ("zaidu_database", "--database"),
    ("zaidu_cookie-key", "--cookie-key"),
    ("zaidu_wechat-secret", "--wechat-secret"),
];

/// The command line with the credentials in `folder`. An option of the command line wins over a
/// file, and a file over an environment variable.
///
/// # Errors
/// When a file is there and cannot be read as text.
pub(super) fn with_credentials(
    arguments: Vec<OsString>,
    folder: Option<&Path>,
) -> Result<Vec<OsString>, String> {
    let (Some(folder), true) = (folder, takes_secrets(&arguments)) else { return Ok(arguments) };
    let mut all = arguments;
    for (file, option) in OPTIONS {
        let path = folder.join(file);
        if !path.is_file() || all.iter().any(|argument| sets(argument, option)) {
            continue;
        }
        let secret = std::fs::read_to_string(&path)
            .map_err(|error| format!("cannot read the credential {file}: {error}"))?;
        all.push(format!("{option}={}", secret.trim()).into());
    }
    Ok(all)
}

fn takes_secrets(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|command| command == "serve" || command == "doctor")
}

/// Whether `argument` is `option`, with or without its value.
fn sets(argument: &OsStr, option: &str) -> bool {
    let argument = argument.to_string_lossy();
    argument.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(arguments: &[&str], folder: &Path) -> Vec<String> {
        let arguments = arguments.iter().map(OsString::from).collect();
        let all = with_credentials(arguments, Some(folder)).unwrap();
        all.into_iter().map(|it| it.into_string().unwrap()).collect()
    }

    #[test]
    fn files_become_options_of_serve_unless_the_command_line_has_them() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("zaidu_wechat-secret"), "s3cr3t\n").unwrap();
        std::fs::write(folder.path().join("zaidu_database"), "postgres://db/zaidu").unwrap();
        let folder = folder.path();
        assert_eq!(
            completed(&["zaidu-server", "serve"], folder)[2..],
            ["--database=postgres://db/zaidu", "--wechat-secret=s3cr3t"]
        );
        let own = ["zaidu-server", "serve", "--database", "sqlite:a"];
        assert_eq!(completed(&own, folder)[4..], ["--wechat-secret=s3cr3t"]);
        assert_eq!(completed(&["zaidu-server", "check"], folder).len(), 2);
        assert_eq!(completed(&["zaidu-server", "serve"], &folder.join("none")).len(), 2);
    }
}
