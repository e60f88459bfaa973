// Settings of the site and the origin of shared addresses, for every component.

import { createContext } from "preact";

export const SiteContext = createContext(null);
export const OriginContext = createContext("");
