// Blocks and inline text of an article.

import { useMemo } from "preact/hooks";
import { arrange, linkLabel, splitCaption, tableOf } from "../shared/blocks.js";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

// The first picture is loaded first if it is in one of the first `visible` blocks.
export function Blocks({ blocks, visible }) {
  // The same nodes again while nothing changes: they are not compared.
  return useMemo(
    () => arrange(blocks, visible).map((block, index) => <Block key={index} block={block} />),
    [blocks, visible],
  );
}

function Block({ block }) {
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
        <Heading id={it.anchor}>
          <Inlines inlines={it.text} />
        </Heading>
      );
    }
    case "image":
      return <Image {...it} />;
    case "picture-group":
      return <PictureGroup {...it} />;
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
        <List start={it.start} reversed={it.reversed} type={it.numerals}>
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
    case "foreign":
      return (
        <div lang={it.language} dir={it.rtl ? "rtl" : "ltr"}>
          <Blocks blocks={it.body} />
        </div>
      );
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

function Figure({ caption, children, ...attributes }) {
  return (
    <figure {...attributes}>
      {children}
      {caption && <Caption caption={caption} />}
    </figure>
  );
}

function Caption({ caption }) {
  const [words, credit] = splitCaption(caption);
  return (
    <figcaption>
      {words}
      {credit && <span class="picture-credit">{credit}</span>}
    </figcaption>
  );
}

function PictureGroup({ rows, caption }) {
  return (
    <Figure class="picture-group" caption={caption}>
      {rows.map((images, index) => (
        <div key={index} class="picture-row">
          {images.map((image, index) => (
            <Image key={index} {...image} />
          ))}
        </div>
      ))}
    </Figure>
  );
}

function Image({ picture, caption, slot, isFirst, shape }) {
  return (
    <Figure class={shape} caption={caption}>
      <a
        class="enlarge"
        href={picture.url}
        target="_blank"
        rel="noopener"
        aria-label={strings.enlarge(picture.alt)}
      >
        <Picture picture={picture} alt={picture.alt} slot={slot} isFirst={isFirst} />
      </a>
    </Figure>
  );
}

function Table({ caption, ...table }) {
  const { head, rows } = tableOf(table);
  const frame = (
    <div class="table" tabindex="0" role="group" aria-label={caption ?? strings.TABLE}>
      <table>
        {head && (
          <thead>
            <tr>
              {head.map(({ inlines, isFigure }, index) => (
                <th key={index} scope="col" class={isFigure ? "figures" : undefined}>
                  <Inlines inlines={inlines} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, index) => (
            <tr key={index}>
              {cells.map(({ inlines, isFigure }, index) => (
                <td key={index} class={isFigure ? "figures" : undefined}>
                  <Inlines inlines={inlines} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  if (!caption) return <div>{frame}</div>;
  return (
    <figure>
      <Caption caption={caption} />
      {frame}
    </figure>
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
    case "marked": {
      const Mark = it.mark;
      return (
        <Mark>
          <Inlines inlines={it.text} />
        </Mark>
      );
    }
    case "link":
      return (
        <ContentLink url={it.url} label={linkLabel(it)}>
          <Inlines inlines={it.text} />
        </ContentLink>
      );
    case "anchor":
      return <span id={it} />;
    case "code":
      return <code>{it}</code>;
  }
}
