import { describe, expect, test } from "vitest";
import { holdsLink, type LinkPolicy, requireLink } from "./captivateiq-link.js";

const apiAddress = "https://api.captivateiq.com";
const files = "https://files.example/a?sign=1";
const find = (details: unknown, policy: Partial<LinkPolicy> = {}) =>
  requireLink(details, { apiAddress, ...policy }, "read a report").href;

describe("requireLink", () => {
  test.for([
    ["at the top", { status: "done", url: files }, {}],
    ["deep inside", { result: { files: [{ name: "x", href: files }] } }, {}],
    ["after the API's own", { job: `${apiAddress}/ciq/v1/jobs/1/`, url: files }, {}],
    ["after one that is not secured", { preview: "http://files.example/b", url: files }, {}],
    [
      "after one of another origin",
      { help: "https://docs.example/x", url: files },
      { origins: ["https://files.example"] },
    ],
    [
      "where a pointer says",
      { first: "https://other.example/", "a/b": [{ "c~d": files }] },
      { pointer: "/a~1b/0/c~0d" },
    ],
  ] as const)("finds a link %s", ([, details, policy]) => {
    expect(find(details, policy)).toBe(files);
    expect(holdsLink(details, { apiAddress, ...policy })).toBe(true);
  });

  test.for([
    ["no link", { url: null, count: 3 }, {}, "there is no link in its details"],
    ["no details", undefined, {}, "there is no link in its details"],
    [
      "nothing where the pointer says",
      { url: files },
      { pointer: "/link" },
      "there is no link at /link of its details",
    ],
    ["the API's own only", { job: `${apiAddress}/x` }, {}, `leads to ${apiAddress}, which is not followed`],
    [
      "an origin that is not allowed",
      { url: files },
      { origins: ["https://a.example"] },
      "leads to https://files.example, which",
    ],
    ["no secured one", { url: "http://files.example/b?sign=1" }, {}, "leads to http://files.example, which"],
  ] as const)("refuses %s, without what signs it", ([, details, policy, words]) => {
    expect(() => find(details, policy)).toThrow(words);
    expect(() => find(details, policy)).not.toThrow("sign=1");
    expect(holdsLink(details, { apiAddress, ...policy })).toBe(false);
  });
});
