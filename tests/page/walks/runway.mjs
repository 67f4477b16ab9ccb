// Runway's help page: a year's contract for a whole company, with notifications, more to buy up to a limit, and an API apart.
const account = "northlight";
const api = "northlight-api";
const has = (parts) => ({ [account]: parts });

export const runway = {
  name: "runway",
  title: "Runway: a year's contract",
  account,
  about: "A company agrees on credits for a year. All members with a generating role spend from that one pool; what is left at the year's end lapses. More can be bought, and what is bought does not expire.",
  steps: [
    {
      say: "**The credits stand at the top right.** Ana is an admin of Northlight, and sees what all may spend.",
      act: [["as", "Ana"], ["account", account]],
      see: [{ button: "255,000 credits to spend" }, "Runway · Admin"],
      has: has({ contract: 250000, bought: 5000 }),
      picture: { of: ["body"], alt: "The page, with 255,000 credits at its top right" },
    },
    {
      say: "***Credits*** has the total, and what it is made of: the contract's, with the day on which they are renewed, and bought ones. The contract's are spent first, for they expire.",
      act: [["view", "Credits"]],
      see: ["Contract credits", "Bought credits", /^Renews on/],
      picture: { of: ["main .head", "main .sides"], alt: "The balance of the contract" },
    },
    {
      say: "**Who sees it:** editors, admins and billing admins. Vic is a viewer, who neither sees the balance nor generates.",
      act: [["as", "Vic"]],
      see: ["Balance not shown to your role", "The role “Viewer” does not allow this."],
      picture: { of: ["#cost"], alt: "What a viewer is told" },
    },
    {
      say: "**Notifications.** On the company's page Ana adds an alert: whom it watches, the whole account, each member or one, and at how many credits spent.",
      act: [["as", "Ana"], ["account", account], ["view", "Company"], ["press", "Add alert"], ["fill", "Name", "eda-gen4"], ["choose", "Watch", "member:eda"], ["fill", "Threshold 1", "100"]],
      see: [{ button: "Save" }],
      picture: { of: ["dialog[open]"], alt: "An alert when Eda has spent 100 credits in a month" },
    },
    {
      say: "It tells, and stops nobody.",
      act: [["press", "Save"]],
      see: ["The alert is saved.", "eda: when 100 are spent within a month"],
    },
    {
      say: "**A rate is not yet a cost.** Eda is an editor. The page has the rate of each tool, 12 credits a second for *Gen-4*, and beside it the cost of what is chosen: 10 seconds, 120 credits.",
      act: [["as", "Eda"], ["account", account], ["choose", "Model", "gen4"], ["check", "10"]],
      see: [{ button: "Generate for 120 credits" }, "Rates"],
      picture: { of: ["#request", "#cost"], alt: "Ten seconds of Gen-4 for 120 credits" },
    },
    {
      say: "She generates; it is held, then taken from the contract's credits.",
      act: [["generate"]],
      see: ["Done: 120 credits taken"],
      has: has({ contract: 249880, bought: 5000 }),
    },
    {
      say: "**Ana is told.** The bell has a number, and the inbox says who passed what.",
      act: [["as", "Ana"], ["account", account], ["press", "Inbox, 1 unread"]],
      see: ["eda: 120 credits spent, past 100."],
      picture: { of: ["dialog[open]"], alt: "The inbox: Eda has spent 120 credits" },
    },
    {
      say: "***Usage*** shows over time what was spent, by model or by member.",
      act: [["escape"], ["view", "Usage"], ["check", "Member"]],
      see: ["120 credits spent"],
      picture: { of: ["main"], alt: "Usage by member" },
    },
    {
      say: "**Buying more** is for billing admins too. Bill adds credits at a cent each, 1,000 or more at once, up to $9,999.",
      act: [["as", "Bill"], ["view", "Credits"], ["press", "Add credits"], ["fill", "How many", "999900"]],
      see: ["You get 999,900 credits", "$9,999.00", { button: "Go to checkout" }],
    },
    {
      say: "**Beyond that, sales is to be asked.** The page says so, and how.",
      act: [["fill", "How many", "1000000"]],
      see: [/^\$10,000\.00 is more than the \$9,999\.00 that can be bought here at once/, { button: "Contact sales" }, { disabled: "Go to checkout" }],
      picture: { of: ["dialog[open]"], alt: "$10,000 is too much for the page: contact sales" },
    },
    {
      say: "He buys 2,000 for $20.",
      act: [["fill", "How many", "2000"], ["press", "Go to checkout"], ["pay", "$20.00"]],
      see: ["Paid and added. Thank you!", { button: "256,880 credits to spend" }],
      has: has({ contract: 249880, bought: 7000 }),
    },
    {
      say: "**The API's credits are apart.** They are an account of their own, at the side of the page. Nothing that is bought or spent here moves those there, and there is no way to transfer any.",
      act: [["as", "Ana"], ["account", api], ["view", "Credits"]],
      see: [{ button: "10,000 credits to spend" }, { button: "Add credits" }, { gone: "Transfer credits" }],
      has: { [account]: { contract: 249880, bought: 7000 }, [api]: { contract: 0, bought: 10000 } },
      picture: { of: [".side", "header"], alt: "Two accounts of one company: the app's and the API's" },
    },
    {
      say: "**A year later** the contract's credits are new, those that were left have lapsed, and the bought ones are still there.",
      act: [["days", 366], ["account", account]],
      see: [{ button: "257,000 credits to spend" }],
      has: has({ contract: 250000, bought: 7000 }),
    },
  ],
};
