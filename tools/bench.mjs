// Runs measurements: npm run bench NAME …; each prints its figures as one JSON object on its last line.
import { runNamed } from "./named-program.mjs";

await runNamed("bench", process.argv.slice(2));
