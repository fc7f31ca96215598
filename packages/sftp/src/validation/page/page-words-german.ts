import type { PageWords } from "./page-words.js";

export const GERMAN_WORDS: PageWords = {
  locale: "de-DE",
  title: (fileName) => `Prüfung von ${fileName}`,
  validationOf: (feed) => `Prüfung der Lieferung ${feed}`,
  verdicts: {
    accepted: {
      sentence: "Angenommen: Jeder Datensatz ist in Ordnung.",
      withRejected: acceptedInPart,
      next: "Die Datei kann geladen werden.",
    },
    "accepted-with-findings": {
      sentence: "Angenommen, doch jemand sollte sich die Befunde ansehen.",
      withRejected: acceptedInPart,
      next: "Das Angenommene kann geladen werden. Zurückgewiesene Datensätze gehen mit den Gründen an den Absender.",
    },
    refused: {
      sentence: "Abgelehnt: Nichts aus dieser Datei sollte geladen werden.",
      withRejected: () => "Abgelehnt: Nichts aus dieser Datei sollte geladen werden.",
      next: "Diese Seite an den Absender schicken und um eine berichtigte Datei bitten.",
    },
  },
  reasons: "Warum sie abgelehnt wird",
  figures: {
    read: "Gelesene Datensätze",
    accepted: "Angenommen",
    rejected: "Zurückgewiesen",
    size: "Größe",
    digest: "SHA-256",
  },
  bytes: (count) => `${count} Bytes`,
  totals: "Summen",
  totalsNote: "Genaue Summen der angenommenen Datensätze.",
  column: "Spalte",
  sum: "Summe",
  currency: "Währung",
  references: "Verglichen mit",
  referenceSet: "Referenzmenge",
  entries: "Einträge",
  findings: "Befunde",
  noFindings: "Keine.",
  severities: { error: "Fehler", warning: "Warnung", info: "Hinweis" },
  times: (count) => `${count}-mal`,
  whatWasFound: "Befund",
  count: "Anzahl",
  record: "Datensatz",
  line: "Zeile",
  value: "Wert",
  message: "Beschreibung",
  more: (count) => `und ${count} weitere`,
  whatToDo: "Was zu tun ist",
  explained: "Erklärt in",
  digestNote: "Diese Seite gilt für genau die Bytes mit diesem Prüfwert.",
};

function acceptedInPart(rejected: number, shown: string): string {
  return `Teilweise angenommen: ${shown} ${rejected === 1 ? "Datensatz wurde" : "Datensätze wurden"} zurückgewiesen.`;
}
