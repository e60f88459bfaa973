// Rules for the blocks of an article: groups of pictures, credits in captions, tables. They are
// those of the app (src/features/article/blocks.rs and picture_group.rs).

// Blocks at the beginning of a text that are likely to be in the first viewport.
export const VISIBLE_BLOCKS = 4;

// The blocks, of which pictures that follow each other are a group, if they fit a row. Of a whole
// text, the first picture is marked if it is one of the first `visible` blocks, and headings have
// anchors.
export function arrange(blocks, visible = 0) {
  const anchors = visible ? headingAnchors(blocks) : [];
  const first = blocks.slice(0, visible).findIndex(({ image }) => image);
  const arranged = [];
  let run = [];
  for (const [index, block] of blocks.entries()) {
    if (block.heading) {
      arranged.push({ heading: { ...block.heading, anchor: anchors.shift() } });
      continue;
    }
    if (!block.image) {
      arranged.push(block);
      continue;
    }
    run.push({ ...block.image, slot: "text", isFirst: index === first });
    const next = blocks[index + 1]?.image;
    if (next && fitsRow(block.image) && fitsRow(next)) continue;
    arranged.push(run.length > 1 ? { "picture-group": groupOf(run) } : { image: run[0] });
    run = [];
  }
  return arranged;
}

// Characters of a heading in its anchor.
const MAX_ANCHOR = 24;

// The anchors of the headings of a text: their letters, and a number where others have the same.
export function headingAnchors(blocks) {
  const anchors = [];
  for (const { heading } of blocks) {
    if (!heading) continue;
    const letters = plainText(heading.text).toLowerCase().match(/[\p{L}\p{N}]/gu) ?? [];
    const base = `h-${letters.slice(0, MAX_ANCHOR).join("")}`;
    let anchor = base;
    for (let number = 2; anchor === "h-" || anchors.includes(anchor); number += 1) {
      anchor = `${base}-${number}`;
    }
    anchors.push(anchor);
  }
  return anchors;
}

// The least width of a picture that fills half of a text, in pixels.
const MIN_WIDTH = 176;

// Whether a picture can stand beside others: not one of unknown size, a long one, a banner or a small
// one.
function fitsRow({ picture: { size } }) {
  if (!size) return false;
  const ratio = Math.floor((size[0] * 100) / size[1]);
  return size[0] >= MIN_WIDTH && ratio >= 55 && ratio <= 240;
}

function groupOf(images) {
  const [last, ...others] = images.toReversed();
  // If only the last one has a caption, it is that of all.
  const isCommon = !others.some(({ caption }) => caption);
  const figures = images.map((image, index) => ({
    ...image,
    caption: isCommon ? undefined : image.caption,
    // The first one may be alone in its row.
    slot: index ? "row" : "text",
    shape: shapeOf(image.picture),
  }));
  return { rows: rowsOf(figures), caption: isCommon ? last.caption : undefined };
}

function shapeOf({ size: [width, height] }) {
  const ratio = Math.floor((width * 100) / height);
  if (ratio < 85) return "upright";
  if (ratio < 120) return "square";
  return ratio < 172 ? "landscape" : "wide";
}

// Rows of two and three pictures, the shorter ones first; the first of three is alone.
function rowsOf(figures) {
  const rows = [];
  for (let start = 0; start < figures.length; start += rows.at(-1).length) {
    const rest = figures.length - start;
    const length = rest === 3 && figures.length === 3 ? 1 : rest % 3 === 0 ? 3 : 2;
    rows.push(figures.slice(start, start + length));
  }
  return rows;
}

// A caption and the credit at its end, which may be empty.
export function splitCaption(caption) {
  const start = Math.max(
    caption.lastIndexOf("。") + 1,
    caption.lastIndexOf("（"),
    caption.lastIndexOf("("),
  );
  const hasCredit = start > 0 && /[摄图影）)]$/.test(caption);
  return hasCredit ? [caption.slice(0, start), caption.slice(start)] : [caption, ""];
}

// Bytes of a figure with its unit.
const MAX_FIGURE = 16;

// The rows of a table, and of its head if it has one, as cells of equal number. A cell has its text
// and whether its column has figures, which are aligned by their last digit.
export function tableOf({ head = [], rows }) {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => hasFigures(rows, column));
  const cells = (row) =>
    columns.map((isFigure, column) => ({ inlines: row[column] ?? [], isFigure }));
  return { head: head.length ? cells(head) : undefined, rows: rows.map(cells) };
}

// The first column names the rows.
function hasFigures([first], column) {
  const text = column > 0 && first?.[column]?.[0]?.text;
  return (
    Boolean(text) && /^[0-9]/.test(text) && new TextEncoder().encode(text).length <= MAX_FIGURE
  );
}

// The accessible name of a link that has no text.
export const linkLabel = ({ url, text }) => (plainText(text).trim() ? undefined : url);

export const plainText = (inlines) =>
  inlines
    .map((inline) => {
      const [it] = Object.values(inline);
      if (inline === "line-break") return "\n";
      if (inline.anchor) return "";
      return typeof it === "string" ? it : plainText(Array.isArray(it) ? it : it.text);
    })
    .join("");
