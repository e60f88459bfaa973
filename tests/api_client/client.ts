// A client of the API whose types are generated from its description. The compiler checks every use
// of them; then the program talks to a server with the sample newsroom, whose origin is its argument.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

type Article = components["schemas"]["Article"];

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`expected: ${what}`);
}

// Lists are read to their end by the cursor of each page.
async function ids(): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await client.GET("/api/feeds/latest", {
      params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
    });
    if (error !== undefined) throw new Error(error.title);
    found.push(...data.items.map((item) => item.id));
    cursor = data.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

function headline(article: Pick<Article, "title" | "excerpt">): string {
  return article.title ?? article.excerpt;
}

const all = await ids();
expect(all.length > 50, "more than one page of articles");
expect(new Set(all).size === all.length, "no article twice");
const id = all[0];
expect(id !== undefined, "a first article");
const path = { id };

const { data: article } = await client.GET("/api/articles/{id}", { params: { path } });
expect(article !== undefined && headline(article).length > 0, "a headline");
expect(article.body.length > 0 && article.counts.like >= 0, "a text and counts");

// The problem's code is one of those that the description names for the status.
const missing = await client.GET("/api/articles/{id}", { params: { path: { id: "missing" } } });
expect(missing.error?.code === "article-not-found", "the code of a missing article");

// The first reaction is answered with a cookie and the same address again.
const first = await client.PUT("/api/articles/{id}/reaction", {
  params: { path },
  body: { mood: "like" },
  redirect: "manual",
});
const cookie = first.response.headers.get("set-cookie")?.split(";")[0];
expect(first.response.status === 307 && cookie !== undefined, "the cookie of a new reader");
const second = await client.PUT("/api/articles/{id}/reaction", {
  params: { path },
  body: { mood: "like" },
  headers: { cookie },
});
expect(second.data?.mine === "like", "the reaction of this reader");

// What the description does not have does not compile.
// @ts-expect-error: no such mood
void { mood: "angry" } satisfies components["schemas"]["Choice"];
// @ts-expect-error: no such address
void (() => client.GET("/api/nothing"));
// @ts-expect-error: the id is missing
void (() => client.GET("/api/articles/{id}", {}));
// @ts-expect-error: no such member
void article.headline;
