// Settings of the site and the origin of shared addresses, for every component.

import { createContext } from "solid-js";

export const SiteContext = createContext();
export const OriginContext = createContext("");
