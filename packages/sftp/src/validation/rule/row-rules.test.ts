import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { RowOperator, RowRule } from "../../feed/row-rule.js";
import { check } from "../testing/check-orders.js";

const columns = {
  start: { type: "date" },
  end: { type: "date", format: "dd.MM.yyyy" },
  net: { type: "decimal", scale: 2 },
  tax: { type: "decimal", scale: 4, decimalMark: "," },
  gross: { type: "integer" },
  stage: { type: "enumeration", values: ["Won", "Lost"] },
  reason: { type: "text" },
} as const;

type Name = keyof typeof columns;

/** Whether a record breaks a rule; cells that are left out are empty. */
async function breaks(rule: RowRule<Name>, cells: Readonly<Partial<Record<Name, string>>>): Promise<boolean> {
  const feed = defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    columns,
    dialect: { delimiter: ";" },
    rules: [rule],
    acceptance: { rejectedRatio: 1 },
  });
  const names = Object.keys(columns) as Name[];
  const line = names.map((name) => cells[name] ?? "").join(";");
  const { summary } = await check(feed, `${names.join(";")}\n${line}\n`);
  return summary.some(({ code }) => code === "row-rule");
}

const HOLDS: Readonly<Record<RowOperator, (left: bigint, right: bigint) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
};

const operator = fc.constantFrom<RowOperator>("<", "<=", "=", "!=", ">=", ">");
const large = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const near = fc.oneof(fc.bigInt({ min: -2n, max: 2n }), large);

/** Units of the last digit as a cell. */
function toCell(units: bigint, scale: number, mark: string): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}${mark}${digits.slice(-scale)}`;
}

describe("a rule that compares two columns", () => {
  const rule = {
    rule: "the end is not before the start",
    left: "end",
    operator: ">=",
    right: "start",
  } as const;

  test("compares days however they are written", async () => {
    expect(await breaks(rule, { start: "2026-02-01", end: "31.01.2026" })).toBe(true);
    expect(await breaks(rule, { start: "2026-02-01", end: "01.02.2026" })).toBe(false);
  });

  test("does not ask when a cell is empty or unsound", async () => {
    expect(await breaks(rule, { start: "2026-02-01" })).toBe(false);
    expect(await breaks(rule, { start: "2026-02-01", end: "01.13.2025" })).toBe(false);
  });

  test("compares numbers of any size and scale exactly", async () => {
    await fc.assert(
      fc.asyncProperty(operator, large, near, async (sign, net, off) => {
        const tax = net * 100n + off;
        const cells = { net: toCell(net, 2, "."), tax: toCell(tax, 4, ",") };
        const broken = await breaks({ rule: "r", left: "net", operator: sign, right: "tax" }, cells);
        expect(broken).toBe(!HOLDS[sign](net * 100n, tax));
      }),
      { numRuns: 80 },
    );
  });

  test("compares texts by being equal", async () => {
    const equal = { rule: "r", left: "stage", operator: "!=", right: "reason" } as const;
    expect(await breaks(equal, { stage: "Won", reason: '"Won"' })).toBe(true);
    expect(await breaks(equal, { stage: "Won", reason: "won" })).toBe(false);
  });

  test("rejects the record, and says which rule", async () => {
    const feed = defineFeed({ name: "o", title: "O", fileName: "orders.csv", columns, rules: [rule] });
    const { findings, records } = await check(
      feed,
      `${Object.keys(columns).join(",")}\n2026-02-01,31.01.2026,,,,,\n`,
    );
    expect(records.rejected).toBe(1);
    expect(findings.find(({ code }) => code === "row-rule")).toMatchObject({
      column: "end",
      value: "31.01.2026",
      message: 'The record breaks the rule "the end is not before the start".',
    });
  });
});

describe("a rule that adds columns up", () => {
  test("is exact up to its tolerance, for numbers of any size", async () => {
    await fc.assert(
      fc.asyncProperty(large, large, near, fc.nat({ max: 2 }), async (net, whole, off, tolerance) => {
        const gross = whole / 10_000n;
        const tax = gross * 10_000n - net * 100n + off;
        const cells = { net: toCell(net, 2, "."), tax: toCell(tax, 4, ","), gross: String(gross) };
        const rule = {
          rule: "r",
          sum: ["net", "tax"],
          equals: "gross",
          tolerance: `0.000${tolerance}`,
        } as const;
        const size = off < 0n ? -off : off;
        expect(await breaks(rule, cells)).toBe(size > BigInt(tolerance));
      }),
      { numRuns: 80 },
    );
  });
});

describe("a rule about what a record needs", () => {
  const rule = {
    rule: "a lost order has a reason, and no amount",
    when: { column: "stage", in: ["Lost"] },
    needs: ["reason"],
    forbids: ["gross"],
    fixes: { reason: ["price", "time"] },
  } as const;

  test.each([
    [{ stage: "Lost", reason: "price" }, false],
    [{ stage: "Lost" }, true],
    [{ stage: "Lost", reason: " " }, true],
    [{ stage: "Lost", reason: "other" }, true],
    [{ stage: "Lost", reason: "time", gross: "1" }, true],
    [{ stage: "Won", gross: "1" }, false],
  ])("%j: broken is %s", async (cells, broken) => {
    expect(await breaks(rule, cells)).toBe(broken);
  });

  test.each([
    [{ net: "1.00" }, false],
    [{ gross: "1" }, false],
    [{}, true],
    [{ net: "1.00", gross: "1" }, true],
  ])("exactly one of net and gross in %j: broken is %s", async (cells, broken) => {
    expect(await breaks({ rule: "r", exactlyOneOf: ["net", "gross"] }, cells)).toBe(broken);
  });
});
