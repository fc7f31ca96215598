import { createReadStream, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { readReferenceSet } from "./reference/read-reference-set.js";
import { validateFile } from "./validate-file.js";

const corpus = fileURLToPath(
  new URL("../../../../../shared/corpora/crm-sales-opportunities/", import.meta.url),
);

const SECTORS = [
  "technology",
  "medical",
  "retail",
  "software",
  "entertainment",
  "marketing",
  "telecommunications",
  "finance",
  "employment",
  "services",
];

const COUNTRIES = [
  "United States",
  "Kenya",
  "Philippines",
  "Japan",
  "Italy",
  "Norway",
  "Korea",
  "Jordan",
  "Brazil",
  "Germany",
  "Panama",
  "Belgium",
  "Romania",
  "Poland",
  "China",
];

const accounts = defineFeed({
  name: "accounts",
  title: "Accounts",
  fileName: "accounts.csv",
  dialect: { lineEnding: "crlf", finalNewline: "required" },
  columns: {
    account: { type: "text", required: true },
    sector: { type: "enumeration", required: true, values: SECTORS, unknown: "warning" },
    year_established: { type: "integer", min: 1800, max: 2030 },
    revenue: { type: "decimal", scale: 2, min: "0" },
    employees: { type: "integer", min: 1 },
    office_location: { type: "enumeration", values: COUNTRIES, unknown: "warning" },
    subsidiary_of: { type: "text" },
  },
  keys: [["account"]],
});

const products = defineFeed({
  name: "products",
  title: "Products",
  fileName: "products.csv",
  columns: {
    product: { type: "text", required: true },
    series: { type: "text", required: true },
    sales_price: { type: "money", currency: "USD", required: true, min: "0.01" },
  },
  keys: [["product"]],
});

const teams = defineFeed({
  name: "sales-teams",
  title: "Sales teams",
  fileName: "sales_teams.csv",
  columns: {
    sales_agent: { type: "text", required: true },
    manager: { type: "text", required: true },
    regional_office: { type: "enumeration", values: ["Central", "East", "West"], required: true },
  },
  keys: [["sales_agent"]],
});

const pipeline = defineFeed({
  name: "sales-pipeline",
  title: "Sales pipeline",
  fileName: "sales_pipeline.csv",
  columns: {
    opportunity_id: { type: "text", required: true, pattern: "[0-9A-Z]{8}" },
    sales_agent: { type: "text", required: true },
    product: { type: "text", required: true },
    account: { type: "text", required: true, missing: "warning" },
    deal_stage: { type: "enumeration", required: true, values: ["Prospecting", "Engaging", "Won", "Lost"] },
    engage_date: { type: "date", requiredWhen: { column: "deal_stage", in: ["Engaging", "Won", "Lost"] } },
    close_date: { type: "date", requiredWhen: { column: "deal_stage", in: ["Won", "Lost"] } },
    close_value: {
      type: "money",
      currency: "USD",
      min: "0",
      requiredWhen: { column: "deal_stage", in: ["Won", "Lost"] },
    },
  },
  keys: [["opportunity_id"]],
  references: [
    { column: "sales_agent", to: "sales-teams" },
    { column: "product", to: "products", severity: "warning" },
    { column: "account", to: "accounts" },
  ],
});

const open = (name: string) => ({ name, bytes: createReadStream(`${corpus}${name}`) });

describe("the CRM sales opportunities", () => {
  test("finds the misspelt sectors and the misspelt country, and what was meant", async ({ skip }) => {
    skip(!existsSync(corpus), "the corpus of CRM sales opportunities does not lie beside the project");
    const report = await validateFile(accounts, open("accounts.csv"));
    expect(report.records).toEqual({ read: 85, accepted: 85, rejected: 0 });
    expect(report.summary).toEqual([
      { code: "enum-unknown", column: "sector", severity: "warning", count: 12 },
      { code: "enum-unknown", column: "office_location", severity: "warning", count: 1 },
    ]);
    expect(report.findings[0]).toMatchObject({
      value: "technolgy",
      line: 2,
      hint: 'Did they mean "technology"?',
    });
    expect(report.findings.at(-1)?.hint).toBeDefined();
    expect(report.findings.find(({ column }) => column === "office_location")).toMatchObject({
      value: "Philipines",
      hint: 'Did they mean "Philippines"?',
    });
  });

  test("finds nothing wrong with products and teams", async ({ skip }) => {
    skip(!existsSync(corpus), "the corpus of CRM sales opportunities does not lie beside the project");
    const prices = await validateFile(products, open("products.csv"));
    expect(prices).toMatchObject({ verdict: "accepted", totals: { sales_price: "42165.00" } });
    expect((await validateFile(teams, open("sales_teams.csv"))).verdict).toBe("accepted");
  });

  test("finds exactly the known defects of the pipeline, checked against the other three files", async ({
    skip,
  }) => {
    skip(!existsSync(corpus), "the corpus of CRM sales opportunities does not lie beside the project");
    const references = [
      await readReferenceSet(accounts, "account", open("accounts.csv")),
      await readReferenceSet(products, "product", open("products.csv")),
      await readReferenceSet(teams, "sales_agent", open("sales_teams.csv")),
    ];
    expect(references.map(({ size }) => size)).toEqual([85, 7, 35]);
    const report = await validateFile(pipeline, open("sales_pipeline.csv"), { references });
    expect(report.records).toEqual({ read: 8_800, accepted: 8_800, rejected: 0 });
    expect(report.verdict).toBe("accepted-with-findings");
    expect(report.summary).toEqual([
      { code: "ref-missing", column: "product", severity: "warning", count: 1_480 },
      { code: "required-missing", column: "account", severity: "warning", count: 1_425 },
    ]);
    expect(report.findings[0]).toMatchObject({ value: "GTXPro", line: 3, hint: 'Did they mean "GTX Pro"?' });
    expect(report.amounts).toEqual({ USD: "10005534.00" });
  });
});
