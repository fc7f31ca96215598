import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { RuleDetails } from "../catalogue/rule-findings.js";

export const RULE_TEXTS: FindingTexts<RuleDetails> = {
  "row-rule": {
    title: "Regel des Feeds verletzt",
    message: ({ rule }) => `Der Datensatz verletzt die Regel „${rule}“.`,
    hint: "Die Zellen vergleichen, von denen die Regel handelt.",
  },
  "out-of-period-date": {
    title: "Tag außerhalb der Periode",
    message: ({ column, period, from, to }) =>
      `${column} gehört nicht zu ${period}: Tage von ${from} bis ${to} gehören dazu.`,
    hint: "Den Absender fragen, zu welcher Periode der Datensatz gehört.",
  },
  "closed-period-row": {
    title: "Datensatz einer abgeschlossenen Periode",
    message: ({ column, closedBefore }) =>
      `${column} liegt vor dem ${closedBefore}: diese Periode ist abgeschlossen.`,
    hint: "Den Absender eine Korrektur in einer offenen Periode buchen lassen oder die Periode wieder öffnen.",
  },
  "name-period-mismatch": {
    title: "Name und Inhalt aus verschiedenen Perioden",
    message: ({ column, period, earliest, latest }) =>
      `Der Dateiname nennt ${period}, aber ${column} reicht von ${earliest} bis ${latest}.`,
    hint: "Den Absender um die Datei der Periode bitten oder um den richtigen Namen für diese.",
  },
};
