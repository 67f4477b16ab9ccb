import type { Words } from "./elements.js";

/** German. */
export declare const de: Words;
