import { hash } from "node:crypto";

export const sha256 = (text) => hash("sha256", text, "hex");
