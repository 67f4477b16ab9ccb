import type * as contract from "../bursar.js";

type Code = contract.BursarError["code"];
type Issue = contract.BursarError["issues"][number];

/** What the engine throws; see src/wasm/thrown.rs. */
export interface Mistake {
  code: Code;
  message: string;
  path: string;
  issues: Issue[];
}

// The same symbol in every copy of this package.
const brand = Symbol.for("bursar.error");

export class BursarError extends Error implements contract.BursarError {
  declare readonly name: "BursarError";
  readonly code: Code;
  readonly path: string;
  readonly issues: Issue[];

  static {
    // Words in quotes, which no minifier renames; on the prototype, so that they are not printed twice.
    Object.defineProperty(this, "name", { configurable: true, value: "BursarError" });
    Object.defineProperty(this.prototype, "name", { configurable: true, writable: true, value: "BursarError" });
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  constructor(message?: string, options?: ErrorOptions & Partial<Mistake>) {
    super(message, options && "cause" in options ? { cause: options.cause } : undefined);
    this.code = options?.code ?? "internal";
    this.path = options?.path ?? "";
    this.issues = options?.issues ?? [];
  }

  /** For logs: what JSON makes of an Error has no message. */
  toJSON(): object {
    const { name, message, code, path, issues } = this;
    return { name, message, code, path, issues };
  }
}

export function isBursarError(error: unknown): error is contract.BursarError {
  try {
    return typeof error === "object" && error !== null && brand in error;
  } catch {
    return false; // A proxy that does not want to be asked.
  }
}

/** A fault that lies in no value, and so has no place and no issues. */
export function failed(code: Code, message: string, cause?: unknown): BursarError {
  return new BursarError(message, cause === undefined ? { code } : { code, cause });
}
