//! The operations of the API, in the order in which they are described.

use serde_json::{Value, json};
use zaidu_model::ProblemCode::{self, *};
use zaidu_model::api::{AGE_PARAM, ARTICLES_PARAM, EVENTS_AFTER_PARAM};
use zaidu_model::live::{AFTER_PARAM, ENTRIES_PARAM, Live, LiveOrder, ORDER_PARAM};
use zaidu_model::wechat::JsConfig;
use zaidu_model::{
    Article, Choice, Cursor, EventBatch, FeedPage, Key, Mood, Period, Ranking, Reaction, Site, api,
};

use super::operation::{Operation, Parameter, SchemaOf, Success};
use super::schemas::Schemas;

/// The groups of operations.
pub(super) fn tags() -> Value {
    json!([
        { "name": "articles", "description": "Articles, and the site that they belong to" },
        { "name": "lists", "description": "Lists of articles, page by page, and search" },
        { "name": "reactions", "description": "What readers choose, and rankings by it" },
        { "name": "sharing", "description": "Sharing inside of WeChat" },
        { "name": "server", "description": "The server itself, and this description" },
    ])
}

pub(super) fn all() -> Vec<Operation> {
    [articles(), lists(), reactions(), server()].into_iter().flatten().collect()
}

fn articles() -> Vec<Operation> {
    let site = Success::Everyones(Schemas::reference::<Site>, "The site.");
    let article = Success::Everyones(Schemas::reference::<Article>, "The article.");
    let live = Success::Everyones(Schemas::reference::<Live>, "A page of entries, or changes.");
    let after = in_query(
        AFTER_PARAM,
        "The revision that the client has: what has changed since.",
        |_| json!({ "type": "integer", "minimum": 0 }),
    );
    let events = Success::Events(
        Schemas::reference::<EventBatch>,
        "The events up to now; for a client that accepts `text/event-stream` a stream, each message \
         with such an object as its data.",
    );
    vec![
        get(api::SITE, "getSite", "articles", "Name, channels and settings of the site", site),
        get(api::ARTICLE, "getArticle", "articles", "An article with its text and counts", article)
            .with_parameters(vec![article_id()])
            .with_parameters(entries())
            .with_problems(&[QueryMalformed, CursorForged, ArticleNotFound, ArticleWithdrawn]),
        get(api::LIVE, "getLive", "articles", "Entries of a live article", live)
            .with_parameters(vec![article_id(), after])
            .with_parameters(entries())
            .with_problems(&[
                QueryMalformed,
                CursorForged,
                ArticleNotFound,
                ArticleWithdrawn,
                // The article is none.
                NotFound,
            ]),
        get(api::EVENTS, "getEvents", "articles", "What has changed since a page was made", events)
            .with_parameters(since())
            .with_problems(&[QueryMalformed, TooManyStreams]),
    ]
}

/// Since when events are wanted, and of which articles.
fn since() -> Vec<Parameter> {
    let after = "The `id` of the last event that the client has; any other gives a `reset`.";
    let age = "Without an id: how many seconds ago the client's data was made.";
    let articles = "Ids of articles whose own events are wanted too, at most 16, between spaces.";
    vec![
        in_query(EVENTS_AFTER_PARAM, after, |_| json!({ "type": "string" })),
        in_query(AGE_PARAM, age, |_| json!({ "type": "integer", "minimum": 0 })),
        in_query(ARTICLES_PARAM, articles, |_| json!({ "type": "string" })),
    ]
}

/// Which entries of a live article.
fn entries() -> Vec<Parameter> {
    let order = "The order of the entries of a live article.";
    let cursor = "The `next` of the entries before.";
    vec![
        in_query(ORDER_PARAM, order, Schemas::reference::<LiveOrder>),
        in_query(ENTRIES_PARAM, cursor, |_| json!({ "type": "string", "minLength": 1 })),
    ]
}

fn lists() -> Vec<Operation> {
    let channel = || in_path("channel", "The key of a channel.", Schemas::reference::<Key>);
    let column = in_path("column", "The key of a column of it.", Schemas::reference::<Key>);
    let name = |what| in_path("name", what, |_| json!({ "type": "string", "minLength": 1 }));
    let article = in_query("article", "The id of an article.", Schemas::reference::<Key>);
    let query = in_query("q", "What is searched for.", |_| json!({ "type": "string" }));
    vec![
        list(api::LATEST, "getLatest", "All articles, newest first"),
        list(api::CHANNEL, "getChannel", "The articles of a channel, newest first")
            .with_parameters(vec![channel()])
            .with_problems(&[ChannelNotFound]),
        list(api::COLUMN, "getColumn", "The articles of a column, newest first")
            .with_parameters(vec![channel(), column])
            .with_problems(&[ChannelNotFound]),
        list(api::TAG, "getTag", "The articles with a tag, newest first")
            .with_parameters(vec![name("The tag.")])
            .with_problems(&[FacetNotFound]),
        list(api::AUTHOR, "getAuthor", "The articles of an author, newest first")
            .with_parameters(vec![name("The author's name.")])
            .with_problems(&[FacetNotFound]),
        list(api::HEADLINES, "getHeadlines", "The first articles of the front page"),
        list(api::FRONT_CHANNELS, "getFrontChannels", "The channels of the front page"),
        list(api::FRONT_LATEST, "getFrontLatest", "The latest articles of the front page"),
        list(api::RECOMMENDED, "getRecommended", "What to read after an article")
            .with_parameters(vec![required(article)])
            .with_problems(&[ArticleNotFound, ArticleWithdrawn]),
        list(api::SEARCH, "search", "The articles in which a text occurs, newest first")
            .with_parameters(vec![required(query)])
            .with_problems(&[QueryTooShort, TooManyRequests]),
    ]
}

fn reactions() -> Vec<Operation> {
    let reaction = |text| Success::Readers(Schemas::reference::<Reaction>, text);
    let summary = "The counts of an article, and what this reader chose";
    let read = get(api::REACTION, "getReaction", "reactions", summary, reaction("The reaction."))
        .with_parameters(vec![article_id()])
        .with_problems(&[ArticleNotFound, ArticleWithdrawn]);
    let summary = "Chooses a mood, changes it, or withdraws it with null";
    let stored = reaction("The choice is stored: the counts with it.");
    let choose = get(api::REACTION, "putReaction", "reactions", summary, stored)
        .with_parameters(vec![article_id()])
        .with_problems(&[
            BodyMalformed,
            MoodUnknown,
            CookieRequired,
            CrossSite,
            ArticleNotFound,
            ArticleWithdrawn,
            BodyTooLarge,
            UnsupportedMediaType,
            TooManyRequests,
        ]);
    let ranking = Success::Everyones(Schemas::reference::<Ranking>, "The ranking.");
    let mood = in_query("mood", "The mood; `like` by default.", Schemas::reference::<Mood>);
    let period = in_query("period", "China time; `day` by default.", Schemas::reference::<Period>);
    let config = Success::Readers(Schemas::reference::<JsConfig>, "The signature.");
    let url = in_query(
        "url",
        "The page, without its fragment.",
        |_| json!({ "type": "string", "maxLength": 2048 }),
    );
    vec![
        Operation { knows_reader: true, ..read },
        Operation {
            method: "put",
            body: Some(Schemas::reference::<Choice>),
            knows_reader: true,
            ..choose
        },
        get(api::RANKINGS, "getRanking", "reactions", "What was chosen most in a period", ranking)
            .with_parameters(vec![mood, period])
            .with_problems(&[QueryMalformed, MoodUnknown, PeriodUnknown]),
        get(api::WECHAT_SIGNATURE, "signPage", "sharing", "A page's WeChat signature", config)
            .with_parameters(vec![required(url)])
            .with_problems(&[
                QueryMalformed,
                AddressMalformed,
                AddressForeign,
                WechatNotSetUp,
                WechatUnavailable,
            ]),
    ]
}

fn server() -> Vec<Operation> {
    let object: SchemaOf = |_| json!({ "type": "object" });
    let document = Success::Everyones(object, "The document.");
    let ready = "`ok`, and a line for each content or picture that cannot be read.";
    let mut all = vec![
        get(api::DESCRIPTION, "getDescription", "server", "This description", document),
        get(api::DOCS, "getDocs", "server", "This description as a page", Success::Page("A page.")),
        get("/healthz", "isAlive", "server", "Whether the process runs", Success::Text("`ok`.")),
    ];
    // None of these asks the store.
    all.iter_mut().for_each(|operation| operation.problems.clear());
    all.push(get("/readyz", "isReady", "server", "Whether it can serve", Success::Text(ready)));
    all
}

/// An operation that reads, and asks the store.
fn get(
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    success: Success,
) -> Operation {
    Operation {
        method: "get",
        path,
        id,
        tag,
        summary,
        parameters: Vec::new(),
        body: None,
        success,
        knows_reader: false,
        problems: vec![StoreUnavailable],
    }
}

/// A list with cursor and limit.
fn list(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    let page = Success::Everyones(Schemas::reference::<FeedPage>, "A page of the list.");
    let limit = in_query(
        "limit",
        "The size of the page.",
        |_| json!({ "type": "integer", "minimum": 1, "maximum": 50, "default": 20 }),
    );
    let cursor = in_query("cursor", "The `next` of the page before.", Schemas::reference::<Cursor>);
    get(path, id, "lists", summary, page).with_parameters(vec![cursor, limit]).with_problems(&[
        QueryMalformed,
        CursorForged,
        LimitOutOfRange,
    ])
}

fn article_id() -> Parameter {
    in_path("id", "The id of an article.", Schemas::reference::<Key>)
}

fn in_path(name: &'static str, description: &'static str, schema: SchemaOf) -> Parameter {
    Parameter { name, place: "path", is_required: true, description, schema }
}

fn in_query(name: &'static str, description: &'static str, schema: SchemaOf) -> Parameter {
    Parameter { name, place: "query", is_required: false, description, schema }
}

fn required(parameter: Parameter) -> Parameter {
    Parameter { is_required: true, ..parameter }
}

impl Operation {
    /// The operation with these parameters before those that it has.
    fn with_parameters(mut self, parameters: Vec<Parameter>) -> Self {
        self.parameters.splice(0..0, parameters);
        self
    }

    fn with_problems(mut self, codes: &[ProblemCode]) -> Self {
        self.problems.extend(codes);
        self
    }
}
