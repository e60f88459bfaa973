//! `zaidu-server import`: imports a newsroom's content into the database, or shows what it would
//! import.

use std::path::Path;
use std::process::ExitCode;

use tokio::net::TcpListener;
use zaidu_import::{Cleaned, Import};
use zaidu_model::Newsroom;

use super::database::{import_newsroom, open_existing_store, open_store, read_content};
use super::error::StartError;
use super::import_options::ImportOptions;
use super::output::{Failure, print_error, print_line};
use super::signals::shutdown_signal;
use crate::content::{Settings, remarks, with_settings};
use crate::http::{HttpState, StaticFiles, run};
use crate::store::{self, ImportPlan, Prune, Store};

/// The exit code of an import that refused some of the items, or to prune.
const REFUSED_SOME: u8 = 3;

/// The URL of an empty database.
const EMPTY: &str = "sqlite::memory:";

/// Maximum length of a line of a text in a report, in characters.
const MAX_SHOWN: usize = 60;

pub(super) async fn import(options: &ImportOptions) -> Result<ExitCode, Failure> {
    let (content, allowed) = (&options.content, &options.allow_private_feed);
    let import = read_content(content, allowed, &options.read, options.dry_run).await?;
    if options.strict
        && let Some(first) = import.refused.first()
    {
        let reason = format!("{first}; {} items are refused in all", import.refused.len());
        return Err(StartError::content(content, reason).into());
    }
    for error in &import.refused {
        print_error(&format!("refused {error}"));
    }
    for remark in remarks(&import) {
        print_error(&remark);
    }
    for article in import.newsroom.held() {
        print_line(&format!("held until {}: {}", article.published, article.id))?;
    }
    let how = store_options(options, &import);
    let plan = if options.dry_run {
        dry_run(options, &import, &how).await?
    } else if options.preview {
        return preview(options, import.newsroom).await;
    } else {
        let store = open_store(&options.database).await?;
        let (newsroom, name) = (&import.newsroom, content.site_name());
        let plan = import_newsroom(&store, &options.database, newsroom, &how, &name).await?;
        store.close().await;
        plan
    };
    let refused = import.refused.len();
    let is_broken = options.prune && how.prune == Prune::No;
    let why_not = match &plan.prune_refusal {
        Some(reason) => Some(reason.to_string()),
        None => is_broken.then(|| "the feed has items that are refused".to_owned()),
    };
    if let Some(reason) = &why_not {
        print_error(&format!("nothing is withdrawn: {reason}; see --force"));
    }
    let dry = if options.dry_run { "dry run, nothing is written: " } else { "" };
    print_line(&format!("{dry}{plan}, {refused} refused"))?;
    let is_whole = refused == 0 && why_not.is_none();
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(REFUSED_SOME) })
}

/// How the store imports what `import` is.
fn store_options(options: &ImportOptions, import: &Import) -> store::ImportOptions {
    let of_content = || options.content.source_of(import.source.as_deref());
    let source = Some(options.source.clone().unwrap_or_else(of_content));
    let prune = match (options.prune, options.force) {
        (true, true) => Prune::Forced,
        // What is refused must not be taken for what is gone.
        (true, false) if import.refused.is_empty() => Prune::Yes,
        _ => Prune::No,
    };
    store::ImportOptions { source, prune }
}

/// Prints what an import would do.
async fn dry_run(
    options: &ImportOptions,
    import: &Import,
    how: &store::ImportOptions,
) -> Result<ImportPlan, Failure> {
    let file = options.database.strip_prefix("sqlite:").filter(|file| !file.starts_with(':'));
    let is_missing = file.is_some_and(|file| !Path::new(Store::sqlite_path(file)).exists());
    let store = match is_missing {
        // Nothing is created.
        true => open_store(EMPTY).await?,
        false => open_existing_store(&options.database).await?,
    };
    let plan = store.plan_import(&import.newsroom, how).await;
    store.close().await;
    let plan = plan?;
    print_plan(import, &plan)?;
    for cleaned in &import.cleaned {
        print_cleaned(cleaned)?;
    }
    Ok(plan)
}

fn print_plan(import: &Import, plan: &ImportPlan) -> Result<(), Failure> {
    let newsroom = &import.newsroom;
    for (done, ids) in [
        ("add", &plan.added),
        ("update", &plan.updated),
        ("leave unchanged", &plan.unchanged),
        ("leave withdrawn", &plan.kept_withdrawn),
    ] {
        for id in ids {
            let all = newsroom.articles().iter().chain(newsroom.held());
            let title = all.filter(|article| article.id == *id).map(|it| it.headline()).next();
            print_line(&format!("would {done}: {id} {}", shown(&title.unwrap_or_default())))?;
        }
    }
    for id in &plan.withdrawn {
        print_line(&format!("would withdraw: {id}"))?;
    }
    Ok(())
}

fn print_cleaned(cleaned: &Cleaned) -> Result<(), Failure> {
    let Cleaned { article, pass, removed, changed, examples } = cleaned;
    for line in removed {
        print_line(&format!("cleaned {article}: {pass}: removes {}", shown(line)))?;
    }
    if let Some((before, after)) = examples.first() {
        let (before, after) = (shown(before), shown(after));
        let lines = if *changed == 1 { "1 line" } else { &format!("{changed} lines") };
        print_line(&format!(
            "cleaned {article}: {pass}: changes {lines}, such as {before} to {after}"
        ))?;
    }
    Ok(())
}

/// `text` in quotation marks, shortened, with its white space as escapes.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(MAX_SHOWN).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{short:?}{more}")
}

/// Serves `newsroom` from memory until a signal, with what is held.
async fn preview(options: &ImportOptions, newsroom: Newsroom) -> Result<ExitCode, Failure> {
    let files = StaticFiles::open(options.dist.as_deref(), options.media.as_deref())
        .map_err(StartError::from)?;
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| format!("cannot listen at {}: {error}; see --listen", options.listen))?;
    let store = open_store(EMPTY).await?;
    let name = options.content.site_name();
    let newsroom = with_settings(&store, newsroom, Settings::Own, &name).await?;
    store.import(&newsroom.without_embargo()).await?;
    let state = HttpState::new(store, files).await.map_err(StartError::from)?;
    let state = state.without_service_worker();
    let shutdown = shutdown_signal()?;
    print_line(&format!("preview at http://{}/", listener.local_addr()?))?;
    run(listener, state, shutdown).await?;
    Ok(ExitCode::SUCCESS)
}
