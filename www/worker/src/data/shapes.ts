// What is told of an account that was brought here, and of a person who was erased.

export interface Imported { account: string; seq: number; commands: number; entries: number; receipts: number }

/** `standIn` is where the person's id was. The same person has the same one in an account, whenever they are erased. */
export interface Erased { standIn: string; member: boolean; entries: number; holds: number; receipts: number; answers: number }
export interface Erasure { person: string }
