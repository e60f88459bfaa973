// Blocks and inline text of an article.

import { For, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

export function Blocks(props) {
  return (
    <For each={props.blocks}>
      {(block, index) => <Block block={block} eager={props.eager && index() === 0} />}
    </For>
  );
}

// Blocks never change, so that they are read without signals.
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
    case "heading":
      return (
        <Dynamic component={`h${it.level}`}>
          <Inlines inlines={it.text} />
        </Dynamic>
      );
    case "image":
      return <Image {...it} eager={eager} />;
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={it.body} />
          <Show when={it.cite}>
            <footer>
              {"——"}
              <cite>{it.cite}</cite>
            </footer>
          </Show>
        </blockquote>
      );
    case "list":
      return (
        <Dynamic component={it.ordered ? "ol" : "ul"}>
          <For each={it.items}>
            {(item) => (
              <li>
                <Blocks blocks={item} />
              </li>
            )}
          </For>
        </Dynamic>
      );
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

function Figure(props) {
  return (
    <figure>
      {props.children}
      <Show when={props.caption}>
        <figcaption>{props.caption}</figcaption>
      </Show>
    </figure>
  );
}

function Image(props) {
  return (
    <Figure caption={props.caption}>
      <a
        class="enlarge"
        href={props.picture.url}
        target="_blank"
        rel="noopener"
        aria-label={strings.enlarge(props.picture.alt)}
      >
        <Picture picture={props.picture} alt={props.picture.alt} slot="text" eager={props.eager} />
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
          <Show when={caption}>
            <caption>{caption}</caption>
          </Show>
          <Show when={head.length}>
            <thead>
              <tr>
                <For each={cells(head)}>
                  {(cell) => (
                    <th scope="col">
                      <Inlines inlines={cell} />
                    </th>
                  )}
                </For>
              </tr>
            </thead>
          </Show>
          <tbody>
            <For each={rows}>
              {(row) => (
                <tr>
                  <For each={cells(row)}>
                    {(cell) => (
                      <td>
                        <Inlines inlines={cell} />
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Inlines(props) {
  return <For each={props.inlines}>{(inline) => <Inline inline={inline} />}</For>;
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
