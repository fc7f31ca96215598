import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { ValueDetails } from "../catalogue/value-findings.js";

const CHECK_VALUE = "Den Wert prüfen.";

export const VALUE_TEXTS: FindingTexts<ValueDetails> = {
  "required-missing": {
    title: "Pflichtwert fehlt",
    message: ({ column, because, values = [] }) =>
      `${column} ist leer${because === undefined ? "" : `, obwohl ${because} den Wert ${values.join(" oder ")} hat`}.`,
    hint: "Vom Absender ausfüllen lassen.",
  },
  "integer-invalid": {
    title: "Keine ganze Zahl",
    message: ({ column }) => `${column} ist keine ganze Zahl.`,
    hint: "Nur Ziffern, höchstens mit einem Minus davor.",
  },
  "decimal-invalid": {
    title: "Keine Zahl in der vereinbarten Schreibweise",
    message: ({ column, scale, decimalMark }) =>
      `${column} ist keine Zahl mit höchstens ${scale} ${scale === 1 ? "Stelle" : "Stellen"} nach „${decimalMark}“.`,
    hint: "Keine Tausendertrennzeichen, kein Währungszeichen, kein Exponent.",
  },
  "decimal-comma": {
    title: "Komma statt Punkt",
    message: ({ column, decimalMark }) => `${column} hat ein Dezimalkomma statt „${decimalMark}“.`,
    hint: "Mit dem vereinbarten Dezimalzeichen exportieren lassen oder das Komma vereinbaren.",
  },
  "decimal-point": {
    title: "Punkt statt Komma",
    message: ({ column, decimalMark }) => `${column} hat einen Dezimalpunkt statt „${decimalMark}“.`,
    hint: "Mit dem vereinbarten Dezimalzeichen exportieren lassen oder den Punkt vereinbaren.",
  },
  "thousands-sep": {
    title: "Tausendertrennzeichen",
    message: ({ column }) => `${column} hat Tausendertrennzeichen, die nicht vereinbart sind.`,
    hint: "Vom Absender weglassen lassen oder vereinbaren.",
  },
  "date-invalid": {
    title: "Kein Datum in der vereinbarten Schreibweise",
    message: ({ column, format }) => `${column} ist kein Tag in der Schreibweise ${format}.`,
    hint: "Prüfen, ob es den Tag gibt und ob Tag und Monat vertauscht sind.",
  },
  "excel-date-serial": {
    title: "Tag in eine Zahl verwandelt",
    message: ({ column, day }) =>
      `${column} enthält eine Zahl, die eine Tabellenkalkulation aus einem Tag gemacht hat, vermutlich ${day}.`,
    hint: "Die Spalte als Datum formatieren und neu exportieren lassen; den ersten und den letzten Tag gemeinsam prüfen.",
  },
  "date-time-invalid": {
    title: "Kein Zeitpunkt in der vereinbarten Schreibweise",
    message: ({ column, format, zone }) =>
      `${column} ist kein Zeitpunkt in der Schreibweise ${format}${zone === "offset" ? " mit Abstand zu UTC" : ""}.`,
    hint: "Prüfen, ob es Tag und Uhrzeit gibt und wie sie geschrieben sind.",
  },
  "time-skipped": {
    title: "Uhrzeit, die es nicht gab",
    message: ({ column, zone }) => `${column} ist eine Uhrzeit, die in ${zone} übersprungen wurde.`,
    hint: "Beim Absender nachfragen, in welcher Zeitzone die Zeiten stehen.",
  },
  "boolean-invalid": {
    title: "Keiner der beiden Werte",
    message: ({ column, values }) => `${column} ist keiner der Werte ${values.join(", ")}.`,
    hint: "Auf Schreibweise sowie Groß- und Kleinschreibung achten.",
  },
  "enum-unknown": {
    title: "Wert nicht in der Liste",
    message: ({ column }) => `${column} enthält einen Wert, der nicht in der vereinbarten Liste steht.`,
    hint: "Den Wert berichtigen oder in die Liste aufnehmen.",
  },
  "too-short": {
    title: "Zu kurz",
    message: ({ column, minLength }) => `${column} ist kürzer als ${minLength} Zeichen.`,
    hint: CHECK_VALUE,
  },
  "leading-zero-lost": {
    title: "Führende Nullen verloren",
    message: ({ column, original }) =>
      `${column} hat offenbar führende Nullen verloren; vermutlich war es ${original}.`,
    hint: "Die Spalte als Text exportieren lassen; nicht hier auffüllen, denn niemand weiß, wie viele Nullen es waren.",
  },
  "too-long": {
    title: "Zu lang",
    message: ({ column, maxLength }) => `${column} ist länger als ${maxLength} Zeichen.`,
    hint: CHECK_VALUE,
  },
  "pattern-mismatch": {
    title: "Nicht nach dem vereinbarten Muster",
    message: ({ column, pattern }) => `${column} entspricht nicht dem Muster ${pattern}.`,
    hint: CHECK_VALUE,
  },
  "below-minimum": {
    title: "Unter dem Mindestwert",
    message: ({ column, minimum }) => `${column} liegt unter ${minimum}.`,
    hint: CHECK_VALUE,
  },
  "above-maximum": {
    title: "Über dem Höchstwert",
    message: ({ column, maximum }) => `${column} liegt über ${maximum}.`,
    hint: CHECK_VALUE,
  },
  "currency-unknown": {
    title: "Unbekannte Währung",
    message: ({ column, amountColumn }) =>
      `${column} nennt keine Währung nach ISO 4217 für den Betrag in ${amountColumn}.`,
    hint: "Drei Großbuchstaben, zum Beispiel USD.",
  },
};
