//! What is served: the app, media, and content that can be read.

use super::report::{Finding, Report};
use crate::cli::database::read_content;
use crate::cli::options::ServeOptions;
use crate::http::StaticFiles;

pub(super) async fn check(report: &mut Report, serve: &ServeOptions) {
    report.add(match StaticFiles::open(serve.dist.as_deref(), serve.media.as_deref()) {
        Ok(_) => Finding::ok("files", "the app is there"),
        Err(error) => Finding::fail("files", error.to_string(), "see --dist and --media"),
    });
    let options = &serve.content;
    let contents = options.contents();
    if contents.is_empty() {
        let found = "none is followed: articles come by `import` only";
        report.add(Finding::ok("content", found));
    }
    for content in contents {
        let read = read_content(&content, &options.allow_private_feed, &options.read, false).await;
        let shown = content.shown();
        report.add(match read {
            Ok(import) => {
                let articles = import.newsroom.articles().len();
                match import.refused.len() {
                    0 => Finding::ok("content", format!("{shown} has {articles} articles")),
                    refused => Finding::warn(
                        "content",
                        format!("{shown} has {articles} articles and {refused} that are refused"),
                        "`zaidu-server import --dry-run` says why",
                    ),
                }
            }
            Err(error) => Finding::fail("content", error.to_string(), "see --content"),
        });
    }
}
