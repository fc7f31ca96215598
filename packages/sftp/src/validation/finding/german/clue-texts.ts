import type { ClueTexts } from "../catalogue/clue.js";

export const GERMAN_CLUES: ClueTexts = {
  "closest-value": { hint: ({ closest }) => `Ist „${closest}“ gemeint?` },
  "closest-name": { hint: ({ closest }) => `In der Kopfzeile steht „${closest}“.` },
  "number-white-space": { hint: () => "Um die Zahl steht Leerraum." },
  "number-scientific": {
    hint: () => "Eine Tabellenkalkulation hat sie mit Exponent geschrieben; Stellen sind womöglich verloren.",
  },
  "number-thousands": { hint: () => "Sie enthält Tausendertrennzeichen; weglassen lassen." },
  "number-decimal-mark": { hint: () => "Auf das Dezimalzeichen und die Zahl der Stellen danach achten." },
  "number-currency": { hint: () => "Die Währung gehört nicht in das Feld." },
};
