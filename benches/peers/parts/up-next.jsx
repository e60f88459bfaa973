// 接着读: the first recommendation as a card of its own, with its time as `children`.

import { ContentLink, Picture } from "@peer/ui.jsx";
import { articlePath } from "../shared/format.js";
import { headline } from "../shared/headline.js";
import * as strings from "../shared/strings.js";

export function NextCard({ next, children }) {
  return (
    <section class="up-next">
      <h2>{strings.UP_NEXT}</h2>
      <div class="card">
        <ContentLink url={articlePath(next.id)}>
          <div class="card-words">
            <h3 lang={next.language} dir={next.language && "auto"}>
              {headline(next)}
            </h3>
            <span class="preview-meta">
              {next.channel && <span class="preview-channel">{next.channel.name}</span>}
              {next.source && <span>{next.source}</span>}
              {children}
            </span>
          </div>
          {next.picture && <Picture picture={next.picture} alt="" slot="list" />}
        </ContentLink>
      </div>
    </section>
  );
}
