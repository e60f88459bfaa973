// Footer of the site.

import { MaybeLink } from "@peer/ui.jsx";

export function Footer({ footer }) {
  const { copyright, icp, licence, hotline } = footer;
  return (
    <footer class="site-footer">
      {copyright && <p>{copyright}</p>}
      {icp && (
        <p>
          <MaybeLink {...icp} />
        </p>
      )}
      {licence && (
        <p>
          <MaybeLink {...licence} />
        </p>
      )}
      {hotline && <p>{hotline}</p>}
    </footer>
  );
}
