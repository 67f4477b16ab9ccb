// Leonardo's help page: fast tokens, a rollover bank, top-ups that last as long as the account and sleep while there is no plan.
const account = "leonardo-free";
const has = (parts) => ({ [account]: parts });

export const leonardo = {
  name: "leonardo",
  title: "Leonardo: top-ups",
  account,
  about: "Tokens come each day or month with the plan. What is left of a month's goes to a rollover bank, and top-ups can be bought on top. They never expire, but can be spent only while a paid plan runs.",
  steps: [
    {
      say: "**The balance stands at the top.** Finn, whose plan is the free one, signs in and has 150 tokens for today.",
      act: [["as", "Finn"]],
      see: [{ button: "150 tokens to spend" }, "Leonardo · Free"],
      has: has({ fast: 150, topup: 0 }),
      picture: { of: ["body"], alt: "The page, with the balance at its top: 150 tokens" },
    },
    {
      say: "**Hover over it,** or press it, and it opens: fast tokens, rollover bank and top-ups, each by itself, when it renews, and *Add tokens*.",
      act: [["hover", "150 tokens to spend"]],
      see: ["Rollover bank", "Fast tokens", "150 of 150", "Top-ups", { button: "Add tokens" }],
      picture: { of: ["bursar-balance .pill", "bursar-balance [part=panel]"], alt: "The balance, opened: its three kinds of tokens" },
    },
    {
      say: "**Out of fast tokens.** Five times *Full 3D*, at 30 tokens each, and today's are spent. The sixth is refused, with what would help: a plan, or tomorrow.",
      act: [["escape"], ["choose", "Model", "full_3d"], ["generate", 5]],
      see: ["This needs 30 tokens and you have 0: 30 are missing.", { button: "See plans that help" }, { button: /^Wait until/ }],
      has: has({ fast: 0 }),
      picture: { of: ["#cost"], alt: "The cost, refused: 30 tokens are missing" },
    },
    {
      say: "***See plans that help*** leads to the plans. Those that would do are marked.",
      act: [["press", "See plans that help"]],
      see: ["Would help", { button: "Subscribe: Essential" }],
      picture: { of: [".plans"], alt: "The plans; those that would help are marked" },
    },
    {
      say: "**Subscribe.** Before anything is paid the page shows what the plan does to each kind of tokens, and what it costs. *Go to checkout*, pay, and the month's 8,500 are there.",
      act: [["press", "Subscribe: Essential"]],
      see: ["Change to Essential?", "What it does to your credits", "You pay $12.00 now, and the same each month."],
      picture: { of: ["dialog[open]"], alt: "What a subscription to Essential does" },
    },
    {
      say: "The checkout of the development server says that it takes no money. In earnest this is Stripe's page.",
      act: [["press", "Go to checkout"], ["pay", "$12.00"]],
      see: ["Your plan", { button: "8,500 tokens to spend" }],
      has: has({ fast: 8500, topup: 0 }),
    },
    {
      say: "**Top up:** *Credits*, then *Add tokens*. It is the same dialog that the balance opens. Choose a pack, and how many of it: as many as are wanted.",
      act: [["view", "Credits"], ["press", "Add tokens"], ["check", /3,500/], ["fill", "How many", "2"]],
      see: ["You get 7,000 tokens", "$18.00"],
      picture: { of: ["dialog[open]"], alt: "Two packs of 3,500 tokens for $18.00" },
    },
    {
      say: "*Go to checkout*, pay, and they are added. There is a receipt, to print or as a PDF.",
      act: [["press", "Go to checkout"], ["pay", "$18.00"]],
      see: ["Paid and added. Thank you!", { button: "15,500 tokens to spend" }, "$18.00"],
      has: has({ fast: 8500, topup: 7000 }),
      picture: { of: ["main .head", "main .sides"], alt: "The credits: balance and receipts" },
    },
    {
      say: "**Spent last.** Late in the month, with 20 fast tokens left, *Full 3D* takes those first, and only the other 10 from the top-ups. The cost says so before. (For this walk the others were taken away, instead of spending 8,480.)",
      act: [["leave", "fast", 20], ["view", "Generate"], ["choose", "Model", "full_3d"]],
      see: ["Left afterwards", "6,990", { button: "Generate for 30 tokens" }],
      has: has({ fast: 20, topup: 7000 }),
      picture: { of: ["#cost"], alt: "30 tokens: 20 fast ones, 10 of the top-ups" },
    },
    {
      say: "Generated, and 6,990 top-ups are left.",
      act: [["generate"]],
      see: ["Done: 30 tokens taken", { button: "6,990 tokens to spend" }],
      has: has({ fast: 0, topup: 6990 }),
    },
    {
      say: "**Cancel:** *Plans*, *Cancel plan*, *Now*. The page says what that does: the top-ups will be locked.",
      act: [["view", "Plans"], ["press", "Cancel plan"], ["check", "Now"]],
      see: ["Cancel your plan?", "Locked: 6,990"],
      picture: { of: ["dialog[open]"], alt: "What cancelling does: 6,990 top-ups locked" },
    },
    {
      say: "**Locked, and shown.** The top-ups are still there, and the balance says why they cannot be spent.",
      act: [["press", "Confirm"], ["hover", "150 tokens to spend"]],
      see: ["6,990 locked. Top-ups can be spent while a paid plan runs."],
      has: has({ fast: 150, topup: 0, "topup, locked": 6990 }),
      picture: { of: ["bursar-balance .pill", "bursar-balance [part=panel]"], alt: "The balance: 6,990 top-ups, locked" },
    },
    {
      say: "None can be bought meanwhile either: *Add tokens* says why.",
      act: [["press", "Add tokens"]],
      see: ["You need a paid plan for this.", { disabled: "Go to checkout" }],
    },
    {
      say: "**Resubscribe, and they come back.**",
      act: [["escape"], ["press", "Subscribe: Essential"], ["press", "Go to checkout"], ["pay", "$12.00"], ["view", "Credits"]],
      see: [{ button: /^15,\d\d\d tokens to spend/ }, { gone: "Top-ups can be spent while a paid plan runs." }],
      has: has({ topup: 6990, "topup, locked": 0 }),
    },
    {
      say: "**Close the account,** and everything is gone for good, top-ups too. So the word *close* has to be typed.",
      act: [["view", "Plans"], ["press", "Close account"], ["fill", /^Type/, "close"]],
      see: ["Everything it holds is lost for good, and it cannot be opened again."],
      picture: { of: ["dialog[open]"], alt: "Closing an account, with the word typed" },
    },
    {
      say: "Nothing is left of it but its past: the usage and the receipts.",
      act: [["press", "Close account"]],
      see: ["This account is closed."],
      has: has({ fast: 0, topup: 0, "topup, locked": 0 }),
    },
  ],
};
