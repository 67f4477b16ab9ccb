// Stands for a database where docs/database.md has one: it knows the four statements of that page.
const accounts = new Map();
const decisions = new Map();

const statements = {
  begin([id, seq, body]) {
    if (!accounts.has(id)) accounts.set(id, { seq, body });
    return [];
  },
  write([id, before, after, body, command, decision]) {
    if (accounts.get(id).seq !== before) return [];
    if (decisions.has(`${id} ${command}`)) throw Object.assign(new Error("that key is there"), { code: "23505" });
    accounts.set(id, { seq: after, body });
    decisions.set(`${id} ${command}`, JSON.parse(decision));
    return [{ id }];
  },
  "select body from accounts where id = $1": ([id]) => [accounts.get(id)],
  "select decision from decisions where account = $1 and command = $2": (key) => (decisions.has(key.join(" ")) ? [{ decision: decisions.get(key.join(" ")) }] : []),
};

export const [begin, write] = ["begin", "write"];

export const pool = {
  async query(statement, values) {
    await undefined; // Others come in between.
    return { rows: statements[statement](values) };
  },
};
