import { assert, oneof, property, string, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { guideOfText, nightGuide } from "./guide-fixture.js";
import { renderGuide } from "./render-guide.js";

const render = (document = nightGuide.document) => renderGuide(document, { hash: "f00d", format: "html" });

/** The tags of a page without their attributes' values, in order: `<a href>`, `</a>`. */
function tagsOf(page: string): readonly string[] {
  return (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ""));
}

/** What stands between the tags, as a browser shows it. */
function textOf(page: string): string {
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return Object.entries(entities).reduce(
    (text, [entity, character]) => text.replaceAll(entity, character),
    page.replace(/<style>.*?<\/style>/gs, "").replace(/<[^>]*>/g, ""),
  );
}

describe("renderGuide in HTML", () => {
  test("is one page that needs nothing else", () => {
    const page = render();
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  test("says all that the guide says", () => {
    const text = textOf(render());
    for (const said of [
      "Operations Guide",
      "Example",
      "f00d",
      "Every".toLowerCase(),
      "businessDate (date)",
      "Look for orders_*.csv in /inbox.",
      "Note its size.",
      "The procedure stops; go to 1.F1 Tell the vendor. Call: data team.",
      "The procedure goes on to its end.",
      "Look into the list of imports.",
      "One try may take 1 min 30 s at most.",
      "Write a ticket.",
      "data@example.test",
    ]) {
      expect(text).toContain(said);
    }
  });

  test("nests its headings, and every link leads to a place on the page", () => {
    const page = render();
    const levels = [...page.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level));
    expect(levels).toEqual([1, 2, 2, 2, 2, 3, 3, 3, 4]);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  test("keeps the direction of a text to the text", () => {
    const page = render(guideOfText("פתח את האתר"));
    expect(page).toContain("<li><bdi>פתח את האתר</bdi></li>");
    expect(render(guideOfText("abc \u202Ecba"))).toContain("<li><bdi>abc \u202Ecba</bdi></li>");
    expect(render()).not.toContain("<bdi>");
  });

  test("names the version on each sheet, and lets nothing but letters and digits into the style sheet", () => {
    const style = (hash: string) =>
      renderGuide(nightGuide.document, { hash, format: "html" }).split("</style>")[0];
    expect(style("0123456789abcdef")).toContain('content:"Version 0123456789ab"');
    expect(style('"}body{display:none}')).toContain('content:"Version bodydisplayn"');
    expect(style("---")).not.toContain("Version");
  });

  test("makes no text markup, whatever it is: the tags are always the same", () => {
    const marks = stringMatching(/^[<>&"'`/=!a-z\-\]]{1,30}$/);
    const tagsWithout = (page: string) => tagsOf(page).filter((tag) => !/^<\/?(bdi|text)/.test(tag));
    const expected = tagsWithout(render(guideOfText("x")));
    assert(
      property(oneof(marks, string({ minLength: 1, maxLength: 40, unit: "binary" })), (text) => {
        const page = render(guideOfText(text));
        expect(tagsWithout(page)).toEqual(expected);
        expect(page.match(/&(?!(amp|lt|gt|quot|#39);)/)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
