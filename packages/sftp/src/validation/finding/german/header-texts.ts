import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { HeaderDetails } from "../catalogue/header-findings.js";

export const HEADER_TEXTS: FindingTexts<HeaderDetails> = {
  "header-missing": {
    title: "Keine Kopfzeile",
    message: ({ lines }) => `Keine der ersten ${lines} Zeilen ist die Kopfzeile.`,
    hint: "Die ersten Zeilen der Datei mit der Vereinbarung vergleichen; womöglich wurden die Spalten umbenannt.",
  },
  "header-missing-column": {
    title: "Spalte fehlt in der Kopfzeile",
    message: ({ column }) => `In der Kopfzeile fehlt die Spalte ${column}.`,
    hint: "Die Kopfzeile mit der Vereinbarung vergleichen; nach Position wird nichts geladen.",
  },
  "header-extra-column": {
    title: "Unbekannte Spalte in der Kopfzeile",
    message: ({ name }) =>
      `Die Kopfzeile enthält eine Spalte, die nicht vereinbart ist: ${name === "" ? "eine ohne Namen" : `„${name}“`}.`,
    hint: "Die Spalte vereinbaren oder vom Absender weglassen lassen.",
  },
  "header-duplicate-column": {
    title: "Spalte doppelt benannt",
    message: ({ name }) => `Die Kopfzeile nennt eine Spalte zweimal: „${name}“.`,
    hint: "Die Kopfzeile vom Absender berichtigen lassen.",
  },
  "header-order": {
    title: "Spalten in anderer Reihenfolge",
    message: ({ name, column }) => `In der Kopfzeile steht „${name}“, wo ${column} hingehört.`,
    hint: "Die Reihenfolge einhalten lassen oder jede Reihenfolge zulassen.",
  },
};
