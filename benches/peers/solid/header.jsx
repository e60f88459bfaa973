// Site header: name, channels and tools. It scrolls away with the page and returns on the way up.

import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { channelPath } from "../shared/format.js";
import { centerCurrent, observePlace } from "../shared/header.js";
import { SEARCH } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export function Header(props) {
  const [place, setPlace] = createSignal();
  let header;
  let channels;
  onMount(() => onCleanup(observePlace(header, setPlace)));
  createEffect(
    on(
      () => props.channel,
      () => centerCurrent(channels),
    ),
  );
  return (
    <header class="site-header" data-place={place()} ref={header}>
      <a class="site-name" href="/">
        <Show when={props.site.logo}>
          {(logo) => <img src={logo()} alt="" width="28" height="28" />}
        </Show>
        <span>{props.site.name}</span>
      </a>
      <Show when={props.site.channels.length} fallback={<div />}>
        <nav class="site-channels" aria-label={strings.CHANNELS} ref={channels}>
          <ul>
            <For each={props.site.channels}>
              {({ key, name }) => (
                <li>
                  <a
                    href={channelPath(key)}
                    aria-current={key === props.channel ? "true" : undefined}
                  >
                    {name}
                  </a>
                </li>
              )}
            </For>
          </ul>
        </nav>
      </Show>
      <div class="site-tools">
        <a href="/search">
          <span>
            <Icon path={SEARCH} />
            <span class="visually-hidden">{strings.SEARCH}</span>
          </span>
        </a>
        <a class="site-tool" href="/settings" aria-label={strings.SETTINGS_LABEL}>
          {strings.SETTINGS_MARK}
        </a>
        <div class="site-care">
          <a class="site-tool" href="/settings?care=on" rel="external nofollow">
            {strings.CARE}
          </a>
          <a class="site-tool" href="/settings?care=off" rel="external nofollow">
            {strings.LEAVE_CARE}
          </a>
        </div>
      </div>
    </header>
  );
}
