// 接着读: the card of the article to be read next.

import { createSignal, onCleanup, onMount } from "solid-js";
import { NextCard } from "../parts/up-next.jsx";
import { observeNow } from "../shared/times.js";
import { NowContext } from "./context.js";
import { RelativeTime } from "./feed.jsx";

export function UpNext(props) {
  const [now, setNow] = createSignal();
  onMount(() => onCleanup(observeNow(setNow)));
  return (
    <NowContext.Provider value={now}>
      <NextCard next={props.next}>
        <RelativeTime time={props.next.published} />
      </NextCard>
    </NowContext.Provider>
  );
}
