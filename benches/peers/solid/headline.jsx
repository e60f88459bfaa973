// Head of an article.

import { Meta, Title } from "../parts/headline.jsx";
import { isHeadlineOnly } from "../shared/headline.js";

export function Headline(props) {
  return (
    <header class="article-head">
      <h1
        class={isHeadlineOnly(props.article) ? "visually-hidden" : undefined}
        dir={props.article.language && "auto"}
        ref={props.ref}
      >
        <Title article={props.article} />
      </h1>
      <div class="meta">
        <Meta article={props.article} />
        {props.children}
      </div>
    </header>
  );
}
