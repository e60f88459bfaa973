// Site header: name, channels and tools. It scrolls away with the page and returns on the way up.

import { useEffect, useRef, useState } from "react";
import { channelPath } from "../shared/format.js";
import { centerCurrent, observePlace } from "../shared/header.js";
import { SEARCH } from "../shared/icons.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export function Header({ site, channel }) {
  const headerRef = useRef(null);
  const channelsRef = useRef(null);
  const [place, setPlace] = useState();
  useEffect(() => observePlace(headerRef.current, setPlace), []);
  useEffect(() => centerCurrent(channelsRef.current), [channel]);
  return (
    <header className="site-header" data-place={place} ref={headerRef}>
      <a className="site-name" href="/">
        {site.logo && <img src={site.logo} alt="" width="28" height="28" />}
        <span>{site.name}</span>
      </a>
      {site.channels.length > 0 ? (
        <nav className="site-channels" aria-label={strings.CHANNELS} ref={channelsRef}>
          <ul>
            {site.channels.map(({ key, name }) => (
              <li key={key}>
                <a href={channelPath(key)} aria-current={key === channel ? "true" : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : (
        <div />
      )}
      <div className="site-tools">
        <a href="/search">
          <span>
            <Icon path={SEARCH} />
            <span className="visually-hidden">{strings.SEARCH}</span>
          </span>
        </a>
        <a className="site-tool" href="/settings" aria-label={strings.SETTINGS_LABEL}>
          {strings.SETTINGS_MARK}
        </a>
        <div className="site-care">
          <a className="site-tool" href="/settings?care=on" rel="external nofollow">
            {strings.CARE}
          </a>
          <a className="site-tool" href="/settings?care=off" rel="external nofollow">
            {strings.LEAVE_CARE}
          </a>
        </div>
      </div>
    </header>
  );
}
