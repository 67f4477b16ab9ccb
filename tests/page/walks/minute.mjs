// A minute on the page: what the README has whoever comes by do first.
const account = "leonardo-premium";
const has = (parts) => ({ [account]: parts });

export const minute = {
  name: "minute",
  account,
  steps: [
    {
      say: "`npm start`, open the address that it prints, press *Sign in* and choose *Lea*. Her balance stands at the top: 40,650 tokens.",
      act: [["as", "Lea"]],
      see: [{ button: "40,650 tokens to spend" }, "Leonardo · Premium"],
      has: has({ rollover: 12000, fast: 25150, topup: 3500 }),
    },
    {
      say: "Choose the model *Alchemy* and *4* images. They cost 18 tokens, taken from the rollover bank, leaving 40,632. The page worked that out without asking the server.",
      act: [["choose", "Model", "alchemy"], ["check", "4"]],
      see: [{ button: "Generate for 18 tokens" }, "Left afterwards", "40,632"],
      picture: { of: ["body"], alt: "The page: four images for 18 tokens, from where they would be taken, and what would be left" },
    },
    {
      say: "Press *Generate for 18 tokens*. They are held while a stand-in job runs, then charged; the balance updates.",
      act: [["generate"]],
      see: ["Done: 18 tokens taken", { button: "40,632 tokens to spend" }],
      has: has({ rollover: 11982, fast: 25150, topup: 3500 }),
    },
    {
      say: "Hover over the balance: rollover bank, fast tokens, top-ups, and what the next renewal will do.",
      act: [["hover", "40,632 tokens to spend"]],
      see: ["11,982 of 75,000", /^Renews on/, "25,000 new"],
    },
    {
      say: "*Credits*, *Add tokens*, *Go to checkout*, *Pay $9.00 (test)*: 3,500 more, and a receipt.",
      act: [["escape"], ["view", "Credits"], ["press", "Add tokens"], ["press", "Go to checkout"], ["pay", "$9.00"]],
      see: ["Paid and added. Thank you!", { button: "44,132 tokens to spend" }],
      has: has({ topup: 7000 }),
    },
    {
      say: "*Usage* has what was spent, as a chart and as a table.",
      act: [["view", "Usage"]],
      see: ["18 tokens spent"],
    },
  ],
};
