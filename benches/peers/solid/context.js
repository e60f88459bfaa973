// Settings of the site, the origin of shared addresses, the setter of the current section, and the
// current time, for every component.

import { createContext } from "solid-js";

export const SiteContext = createContext();
export const OriginContext = createContext("");
export const SectionContext = createContext();
// In milliseconds since 1970; undefined on the server and until the page is hydrated.
export const NowContext = createContext(() => undefined);
