import { defineFeed } from "@spm-ops/sftp";

const sectors = [
  "employment",
  "entertainment",
  "finance",
  "marketing",
  "medical",
  "retail",
  "services",
  "software",
  "technology",
  "telecommunications",
];

const countries = [
  "Belgium",
  "Brazil",
  "China",
  "Germany",
  "Italy",
  "Japan",
  "Jordan",
  "Kenya",
  "Korea",
  "Norway",
  "Panama",
  "Philippines",
  "Poland",
  "Romania",
  "United States",
];

/** The companies that the client sells to. */
export const accounts = defineFeed({
  name: "accounts",
  title: "Accounts",
  fileName: "accounts.csv",
  columns: {
    account: { type: "text", required: true, maxLength: 80 },
    sector: { type: "enumeration", values: sectors, unknown: "warning", required: true },
    year_established: { type: "integer", min: 1800, max: 2100 },
    revenue: { type: "decimal", scale: 2, min: "0" },
    employees: { type: "integer", min: 1 },
    office_location: { type: "enumeration", values: countries, unknown: "warning", required: true },
    subsidiary_of: { type: "text", maxLength: 80 },
  },
  keys: [["account"]],
});

/** What the client sells. */
export const products = defineFeed({
  name: "products",
  title: "Products",
  fileName: "products.csv",
  columns: {
    product: { type: "text", required: true, maxLength: 80 },
    series: { type: "text", required: true, pattern: "^[A-Z]{2,4}$" },
    sales_price: { type: "money", currency: "USD", required: true, min: "0" },
  },
  keys: [["product"]],
});

/** Who sells, and for whom. */
export const salesTeams = defineFeed({
  name: "sales-teams",
  title: "Sales teams",
  fileName: "sales_teams.csv",
  columns: {
    sales_agent: { type: "text", required: true, maxLength: 80 },
    manager: { type: "text", required: true, maxLength: 80 },
    regional_office: { type: "enumeration", values: ["Central", "East", "West"], required: true },
  },
  keys: [["sales_agent"]],
});

const closed = { column: "deal_stage", in: ["Won", "Lost"] };

/**
 * The opportunities that are credited. Up to a fifth of the rows may be rejected: the rest is loaded, and the rejected
 * rows go back to the sender.
 */
export const salesPipeline = defineFeed({
  name: "sales-pipeline",
  title: "Sales pipeline",
  fileName: "sales_pipeline.csv",
  columns: {
    opportunity_id: { type: "text", required: true, pattern: "^[0-9A-Z]{8}$" },
    sales_agent: { type: "text", required: true },
    product: { type: "text", required: true },
    account: { type: "text", required: true, missing: "warning" },
    deal_stage: { type: "enumeration", values: ["Prospecting", "Engaging", "Won", "Lost"], required: true },
    engage_date: { type: "date", requiredWhen: { column: "deal_stage", in: ["Engaging", "Won", "Lost"] } },
    close_date: { type: "date", requiredWhen: closed },
    close_value: { type: "money", currency: "USD", min: "0", requiredWhen: closed },
  },
  keys: [["opportunity_id"]],
  references: [
    { column: "sales_agent", to: "sales-agents" },
    { column: "product", to: "products" },
    { column: "account", to: "accounts" },
  ],
  totals: ["close_value"],
  acceptance: { rejectedRatio: 0.2 },
});

/** The feeds that the pipeline refers to, and which column of each it refers to. */
export const references = [
  { feed: accounts, column: "account", name: "accounts" },
  { feed: products, column: "product", name: "products" },
  { feed: salesTeams, column: "sales_agent", name: "sales-agents" },
] as const;

export const feeds = [accounts, products, salesTeams, salesPipeline] as const;
