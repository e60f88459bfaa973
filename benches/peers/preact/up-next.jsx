// 接着读: the card of the article to be read next.

import { useEffect, useState } from "preact/hooks";
import { NextCard } from "../parts/up-next.jsx";
import { observeNow } from "../shared/times.js";
import { NowContext } from "./context.js";
import { RelativeTime } from "./feed.jsx";

export function UpNext({ next }) {
  const [now, setNow] = useState(null);
  useEffect(() => observeNow(setNow), []);
  return (
    <NowContext.Provider value={now}>
      <NextCard next={next}>
        <RelativeTime time={next.published} />
      </NextCard>
    </NowContext.Provider>
  );
}
