// Blocks and inline text of an article.

import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

export function Blocks({ blocks, eager = false }) {
  return blocks.map((block, index) => (
    <Block key={index} block={block} eager={eager && index === 0} />
  ));
}

function Block({ block, eager }) {
  if (block === "divider") return <hr />;
  const [[kind, it]] = Object.entries(block);
  switch (kind) {
    case "paragraph":
      return (
        <p>
          <Inlines inlines={it} />
        </p>
      );
    case "heading": {
      const Heading = `h${it.level}`;
      return (
        <Heading>
          <Inlines inlines={it.text} />
        </Heading>
      );
    }
    case "image":
      return <Image {...it} eager={eager} />;
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={it.body} />
          {it.cite && (
            <footer>
              {"——"}
              <cite>{it.cite}</cite>
            </footer>
          )}
        </blockquote>
      );
    case "list": {
      const List = it.ordered ? "ol" : "ul";
      return (
        <List>
          {it.items.map((item, index) => (
            <li key={index}>
              <Blocks blocks={item} />
            </li>
          ))}
        </List>
      );
    }
    case "table":
      return <Table {...it} />;
    case "code":
      return (
        <div>
          <pre tabindex="0" role="group" aria-label={strings.code(it.language)}>
            <code>{it.text}</code>
          </pre>
        </div>
      );
    case "video":
      return (
        <Figure caption={it.caption}>
          <video
            controls
            preload="none"
            aria-label={it.caption ?? strings.VIDEO}
            playsinline
            poster={it.poster}
            width={it.size?.[0]}
            height={it.size?.[1]}
            src={it.url}
          />
        </Figure>
      );
    case "audio":
      return (
        <Figure caption={it.caption}>
          <audio controls preload="none" aria-label={it.caption ?? strings.AUDIO} src={it.url} />
        </Figure>
      );
  }
}

function Figure({ caption, children }) {
  return (
    <figure>
      {children}
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}

function Image({ picture, caption, eager }) {
  return (
    <Figure caption={caption}>
      <a
        class="enlarge"
        href={picture.url}
        target="_blank"
        rel="noopener"
        aria-label={strings.enlarge(picture.alt)}
      >
        <Picture picture={picture} alt={picture.alt} slot="text" eager={eager} />
      </a>
    </Figure>
  );
}

function Table({ caption, head = [], rows }) {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const cells = (row) => Array.from({ length: width }, (_, index) => row[index] ?? []);
  return (
    <div>
      <div class="table" tabindex="0" role="group" aria-label={caption ?? strings.TABLE}>
        <table>
          {caption && <caption>{caption}</caption>}
          {head.length > 0 && (
            <thead>
              <tr>
                {cells(head).map((cell, index) => (
                  <th key={index} scope="col">
                    <Inlines inlines={cell} />
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {cells(row).map((cell, index) => (
                  <td key={index}>
                    <Inlines inlines={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Inlines({ inlines }) {
  return inlines.map((inline, index) => <Inline key={index} inline={inline} />);
}

function Inline({ inline }) {
  if (inline === "line-break") return <br />;
  const [[kind, it]] = Object.entries(inline);
  switch (kind) {
    case "text":
      return it;
    case "strong":
      return (
        <strong>
          <Inlines inlines={it} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines inlines={it} />
        </em>
      );
    case "link":
      return (
        <ContentLink url={it.url}>
          <Inlines inlines={it.text} />
        </ContentLink>
      );
    case "code":
      return <code>{it}</code>;
  }
}
