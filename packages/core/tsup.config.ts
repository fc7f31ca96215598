import { defineConfig } from "tsup";
import { libraryBuild } from "../../tools/library-build.js";

export default defineConfig(libraryBuild(import.meta.dirname));
