// Cards of the newsroom, by the rules of the app (src/features/cards.rs and src/pages/aside.rs).

// The id of the article to which a card leads.
const articleOf = ({ url }) => {
  const id = url?.match(/^\/articles\/([^?#]+)/)?.[1];
  return id && decodeURIComponent(id);
};

// The articles of all cards, which are not recommended again.
export const cardArticles = ({ focus, special }) =>
  [...focus, ...special].map(articleOf).filter(Boolean);

// The cards that do not lead to the article of the page, in rows of two: those with a picture first.
// The last one of either kind is wide if no other is left for its row.
export function tilesOf(cards, articleId) {
  const others = cards.filter((card) => articleOf(card) !== articleId);
  const kinds = [others.filter(({ picture }) => picture), others.filter(({ picture }) => !picture)];
  return kinds.flatMap((kind) =>
    kind.map((card, index) => ({ ...card, isWide: index % 2 === 0 && index === kind.length - 1 })),
  );
}
