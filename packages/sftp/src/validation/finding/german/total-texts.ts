import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { TotalDetails } from "../catalogue/total-findings.js";

export const TOTAL_TEXTS: FindingTexts<TotalDetails> = {
  "trailer-missing": {
    title: "Schlusssatz fehlt",
    message: ({ mark }) => `Die Datei endet nicht mit dem Schlusssatz ${mark}.`,
    hint: "Die Datei ist höchstwahrscheinlich abgeschnitten; neu anfordern.",
  },
  "trailer-misplaced": {
    title: "Datensatz nach dem Schlusssatz",
    message: () => "Auf den Schlusssatz folgt noch ein Datensatz.",
    hint: "Vermutlich wurden zwei Dateien zusammengefügt.",
  },
  "trailer-count": {
    title: "Anzahl im Schlusssatz weicht ab",
    message: ({ announced, found }) =>
      `Der Schlusssatz kündigt ${quote(announced)} Datensätze an, vorhanden sind ${found}.`,
    hint: "Zwischen der Zählung des Absenders und hier gingen Datensätze verloren oder wurden verdoppelt.",
  },
  "trailer-sum": {
    title: "Summe im Schlusssatz weicht ab",
    message: ({ column, announced, found }) =>
      `Der Schlusssatz nennt für ${column} die Summe ${quote(announced)}, die Datensätze ergeben ${found}.`,
    hint: "Zwischen der Summe des Absenders und hier gingen Beträge verloren, wurden verdoppelt oder verändert.",
  },
};

function quote(text: string): string {
  return text === "" ? "(keine Zahl)" : text;
}
