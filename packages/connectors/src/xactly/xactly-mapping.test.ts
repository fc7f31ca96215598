import { describe, expect, test } from "vitest";
import { fillIn, toFilter, toSelect } from "./xactly-language.js";
import { toCommandAnswer, toCommandOutcome, toInvocationPoll } from "./xactly-mapping.js";
import { collectionOf, invocation, pipeline } from "./xactly-replies.js";

function poll(reply: object) {
  return toInvocationPoll(invocation.parse({ id: "a", ...reply }), { acceptConditionFalse: false });
}

describe("toInvocationPoll", () => {
  test.for(["created", "ready", "running", "waiting on condition", "a word of tomorrow"])(
    "takes %s for no end",
    (currentState) => {
      expect(poll({ currentState, status: "fail" })).toEqual({ state: "running", rawStatus: currentState });
    },
  );

  test.for([
    ["pass", "succeeded"],
    ["fail", "failed"],
    ["aborted", "cancelled"],
    ["already running", "refused-busy"],
    ["aborted on condition false", "cancelled"],
    ["a word of tomorrow", "unknown"],
    [null, "unknown"],
  ] as const)("judges a completed one by its status: %s is %s", ([status, state]) => {
    expect(poll({ currentState: "completed", status })).toMatchObject({ outcome: { state, volume: {} } });
  });

  test("reads of its members what it can", () => {
    const details = ["text", { objectName: "one", status: "pass" }, { status: "fail", description: "why" }];
    expect(poll({ currentState: "completed", status: "pass", details })).toMatchObject({
      outcome: { state: "failed", message: "why", parts: [{ object: "one" }, { object: "" }] },
    });
  });
});

describe("toCommandOutcome", () => {
  test("judges by the status code alone, wherever it stands in the row", () => {
    const answer = toCommandAnswer(["a name", " 1 ", "why"], ["name", "status_code", "exception_message"]);
    expect(toCommandOutcome(answer)).toEqual({
      state: "failed",
      volume: {},
      rawStatus: "1",
      message: "why",
    });
    expect(toCommandOutcome(toCommandAnswer(undefined, ["status_code"])).state).toBe("unknown");
  });
});

describe("the command language", () => {
  test("fills a name in as it is, between quotes also one with spaces", () => {
    expect(fillIn("invoke pipeline {name}", "{name}", "a$1_b")).toBe("invoke pipeline a$1_b");
    expect(fillIn("invoke pipeline '{name}'", "{name}", "a & b")).toBe("invoke pipeline 'a & b'");
  });

  test.for(["a b", "a;b", "", "a'b"])("refuses to write the bare name: %s", (name) => {
    expect(() => fillIn("invoke pipeline {name}", "{name}", name)).toThrow(/cannot be written/);
  });

  test.for(["a'b", 'a"b', "a;b", "a\nb"])("refuses to end a quote early with: %s", (name) => {
    expect(() => fillIn('invoke pipeline "{name}"', "{name}", name)).toThrow(/cannot be written/);
  });

  test("lists every column of a query, and quotes the value of a filter where it has to", () => {
    const selection = { columns: ["a", "b"], from: "xactly.t", where: "a = 'x'", orderBy: ["b", "a"] };
    expect(toSelect(selection)).toBe("SELECT a, b FROM xactly.t WHERE a = 'x' ORDER BY b, a");
    expect(toFilter("objectName", "load_orders")).toBe("objectName==load_orders");
    expect(toFilter("objectName", 'a "b"')).toBe('objectName=="a \\"b\\""');
  });
});

describe("collectionOf", () => {
  const list = [{ id: "1", name: "one" }];

  test("takes a list as it is, and the one list of an envelope", () => {
    for (const body of [list, { content: list, totalElements: 1 }]) {
      expect(collectionOf(pipeline).parse(body)).toEqual(list);
    }
  });

  test("does not guess among several lists, and takes nothing else for one", () => {
    for (const body of [{ content: list, links: [] }, {}, "ok", null]) {
      expect(collectionOf(pipeline).safeParse(body).success).toBe(false);
    }
  });

  test("reads a moment as text and as a number, and none that is neither", () => {
    const at = Date.UTC(2026, 4, 1);
    const toInstant = (createdInstant: unknown) =>
      invocation.parse({ id: "a", currentState: "ready", createdInstant }).createdInstant;
    expect([at, new Date(at).toISOString(), null, "soon"].map(toInstant)).toEqual([
      at,
      at,
      undefined,
      undefined,
    ]);
  });
});
