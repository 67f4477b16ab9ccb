// A refusal. Sentences and remedies are left out: what is benched is accepted, and a refusal here is
// held to the engine's by its code and its first facts.
export const refused = (code, facts) => ({ ok: false, code, facts });
