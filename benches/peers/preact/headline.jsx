// Head of an article.

import { Meta, Title } from "../parts/headline.jsx";
import { isHeadlineOnly } from "../shared/headline.js";

export function Headline({ article, titleRef, children }) {
  return (
    <header class="article-head">
      <h1
        class={isHeadlineOnly(article) ? "visually-hidden" : undefined}
        dir={article.language && "auto"}
        ref={titleRef}
      >
        <Title article={article} />
      </h1>
      <div class="meta">
        <Meta article={article} />
        {children}
      </div>
    </header>
  );
}
