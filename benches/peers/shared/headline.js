// Headlines: the title of an article or the beginning of its excerpt, and the clauses at which a
// heading breaks, by the rules of the app (model/src/article.rs and src/ui/clauses.rs).

const OPENING = "“‘《〈「『【（";
const CLOSING = "”’》〉」』】）";
const CLAUSE_ENDS = "，：；？！、。—…\u3000";
const PHRASE_END = "的";

const MAX_HEADLINE = 28;
const MIN_HEADLINE = 8;
const MAX_CLAUSE = 10;

// Parts of signs: half a flag, what joins signs, and what belongs to the sign before it.
const FLAG = /[\u{1f1e6}-\u{1f1ff}]/u;
const JOINER = "\u200d";
const MARK = /[\u0300-\u036f\u200d\u20e3\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e01ef}]/u;

// The title of an article or a preview, else the beginning of its excerpt: the first sentence, else
// what ends at the last pause that fits, outside quotations.
export const headline = ({ title, excerpt }) => title ?? beginning([...excerpt]);

function beginning(characters) {
  let [clause, outside, quotation, end] = [0, 0, 0, 0];
  let depth = 0;
  let isInWord = false;
  let count = 0;
  let before = "";
  let isHalfFlag = false;
  for (const character of characters) {
    const wasInWord = isInWord;
    isInWord = /[a-z0-9]/i.test(character);
    // Families, flags and letters with their marks are not cut.
    const isFlag = FLAG.test(character);
    const isInside = before === JOINER || (isFlag && isHalfFlag) || MARK.test(character);
    isHalfFlag = isFlag && !isHalfFlag;
    before = character;
    if (depth === 0) {
      if ("。！？!?".includes(character) && count <= MAX_HEADLINE) {
        return characters.slice(0, count).join("");
      }
      if (isInside) {
        // A sign goes on.
      } else if (count > MAX_HEADLINE) quotation = end;
      else if (count >= MIN_HEADLINE) {
        if ("，；,;".includes(character)) clause = end;
        else if (!(wasInWord && isInWord)) outside = end;
      }
    }
    if ("“‘「『《（".includes(character)) depth += 1;
    // Feeds lose opening marks.
    if ("”’」』》）".includes(character)) depth = Math.max(0, depth - 1);
    count += 1;
    if (!"、，：:".includes(character)) end = count;
    if ((count > MAX_HEADLINE && (clause || outside || quotation)) || count > 2 * MAX_HEADLINE)
      break;
  }
  if (count <= MAX_HEADLINE) return characters.join("");
  return `${characters.slice(0, clause || outside || quotation || end).join("")}……`;
}

// Whether the headline is all that the article says: an excerpt may be shorter than the text.
export const isHeadlineOnly = (article) =>
  article.title === undefined &&
  article.excerpt.length <= headline(article).length + 1 &&
  (article.length ?? 0) <= lengthOf(article.excerpt);

// The length of a text: its Han characters and other words.
const lengthOf = (text) =>
  text.match(
    /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]|[a-z0-9\u00c0-\u1fff]+/giu,
  )?.length ?? 0;

// A heading in pieces: a text, or a list of such pieces, which is an element that does not break
// before its neighbours do.
export const clauses = (title) => split(title, false);

function split(text, isClause) {
  if (isClause && [...text].length <= MAX_CLAUSE) return [text];
  const pieces = [];
  const push = (piece) => pieces.push(isClause ? [piece] : split(piece, true));
  let piece = "";
  let depth = 0;
  let before = " ";
  for (const character of text) {
    const closes = CLOSING.includes(before);
    if (closes) depth = Math.max(0, depth - 1);
    const ends = isClause
      ? before === PHRASE_END || closes || OPENING.includes(character)
      : CLAUSE_ENDS.includes(before);
    // A mark belongs to what is before it.
    const isMark = ` ${CLAUSE_ENDS}${CLOSING}`.includes(character);
    if (ends && depth === 0 && piece && !isMark) {
      push(piece);
      piece = "";
    }
    if (OPENING.includes(character)) depth += 1;
    piece += character;
    before = character;
  }
  if (!pieces.length) return isClause ? [text] : split(text, true);
  push(piece);
  return pieces;
}
