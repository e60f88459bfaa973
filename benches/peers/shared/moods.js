// Rules of the moods: names, the counts after a choice, and whether this reader has ever reacted.

export const MOODS = [
  ["happy", "开心"],
  ["sad", "难过"],
  ["like", "点赞"],
  ["pass", "飘过"],
];

// The reaction after this reader chose `mood`, or withdrew their choice (null).
export function choose({ counts, mine }, mood) {
  const after = { ...counts };
  if (mine) after[mine] -= 1;
  if (mood) after[mood] += 1;
  return { counts: after, mine: mood };
}

// The share of a mood in all reactions, in whole percent.
export function percentage(counts, mood) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total && Math.floor((counts[mood] * 100) / total);
}

const KEY = "peer-reacted";

// A page that is shared by all readers lacks the mood of one who has reacted before.
export function hasReacted() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export function rememberReaction() {
  try {
    localStorage.setItem(KEY, "1");
  } catch {
    // Without storage the mood is not shown at the next visit.
  }
}
