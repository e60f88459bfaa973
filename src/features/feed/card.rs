//! One preview in a list.

use leptos::prelude::*;
use zaidu_model::{Preview, Route, Size};

use crate::ui::Picture;

/// The card of `preview`: excerpt and time; title and picture when there are.
#[component]
pub fn Card(
    /// The preview.
    preview: Preview,
) -> impl IntoView {
    let Preview { id, title, excerpt, published, picture } = preview;
    let picture = picture.map(|picture| {
        let size = picture.size.map(Size::into);
        // The words beside it say what it is about.
        view! { <Picture url=picture.url.into() alt=String::new() size /> }
    });
    view! {
        <article class="card">
            <a class="card-link" href=Route::Article(id).to_string()>
                <div class="card-words">
                    {title.map(|title| view! { <h3>{title}</h3> })}
                    <p>{excerpt}</p>
                </div>
                {picture}
            </a>
            <time datetime=published.to_string()>{published.display()}</time>
        </article>
    }
}
