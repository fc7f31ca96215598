import { createRandom, type Random } from "./random.js";

/** The files of one night, by name. */
export type NightFiles = Readonly<Record<string, string>>;

const PRODUCTS = [
  ["Core", "CRM", 550],
  ["Core Plus", "CRM", 1_096],
  ["Core Pro", "CRM", 4_821],
  ["Insight", "BI", 3_393],
  ["Insight Lite", "BI", 55],
  ["Insight Pro", "BI", 5_482],
  ["Platform 500", "PLT", 26_768],
] as const;

const SECTORS = ["finance", "marketing", "medical", "retail", "services", "software", "technology"] as const;
const COUNTRIES = [
  "United States",
  "United States",
  "United States",
  "Germany",
  "Japan",
  "Brazil",
  "Norway",
] as const;
const OFFICES = ["Central", "East", "West"] as const;
const STAGES = ["Won", "Won", "Won", "Lost", "Lost", "Engaging", "Prospecting"] as const;

const ACCOUNTS = 85;
const AGENTS = 35;
const DAY_MS = 86_400_000;

export interface NightShape {
  readonly businessDate: string;
  readonly opportunities: number;
  /** The product file of this night cannot be used. */
  readonly brokenProducts: boolean;
}

/** Makes up the files that a customer's system sends: the same for the same date. */
export function makeNightFiles({ businessDate, opportunities, brokenProducts }: NightShape): NightFiles {
  const random = createRandom(`${businessDate} ${opportunities}`);
  const products = brokenProducts ? breakProducts() : PRODUCTS.map((product) => [...product]);
  return {
    "accounts.csv": toCsv(ACCOUNT_COLUMNS, makeAccounts()),
    "products.csv": toCsv(["product", "series", "sales_price"], products),
    "sales_teams.csv": toCsv(["sales_agent", "manager", "regional_office"], makeAgents()),
    "sales_pipeline.csv": toCsv(PIPELINE_COLUMNS, makePipeline(random, { businessDate, opportunities })),
  };
}

type Cells = readonly (string | number)[];

const ACCOUNT_COLUMNS = [
  "account",
  "sector",
  "year_established",
  "revenue",
  "employees",
  "office_location",
  "subsidiary_of",
];
const PIPELINE_COLUMNS = [
  "opportunity_id",
  "sales_agent",
  "product",
  "account",
  "deal_stage",
  "engage_date",
  "close_date",
  "close_value",
];

function toCsv(header: Cells, rows: readonly Cells[]): string {
  return [header, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

const numbered = (what: string, number: number, digits = 3) =>
  `${what} ${String(number).padStart(digits, "0")}`;

/** Master data hardly changes from night to night, so it has a seed of its own. */
function makeAccounts(): readonly Cells[] {
  const random = createRandom("accounts");
  return Array.from({ length: ACCOUNTS }, (_, index) => [
    numbered("Account", index + 1),
    random.pick(SECTORS),
    1950 + random.below(70),
    random.around(900, 0.8).toFixed(2),
    Math.round(random.around(2_500, 0.9)),
    random.pick(COUNTRIES),
    index % 9 === 8 ? numbered("Account", 1 + random.below(index)) : "",
  ]);
}

function makeAgents(): readonly Cells[] {
  return Array.from({ length: AGENTS }, (_, index) => [
    numbered("Agent", index + 1),
    numbered("Manager", 1 + (index % 6)),
    OFFICES[index % OFFICES.length] ?? OFFICES[0],
  ]);
}

/** As a spreadsheet leaves it: separators of thousands without quotes, a word for a price, a product twice. */
function breakProducts(): readonly Cells[] {
  return [
    ["Core", "CRM", 550],
    ["Core Plus", "CRM", "1,096"],
    ["Core Pro", "CRM", "4,821"],
    ["Insight", "BI", "on request"],
    ["Insight Lite", "BI", 55],
    ["Insight Pro", "BI", "5,482"],
    ["Platform 500", "PLT", "26,768"],
    ["Core", "CRM", 550],
  ];
}

function makePipeline(
  random: Random,
  { businessDate, opportunities }: Pick<NightShape, "businessDate" | "opportunities">,
): readonly Cells[] {
  const today = Date.parse(businessDate);
  return Array.from({ length: opportunities }, (_, index) => {
    const stage = random.pick(STAGES);
    const [product, , price] = random.pick(PRODUCTS);
    const engaged = today - (30 + random.below(300)) * DAY_MS;
    const isClosed = stage === "Won" || stage === "Lost";
    const isNamed = isClosed || random.next() > 0.15;
    return [
      (index + 36 ** 4 * 7).toString(36).toUpperCase().padStart(8, "0"),
      numbered("Agent", 1 + random.below(AGENTS)),
      // Somebody types it in a hurry, and the typing comes every night.
      index % 950 === 17 ? `${product.replace(" ", "")}x` : product,
      isNamed ? numbered("Account", 1 + random.below(ACCOUNTS)) : "",
      stage,
      stage === "Prospecting" ? "" : toDate(engaged),
      isClosed ? toDate(engaged + (5 + random.below(25)) * DAY_MS) : "",
      closeValue(stage, price, random),
    ];
  });
}

function closeValue(stage: (typeof STAGES)[number], price: number, random: Random): string | number {
  if (stage === "Won") return Math.max(1, Math.round(random.around(price, 0.15)));
  return stage === "Lost" ? 0 : "";
}

function toDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
