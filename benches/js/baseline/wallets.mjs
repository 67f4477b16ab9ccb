// The credits of one wallet in the order in which they are consumed: by source, then soonest expiry,
// then age, then id. Sorted when first drawn on, and kept so from there on.
export class Wallet {
  constructor(name, grants, rules, limits) {
    this.limits = limits;
    this.name = name;
    this.grants = grants;
    this.rules = rules;
    /** By the rank of their source, what all grants come to. */
    this.sums = new Array(rules.sources.length).fill(0);
    this.byRank = undefined;
    for (const id in grants) {
      const { source, credits } = grants[id];
      this.sums[rules.ranks.get(source)] += credits;
    }
  }

  /** The grants of a source, in order; a grant is told with its id. */
  ofRank(rank) {
    this.byRank ??= this.#sorted();
    return this.byRank[rank];
  }

  usable(unlocked) {
    let sum = 0;
    for (let rank = 0; rank < this.sums.length; rank++) if (unlocked[rank]) sum += this.sums[rank];
    return sum;
  }

  total() {
    return this.sums.reduce((sum, credits) => sum + credits, 0);
  }

  #sorted() {
    const byRank = this.sums.map(() => []);
    for (const id in this.grants) {
      const grant = this.grants[id];
      byRank[this.rules.ranks.get(grant.source)].push({ id, grant });
    }
    for (const ranked of byRank) if (ranked.length > 1) ranked.sort(inOrder);
    return byRank;
  }

  take(rank, { id, grant }, credits) {
    this.sums[rank] -= credits;
    grant.credits -= credits;
    if (grant.credits > 0) return;
    delete this.grants[id];
    const ranked = this.ofRank(rank);
    ranked.splice(ranked.findIndex((entry) => entry.id === id), 1); // It is the first, or near it.
  }

  give(rank, id, after) {
    const there = this.grants[id];
    this.sums[rank] += after.credits - (there?.credits ?? 0);
    if (there) {
      there.credits = after.credits;
      there.of = after.of;
      return;
    }
    this.grants[id] = after;
    if (this.byRank) insert(this.byRank[rank], { id, grant: after });
  }
}

function inOrder(a, b) {
  return (
    (a.grant.expiresAt ?? Infinity) - (b.grant.expiresAt ?? Infinity) ||
    a.grant.grantedAt - b.grant.grantedAt ||
    (a.id < b.id ? -1 : 1)
  );
}

function insert(ranked, entry) {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder(ranked[middle], entry) < 0) low = middle + 1;
    else high = middle;
  }
  ranked.splice(low, 0, entry);
}
