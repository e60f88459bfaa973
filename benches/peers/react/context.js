// Settings of the site, the origin of shared addresses, and the current time, for every component.

import { createContext } from "react";

export const SiteContext = createContext(null);
export const OriginContext = createContext("");
// In milliseconds since 1970; null on the server and until the page is hydrated.
export const NowContext = createContext(null);
