import type { ComparisonDetails } from "../catalogue/comparison-findings.js";
import type { FindingTexts } from "../catalogue/finding-kind.js";

export const COMPARISON_TEXTS: FindingTexts<ComparisonDetails> = {
  "not-compared": {
    title: "Nicht verglichen",
    message: ({ because, column }) => `${NOT_COMPARED[because](column)}.`,
    hint: "Die Lieferung dieses eine Mal selbst ansehen.",
  },
  "row-count-drift": {
    title: "Viel mehr oder weniger Datensätze",
    message: ({ before, now, change, borne }) =>
      `Es sind ${now} Datensätze, in der Lieferung davor waren es ${before}${inBrackets(change)}; hinnehmbar: ${toGerman(borne)}.`,
    hint: "Den Absender fragen, ob der Export vollständig war und nur einmal lief.",
  },
  "sum-drift": {
    title: "Summe weit von der vorigen entfernt",
    message: ({ column, currency, before, now, change, borne }) =>
      `Die Summe von ${column}${currency === "" ? "" : ` in ${currency}`} ist ${now}, in der Lieferung davor war sie ${before}${inBrackets(change)}; hinnehmbar: ${toGerman(borne)}.`,
    hint: "Nach Beträgen in anderer Einheit oder Währung suchen und nach doppelten oder fehlenden Datensätzen.",
  },
  "null-rate-drift": {
    title: "Viel mehr oder weniger leere Zellen",
    message: ({ column, before, now, borne }) =>
      `${toGerman(now)} von ${column} sind leer, in der Lieferung davor ${toGerman(before)}; hinnehmbar ist eine Änderung um ${toGerman(borne)}.`,
    hint: "Den Absender fragen, ob die Spalte noch aus derselben Quelle kommt.",
  },
  "new-enum-value": {
    title: "Neue Werte",
    message: ({ column, values, count }) =>
      values.length === 0
        ? `${column} enthält mehr verschiedene Werte, als sich vergleichen lassen.`
        : `${column} enthält ${count} ${count === 1 ? "Wert" : "Werte"}, die es in der Lieferung davor nicht gab: ${toList(values, count)}.`,
    hint: "Prüfen, ob die Anwendung mit ihnen umgehen kann.",
  },
  "sign-flip": {
    title: "Vorzeichen gedreht",
    message: ({ column, before, now }) =>
      `${toGerman(now)} der Zahlen in ${column} liegen unter null, in der Lieferung davor ${toGerman(before)}.`,
    hint: "Den Absender fragen, was ein Minus in dieser Datei bedeutet.",
  },
  "key-churn": {
    title: "Viele Schlüssel neu, verschwunden oder geändert",
    message: ({ change, count, before, borne, examples }) =>
      `${count} Schlüssel ${CHANGES[change]}, bei ${before} Schlüsseln in der Lieferung davor; hinnehmbar: ${toGerman(borne)}${examples.length === 0 ? "" : `. Darunter: ${examples.join(", ")}`}.`,
    hint: "Vor dem Laden den Absender fragen, ob das so gemeint ist.",
  },
};

const NOT_COMPARED: Readonly<
  Record<ComparisonDetails["not-compared"]["because"], (column: string) => string>
> = {
  "first-delivery": () => "Vor dieser Lieferung gibt es keine, mit der sie sich vergleichen ließe",
  "new-column": (column) => `Die Lieferung davor hatte die Spalte ${column} nicht`,
  "too-many-values": (column) => `Die Lieferung davor hatte in ${column} zu viele Werte, um neue zu erkennen`,
  "no-keys": () => "Die Schlüssel der Lieferung davor sind nicht bekannt",
};

const CHANGES = {
  gone: "sind verschwunden",
  added: "sind neu",
  changed: "stehen neben anderen Werten",
} as const;

function inBrackets(change: string): string {
  return change === "" ? "" : ` (${toGerman(change)})`;
}

/** A percentage with the German decimal mark. */
function toGerman(percent: string): string {
  return percent.endsWith("%") ? percent.replace(".", ",") : percent;
}

function toList(values: readonly string[], count: number): string {
  const named = values.map((value) => JSON.stringify(value)).join(", ");
  return count === values.length ? named : `${named} und ${count - values.length} weitere`;
}
