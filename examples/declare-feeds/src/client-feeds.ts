import { defineFeed } from "@spm-ops/sftp";
import {
  declareCredits,
  declareOrders,
  declareParticipants,
  declareQuotas,
  defineFeedSet,
} from "@spm-ops/sftp/kit";

/** How this client writes all its files. */
const format = { dialect: { delimiter: ";" } } as const;
const dateFormat = "dd.MM.yyyy";
const numbers = { decimalMark: ",", thousands: "." } as const;

const participants = defineFeed({
  ...declareParticipants({
    fileName: "EMPLOYEES_{period}.csv",
    columns: {
      participant: "EMPLOYEE_ID",
      name: "FULL_NAME",
      manager: "MANAGER_ID",
      effective_from: "VALID_FROM",
      effective_to: "VALID_TO",
    },
    omit: ["title"],
    dateFormat,
  }),
  ...format,
});

const quotas = defineFeed({
  ...declareQuotas({
    fileName: "QUOTAS_{period}.csv",
    columns: { participant: "EMPLOYEE_ID" },
    omit: ["measure", "currency"],
    currency: "EUR",
    numbers,
  }),
  ...format,
});

const orders = defineFeed({
  ...declareOrders({
    fileName: "ORDERS_{period}.csv",
    columns: { order: { aliases: ["ORDER_NO"], pattern: "^O-\\d+$" }, participant: "EMPLOYEE_ID" },
    omit: ["line", "customer", "quantity", "currency"],
    extraColumns: { region: { type: "enumeration", values: ["North", "South"] } },
    currency: "EUR",
    dateFormat,
    numbers,
  }),
  ...format,
  // Somebody looks at a few bad orders; the others are loaded.
  acceptance: { rejectedRatio: 0.1 },
});

const credits = defineFeed({
  ...declareCredits({
    fileName: "CREDITS_{period}.csv",
    columns: { order: "ORDER_NO", participant: "EMPLOYEE_ID" },
    omit: ["line", "credit_type", "amount", "currency"],
    dateFormat,
    numbers,
  }),
  ...format,
});

/** What this client delivers each month. */
export const monthlySet = defineFeedSet({
  title: "Files of the month",
  feeds: [credits, orders, quotas, participants],
});
