// German.
import type { Words } from "../../elements.js";

const fenster = { hour: "pro Stunde", day: "pro Tag", month: "pro Monat", period: "pro Zeitraum" };
const jetzt = { hour: "diese Stunde", day: "heute", month: "diesen Monat", period: "diesen Zeitraum" };

const sind = (credits: number): string => (credits === 1 ? "ist" : "sind");

export const de: Words = {
  lang: "de",
  noun: gross,
  bank: "Bank",
  close: "Schließen",
  refusals: {
    account_closed: () => "Dieses Konto ist geschlossen.",
    id_reused: () => "Unter dieser Nummer wurde schon etwas anderes gesendet. Bitte versuchen Sie es noch einmal.",
    unknown_member: ({ id }) => `${id} ist kein Mitglied dieses Kontos.`,
    role_forbids: ({ role, needs }, say) => (needs === "system" ? "Das geschieht von selbst, nicht von Hand." : `${role === undefined ? "Sie" : `Als ${say.role(role)}`} ${role === undefined ? "dürfen" : "dürfen Sie"} das nicht.`),
    unknown_team: ({ id }) => `Hier gibt es kein Team namens ${id}.`,
    unknown_role: ({ id }) => `Es gibt keine Rolle namens ${id}.`,
    unknown_plan: ({ id }) => `Es gibt keinen Tarif namens ${id} zur Auswahl.`,
    unknown_pack: ({ id }) => `Es gibt kein Paket namens ${id}.`,
    unknown_source: ({ id }) => `Es gibt kein Guthaben namens ${id}.`,
    unknown_grant: () => "Dieses Guthaben ist nicht mehr da.",
    unknown_hold: () => "Das wurde schon abgerechnet, zurückgegeben oder ist abgelaufen.",
    unknown_alert: ({ id }) => `Es gibt keine Warnung namens ${id}.`,
    unknown_model: ({ id }) => `Es gibt kein Modell namens ${id}.`,
    unpriced: ({ model }, say) => `${say.model(model)} hat noch keinen Preis und kann deshalb nicht genutzt werden.`,
    unknown_input: ({ model, input }, say) => `${say.model(model)} hat keine Einstellung namens ${input}.`,
    missing_input: ({ model, input }, say) => `Bitte wählen: ${say.input(model, input)}.`,
    input_out_of_range: ({ model, input, min, max, step, allowed }, say) => {
      const name = say.input(model, input);
      if (allowed) return `${name} kann ${say.list(allowed.map((value) => say.value(model, input, value)), "or")} sein.`;
      const ends = min !== undefined && max !== undefined ? `von ${say.exact(min)} bis ${say.exact(max)}` : min !== undefined ? `${say.exact(min)} oder mehr` : max !== undefined ? `höchstens ${say.exact(max)}` : undefined;
      return `${name}: möglich ist ${[ends, step === undefined ? undefined : `in Schritten von ${say.exact(step)}`].filter((part) => part !== undefined).join(", ") || "ein anderer Wert"}.`;
    },
    not_offered: ({ model, inputs }, say) => `${say.model(model)} gibt es nicht mit ${say.list(Object.entries(inputs).map(([input, value]) => `${say.input(model, input)} ${say.value(model, input, value)}`))}.`,
    not_on_plan: ({ model, input, plans }, say) => `${input === undefined ? say.model(model) : `Diese Wahl von ${say.input(model, input)}`} gehört zu ${say.list(plans.map(say.plan), "or")}.`,
    not_in_product: ({ model, products }, say) => `${say.model(model)} gibt es nur in ${say.list(products)}.`,
    price_changed: ({ expected, cost }, say) => `Der Preis ist jetzt ein anderer: ${say.credits(cost)} statt ${say.number(expected)}. Es wurde nichts abgebucht.`,
    no_plan: () => "Es gibt keinen Tarif, der sich ändern ließe.",
    plan_required: ({ needs }) => (needs === "paid" ? "Dafür brauchen Sie einen bezahlten Tarif." : "Dafür brauchen Sie einen Tarif."),
    consent_required: ({ consent }) => `Bitte geben Sie genau „${consent}“ ein, um fortzufahren.`,
    quantity_out_of_range: ({ min, max }, say) => (max === undefined ? `Mindestens ${say.number(min)} auf einmal.` : `Von ${say.number(min)} bis ${say.number(max)} auf einmal.`),
    over_in_app_limit: ({ price, limit }, say) => `${say.money(price)} ist mehr als die ${say.money(limit)}, für die sich hier auf einmal kaufen lässt. Für mehr wenden Sie sich bitte an den Vertrieb.`,
    same_wallet: () => "Bitte wählen Sie zwei verschiedene Orte.",
    products_differ: ({ from, to }) => `Guthaben lässt sich nicht von ${from} nach ${to} übertragen.`,
    accounts_differ: () => "Guthaben lässt sich nicht auf ein anderes Konto übertragen.",
    limit_reached: ({ of, id, per, limit, needed, resetsAt }, say) =>
      `${of === "team" ? `Die Grenze von ${say.wallet(`team:${id}`)}` : of === "role" ? `Die Grenze für ${say.role(id)}` : "Ihre Grenze"} ist ${say.credits(limit)} ${fenster[per]}; ${say.number(needed)} mehr ${needed === 1 ? "ginge" : "gingen"} darüber hinaus. Sie beginnt neu: ${say.moment(resetsAt)}.`,
    insufficient_credits: ({ needed, spendable, shortfall, locked, held }, say) => {
      if (spendable === undefined) return `Das Guthaben reicht nicht: ${say.credits(needed)} ${needed === 1 ? "wird" : "werden"} gebraucht.`;
      const aside = [locked ? `${say.number(locked)} weitere ${sind(locked)} gesperrt` : "", held ? `${say.number(held)} ${sind(held)} für Laufendes reserviert` : ""].filter(Boolean);
      const fehlt = shortfall ?? needed - spendable;
      return `Gebraucht ${needed === 1 ? "wird" : "werden"} ${say.credits(needed)}, verfügbar ${sind(spendable)} ${say.number(spendable)}, es ${fehlt === 1 ? "fehlt" : "fehlen"} ${say.number(fehlt)}.${aside.length > 0 ? ` ${say.list(aside)}.` : ""}`;
    },
    last_manager: () => "Jemand muss bleiben, der dieses Konto verwalten kann.",
    too_many: ({ what, limit }, say) => `Mehr als ${say.number(limit)} sind nicht möglich (${what}).`,
  },
  remedies: {
    subscribe: ({ plans }, say, may) => {
      const [only] = plans;
      if (!may) return "Um einen anderen Tarif bitten";
      return plans.length === 1 && only !== undefined ? `Zu ${say.plan(only)} wechseln` : "Passende Tarife zeigen";
    },
    transfer: ({ credits, to }, say, may) => (may ? `${say.credits(credits)} an ${say.wallet(to)} übertragen` : `Um ${say.credits(credits)} bitten`),
    top_up: ({ credits, price }, say, may) => (may ? `${say.credits(credits)} für ${say.money(price)} kaufen` : `Um ${say.credits(credits)} bitten`),
    wait: ({ until }, say) => `Warten bis ${say.moment(until)}`,
    ask_admin: () => "Admin fragen",
    contact_sales: () => "Vertrieb anschreiben",
    refresh_quote: () => "Neuen Preis zeigen",
  },
  mistaken: "Für diesen Wert lässt sich kein Preis nennen.",
  uncounted: (say) => `Bitte geben Sie eine ganze Zahl von 1 bis ${say.number(Number.MAX_SAFE_INTEGER)} ein.`,
  balance: {
    title: "Guthaben",
    hidden: "Das Guthaben ist für Ihre Rolle nicht sichtbar",
    stranger: "Sie sind kein Mitglied dieses Kontos",
    pill: (spendable, say) => `${say.credits(spendable)} verfügbar`,
    of: (part, whole) => `${part} von ${whole}`,
    held: (credits, say) => `${say.number(credits)} reserviert`,
    heldWhy: "Für laufende Arbeit zurückgelegt; schlägt sie fehl, kommt es zurück.",
    locked: (credits, say) => `${say.number(credits)} gesperrt`,
    lockedWhy: (needs, source) => `${source}: nutzbar, solange ${needs === "paid" ? "ein bezahlter Tarif" : "ein Tarif"} läuft.`,
    expires: (credits, at, say) => `${say.credits(credits)}: gültig bis ${say.day(at)}`,
    renewal: ({ ends, at }, say) => `${ends ? "Der Tarif endet am" : "Neu am"} ${say.day(at)}`,
    granted: (credits, say) => `${say.number(credits)} neu`,
    kept: (credits, say) => `${say.number(credits)} ${credits === 1 ? "bleibt" : "bleiben"}`,
    lost: (credits, say) => `${say.number(credits)} ${credits === 1 ? "verfällt" : "verfallen"} ungenutzt`,
    locks: (credits, say) => `${say.number(credits)} ${credits === 1 ? "wird" : "werden"} gesperrt`,
    noPlan: "Kein Tarif",
    limits: "Grenzen",
    limit: ({ of, id, per }, say) => `${of === "team" ? say.wallet(`team:${id}`) : "Sie"}, ${jetzt[per]}`,
    resets: (at, say) => `beginnt neu: ${say.moment(at)}`,
    add: (say) => `${say.unit.many} kaufen`,
  },
  cost: {
    atMost: "höchstens",
    exact: (exact) => `genau ${exact}`,
    draw: (source, wallet) => (wallet === undefined ? source : `${source}, ${wallet}`),
    remains: "Danach übrig",
    lines: "Wie es sich zusammensetzt",
    line: { term: "Posten", units: "Einheiten", rate: "Preissatz", credits: "Betrag" },
    step: { discount: "Rabatt", minimum: "Mindestpreis", maximum: "Höchstpreis", rounding: "Rundung" },
    total: "Summe",
    spend: (cost, say) => (cost === 0 ? "Kostenlos erzeugen" : `Erzeugen für ${say.credits(cost)}`),
    busy: "Einen Moment …",
    none: "Es wird nichts berechnet.",
  },
  topUp: {
    title: (say) => `${say.unit.many} kaufen`,
    packs: "Paket",
    bonus: (credits, say) => `davon ${say.number(credits)} obendrauf`,
    each: (price) => `je ${price}`,
    quantity: "Anzahl",
    fewer: "Eins weniger",
    more: "Eins mehr",
    between: (min, max, say) => (max === undefined ? `mindestens ${say.number(min)}` : `${say.number(min)} bis ${say.number(max)}`),
    limit: (limit, say) => `Bis ${say.money(limit)} auf einmal; darüber hilft der Vertrieb.`,
    expires: (days, say) => `${say.number(days)} ${days === 1 ? "Tag" : "Tage"} gültig.`,
    total: "Summe",
    get: (credits, say) => `Sie erhalten ${say.credits(credits)}`,
    consent: (words) => `Zum Bestätigen „${words}“ eingeben`,
    checkout: "Zur Kasse",
    busy: "Kasse wird geöffnet …",
    none: "Hier gibt es nichts zu kaufen.",
  },
  transfer: {
    title: (say) => `${say.unit.many} übertragen`,
    from: "Von",
    to: "An",
    turn: "Umdrehen",
    credits: (say) => say.unit.many,
    has: (credits, say) => `hat ${say.number(credits)}`,
    after: (credits, say) => `dann ${say.number(credits)}`,
    all: "Alle",
    submit: (credits, say) => `${say.credits(credits)} übertragen`,
    busy: "Wird übertragen …",
    none: "Es gibt keinen Ort, an den sich etwas übertragen ließe.",
  },
  usage: {
    title: "Verbrauch",
    chart: (say) => `${say.unit.many} im Lauf der Zeit; die Tabelle darunter zeigt dieselben Zahlen`,
    total: (spent, say) => `${say.credits(spent)} verbraucht`,
    refunded: (credits, say) => `${say.number(credits)} zurückgegeben`,
    table: "Als Tabelle",
    when: "Wann",
    what: { model: "Modell", member: "Mitglied", source: "Art", wallet: "Ort" },
    spent: "Verbraucht",
    count: "Anzahl",
    other: "Anderes",
    none: "Noch nichts verbraucht.",
  },
};

function gross(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
