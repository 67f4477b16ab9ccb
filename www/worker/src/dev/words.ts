// What development's own pages say, in the languages of the page that leads to them.

const en = {
  notice: "For development: anybody can sign in as anybody.",
  owner: "owner",
  signIn: {
    title: "Development sign-in",
    what: "This is for development: anybody can be anybody here, and the clock can be moved. A worker that was not started for development does not contain this page.",
    clock: "Clock",
    now: (utc: string) => `It is ${utc} UTC for all accounts. Move it forward by`,
    spans: { hour: "an hour", day: "a day", month: "a month" },
  },
  checkout: {
    title: "Test checkout",
    test: "Test: no money is taken, whatever you press.",
    pay: (total: string) => `Pay ${total} (test)`,
    cancel: "Cancel",
    over: (status: string) => `This checkout is ${status}.`,
  },
};

const de: typeof en = {
  notice: "Für die Entwicklung: jeder kann sich als jeder anmelden.",
  owner: "Inhaber",
  signIn: {
    title: "Anmeldung für die Entwicklung",
    what: "Dies ist für die Entwicklung: hier kann jeder jeder sein, und die Uhr lässt sich stellen. Ein Worker, der nicht für die Entwicklung gestartet wurde, enthält diese Seite nicht.",
    clock: "Uhr",
    now: (utc) => `In allen Konten ist es ${utc} UTC. Weiter um`,
    spans: { hour: "eine Stunde", day: "einen Tag", month: "einen Monat" },
  },
  checkout: {
    title: "Testkasse",
    test: "Test: es wird kein Geld abgebucht, was Sie auch drücken.",
    pay: (total) => `${total} bezahlen (Test)`,
    cancel: "Abbrechen",
    over: (status) => (status === "complete" ? "Diese Kasse ist abgeschlossen." : "Diese Kasse ist abgelaufen."),
  },
};

export type Language = "en" | "de";
export type Words = typeof en & { lang: Language };

/** The words of the first language that is asked for and known here: of a tag, or of a list as browsers send it. */
export function wordsIn(...asked: (string | undefined)[]): Words {
  const tags = asked.flatMap((list) => (list ?? "").split(",")).map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return tags.find((tag) => tag === "de" || tag === "en") === "de" ? { ...de, lang: "de" } : { ...en, lang: "en" };
}
