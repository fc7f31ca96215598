import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findingPages } from "./documentation/finding-pages.js";

const root = fileURLToPath(new URL("..", import.meta.url));

test.each([...findingPages()])("%s says what the catalogue of findings says", async (path, text) => {
  await expect(text).toMatchFileSnapshot(`${root}${path}`);
});

test("there is no page about a subject that the catalogue does not have", () => {
  const pages = readdirSync(`${root}docs/findings`).map((name) => `docs/findings/${name}`);
  expect(pages.toSorted()).toEqual([...findingPages().keys()].toSorted());
});
