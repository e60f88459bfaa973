// Blocks and inline text of an article.

import { For, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { arrange, linkLabel, splitCaption, tableOf } from "../shared/blocks.js";
import * as strings from "../shared/strings.js";
import { ContentLink, Picture } from "./ui.jsx";

// The first picture is loaded first if it is in one of the first `visible` blocks.
export function Blocks(props) {
  return (
    <For each={arrange(props.blocks, props.visible)}>{(block) => <Block block={block} />}</For>
  );
}

// Blocks never change, so that they are read without signals.
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
    case "heading":
      return (
        <Dynamic component={`h${it.level}`} id={it.anchor}>
          <Inlines inlines={it.text} />
        </Dynamic>
      );
    case "image":
      return <Image {...it} />;
    case "picture-group":
      return <PictureGroup {...it} />;
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
        <Dynamic
          component={it.ordered ? "ol" : "ul"}
          start={it.start}
          reversed={it.reversed}
          type={it.numerals}
        >
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

function Figure(props) {
  return (
    <figure class={props.class}>
      {props.children}
      <Show when={props.caption}>
        <Caption caption={props.caption} />
      </Show>
    </figure>
  );
}

function Caption({ caption }) {
  const [words, credit] = splitCaption(caption);
  return (
    <figcaption>
      {words}
      <Show when={credit}>
        <span class="picture-credit">{credit}</span>
      </Show>
    </figcaption>
  );
}

function PictureGroup(props) {
  return (
    <Figure class="picture-group" caption={props.caption}>
      <For each={props.rows}>
        {(images) => (
          <div class="picture-row">
            <For each={images}>{(image) => <Image {...image} />}</For>
          </div>
        )}
      </For>
    </Figure>
  );
}

function Image(props) {
  return (
    <Figure class={props.shape} caption={props.caption}>
      <a
        class="enlarge"
        href={props.picture.url}
        target="_blank"
        rel="noopener"
        aria-label={strings.enlarge(props.picture.alt)}
      >
        <Picture
          picture={props.picture}
          alt={props.picture.alt}
          slot={props.slot}
          isFirst={props.isFirst}
        />
      </a>
    </Figure>
  );
}

function Table({ caption, ...table }) {
  const { head, rows } = tableOf(table);
  const Frame = () => (
    <div class="table" tabindex="0" role="group" aria-label={caption ?? strings.TABLE}>
      <table>
        <Show when={head}>
          <thead>
            <tr>
              <For each={head}>
                {({ inlines, isFigure }) => (
                  <th scope="col" class={isFigure ? "figures" : undefined}>
                    <Inlines inlines={inlines} />
                  </th>
                )}
              </For>
            </tr>
          </thead>
        </Show>
        <tbody>
          <For each={rows}>
            {(cells) => (
              <tr>
                <For each={cells}>
                  {({ inlines, isFigure }) => (
                    <td class={isFigure ? "figures" : undefined}>
                      <Inlines inlines={inlines} />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
  return (
    <Show
      when={caption}
      fallback={
        <div>
          <Frame />
        </div>
      }
    >
      <figure>
        <Caption caption={caption} />
        <Frame />
      </figure>
    </Show>
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
    case "marked":
      return (
        <Dynamic component={it.mark}>
          <Inlines inlines={it.text} />
        </Dynamic>
      );
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
