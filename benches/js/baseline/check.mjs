// What a schema cannot say of an account: what is named is there, and the sums are right.
export function checkAccount(rules, account) {
  const { teams = {}, members = {}, holds = {}, alerts = {}, spent = {}, recent = {}, plan } = account;
  const faults = [];
  const expect = (right, path, what) => {
    if (!right) faults.push({ path, message: what });
  };
  const wallet = (name, path) => expect(name === "bank" || Object.hasOwn(teams, name.slice(5)), path, "a wallet of this account");
  const counted = (key, path) => {
    const known = key === "account" || key === "members" || (key.startsWith("team:") ? Object.hasOwn(teams, key.slice(5)) : Object.hasOwn(members, key.slice(7)));
    expect(known, path, "somebody of this account");
  };
  const shares = new Map();
  let total = 0;
  const share = (id, source, credits, of, path) => {
    if (!rules.ranks.has(source)) faults.push({ path: `${path}/${id}/source`, message: "a source of the rules" });
    if (credits > of) faults.push({ path: `${path}/${id}/of`, message: "at least its credits" });
    total += credits;
    const before = shares.get(id);
    if (before === undefined) shares.set(id, credits);
    else {
      shares.set(id, before + credits);
      const grows = id.startsWith("~") && !rules.allowances.has(source);
      if (!grows && before + credits > of) faults.push({ path: `${path}/${id}`, message: "no more than its `of` in all" });
    }
  };
  const grants = (all, path) => {
    for (const id in all) {
      const { source, credits, of } = all[id];
      share(id, source, credits, of, path);
    }
  };
  expect(rules.products.has(account.product), "/product", "a product of the rules");
  if (plan) expect(rules.plans.has(plan.id), "/plan/id", "a plan of the rules");
  if (plan?.next) expect(rules.plans.has(plan.next.id), "/plan/next/id", "a plan of the rules");
  grants(account.bank, "/bank");
  for (const id in teams) grants(teams[id].grants, `/teams/${id}/grants`);
  for (const id in members) {
    const member = members[id];
    if (!rules.roles.has(member.role)) faults.push({ path: `/members/${id}/role`, message: "a role of the rules" });
    for (const team of member.teams ?? []) if (!Object.hasOwn(teams, team)) faults.push({ path: `/members/${id}/teams`, message: "a team of this account" });
  }
  for (const id in holds) {
    wallet(holds[id].from, `/holds/${id}/from`);
    for (const draw of holds[id].draws) {
      wallet(draw.wallet, `/holds/${id}/draws`);
      share(draw.grant, draw.source, draw.credits, draw.of, `/holds/${id}/draws`);
    }
  }
  for (const id in alerts) {
    const { on, per, watch, thresholds, told } = alerts[id];
    expect((on === "spent") === (per !== undefined), `/alerts/${id}/per`, "a window for what is spent");
    counted(watch, `/alerts/${id}/watch`);
    expect(thresholds.every((threshold, place) => place === 0 || thresholds[place - 1] < threshold), `/alerts/${id}/thresholds`, "to rise");
    for (const key in told) counted(key, `/alerts/${id}/told/${key}`);
  }
  for (const key in spent) counted(key, `/spent/${key}`);
  const seqs = new Set();
  for (const id in recent) {
    const [seq] = recent[id];
    expect(seq <= account.seq && !seqs.has(seq), `/recent/${id}`, "the number of an accepted command");
    seqs.add(seq);
  }
  expect(total <= Number.MAX_SAFE_INTEGER, "", "at most 2^53 − 1 credits");
  if (faults.length > 0) throw Object.assign(new Error(faults[0].message), { faults });
  return account;
}
