// Changes of an account: made, and told as a merge patch (RFC 7386).

/** Makes changes in the account that is held, and tells them. Credits are their wallets' to move. */
export function carryOut(account, { seq, at, takes, gives, changes }) {
  const patch = { seq };
  account.seq = seq;
  if (account.asOf !== at) patch.asOf = account.asOf = at;
  for (const { wallet, rank, entry, credits } of takes) {
    wallet.take(rank, entry, credits);
    const left = entry.grant.credits;
    grantsIn(patch, wallet.name)[entry.id] = left > 0 ? { credits: left } : null;
  }
  for (const { wallet, rank, id, after } of gives) {
    const there = wallet.grants[id];
    grantsIn(patch, wallet.name)[id] = there
      ? there.of === after.of ? { credits: after.credits } : { credits: after.credits, of: after.of }
      : { ...after };
    wallet.give(rank, id, after);
  }
  for (const change of changes) places[change.at](account, patch, change);
  return patch;
}

function grantsIn(patch, wallet) {
  if (wallet === "bank") return (patch.bank ??= {});
  const teams = (patch.teams ??= {});
  return (teams[wallet.slice(5)] ??= { grants: {} }).grants;
}

const places = {
  spent(account, patch, { key, window, to }) {
    const all = (account.spent ??= {});
    const there = all[key]?.[window];
    if (to) {
      (all[key] ??= {})[window] = to;
      const parts = ((patch.spent ??= {})[key] ??= {});
      parts[window] = there && there.since === to.since && !parts[window]?.since ? { credits: to.credits } : to;
      return;
    }
    delete all[key][window];
    ((patch.spent ??= {})[key] ??= {})[window] = null;
    if (Object.keys(all[key]).length === 0) {
      delete all[key];
      patch.spent[key] = null;
    }
    if (Object.keys(all).length === 0) {
      delete account.spent;
      patch.spent = null;
    }
  },
  told(account, patch, { id, key, to }) {
    const alert = account.alerts[id];
    const told = (((patch.alerts ??= {})[id] ??= {}).told ??= {});
    if (to) {
      const there = alert.told?.[key];
      (alert.told ??= {})[key] = to;
      told[key] = there && there.since === to.since ? { thresholds: to.thresholds } : to;
      return;
    }
    delete alert.told[key];
    told[key] = null;
    if (Object.keys(alert.told).length === 0) {
      delete alert.told;
      patch.alerts[id].told = null;
    }
  },
  hold(account, patch, { id, to }) {
    (account.holds ??= {})[id] = to;
    (patch.holds ??= {})[id] = to;
  },
  recent(account, patch, { id, to }) {
    const recent = (account.recent ??= {});
    if (to) recent[id] = to;
    else delete recent[id];
    (patch.recent ??= {})[id] = to ?? null;
  },
};
