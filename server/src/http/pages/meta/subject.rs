//! Subject of a page: what its metadata describes, and its breadcrumbs.

use zaidu::strings;
use zaidu_model::{Article, Facet, FeedPage, Mood, Period, Ranking, Route, Section};

/// The subject of a page, with the data that its metadata describes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// The latest news.
    Home(&'a FeedPage),
    /// A channel or a column.
    Channel(&'a Section, &'a FeedPage),
    /// A tag or an author.
    Facet(&'a Facet, &'a FeedPage),
    /// An article.
    Article(&'a Article),
    /// A ranking.
    Ranking(Mood, Period, &'a Ranking),
    /// A search; the query may be empty.
    Search(&'a str),
    /// A page that search engines should not index: not found, or incomplete.
    None,
}

/// The breadcrumbs from the home page to a page, each with its route.
pub(super) fn breadcrumbs(subject: Subject<'_>) -> Vec<(String, Route)> {
    let mut breadcrumbs = vec![(strings::HOME.to_owned(), Route::Home)];
    let section = match subject {
        Subject::Channel(section, _) => Some(section),
        Subject::Article(article) => article.section.as_ref(),
        _ => None,
    };
    if let Some(Section { channel, column }) = section {
        let key = channel.key.clone();
        let route = Route::Channel { channel: key.clone(), column: None };
        breadcrumbs.push((channel.name.clone(), route));
        if let Some(column) = column {
            let route = Route::Channel { channel: key, column: Some(column.key.clone()) };
            breadcrumbs.push((column.name.clone(), route));
        }
    }
    match subject {
        Subject::Article(article) => {
            breadcrumbs.push((article.headline().into_owned(), Route::Article(article.id.clone())));
        }
        Subject::Ranking(..) => breadcrumbs.push((strings::RANKING.to_owned(), Route::Ranking)),
        Subject::Facet(facet, _) => {
            breadcrumbs.push((facet.name.clone(), Route::Facet(facet.clone())));
        }
        Subject::Search(_) => breadcrumbs.push((strings::SEARCH.to_owned(), Route::Search)),
        Subject::Home(_) | Subject::Channel(..) | Subject::None => {}
    }
    breadcrumbs
}
