// Head of an article.

import { Meta, Title } from "../parts/headline.jsx";
import { isHeadlineOnly } from "../shared/headline.js";

export function Headline({ article, titleRef, children }) {
  return (
    <header className="article-head">
      <h1
        className={isHeadlineOnly(article) ? "visually-hidden" : undefined}
        dir={article.language && "auto"}
        ref={titleRef}
      >
        <Title article={article} />
      </h1>
      <div className="meta">
        <Meta article={article} />
        {children}
      </div>
    </header>
  );
}
