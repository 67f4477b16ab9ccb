// RunDiffusion's help page: a team's admin buys packages for the company's token bank, and moves tokens to the team and back.
const account = "pixelforge";
const has = (parts) => ({ [account]: parts });

export const rundiffusion = {
  name: "rundiffusion",
  title: "RunDiffusion: a company's token bank, and its teams",
  account,
  about: "A company buys packages of tokens. They land in its token bank, and are moved from there to its teams. Whoever generates does so from their team's tokens.",
  steps: [
    {
      say: "**Log in as a team's admin,** and choose the team's account at the side. Tom is the admin of the team Film.",
      act: [["as", "Tom"], ["account", account]],
      see: ["RunDiffusion · Team admin"],
      has: has({ bank: 47600, "team:film": 12000 }),
      picture: { of: [".side", "header"], alt: "The accounts at the side of the page" },
    },
    {
      say: "**Open the account menu,** and there the *Company dashboard*.",
      act: [["press", "Account menu of tom"]],
      see: ["Company dashboard"],
      picture: { of: ["header .who", "[role=menu]"], alt: "The account menu, with the company dashboard" },
    },
    {
      say: "The dashboard has the company's token bank, and beside it the active teams that Tom sees to.",
      act: [["press", "Company dashboard"]],
      see: ["Token bank", "47,600", "Active teams", "Film", "12,000"],
      picture: { of: ["main .head", "main .firm"], alt: "The company: its token bank and its teams" },
    },
    {
      say: "**Manage** the token bank: choose a package and how many of it, and type *I agree*. Until that stands there, letter for letter, nothing can be bought.",
      act: [["press", "Manage"], ["check", /50,000/], ["fill", "How many", "2"]],
      see: [{ disabled: "Go to checkout" }, "You get 100,000 tokens"],
    },
    {
      say: "With the words typed it can.",
      act: [["fill", /^Type/, "I agree"]],
      see: [{ button: "Go to checkout" }],
      picture: { of: ["dialog[open]"], alt: "Two packages, and “I agree” typed" },
    },
    {
      say: "Paid, the tokens are in the company's bank, where all teams can be given some.",
      act: [["press", "Go to checkout"], ["pay", "$90.00"]],
      see: ["Paid and added. Thank you!", { button: "159,600 tokens to spend" }],
      has: has({ bank: 147600, "team:film": 12000 }),
    },
    {
      say: "**The three dots beside a team,** on the company's page, and *Transfer tokens*.",
      act: [["view", "Company"], ["press", "Menu of team Film"]],
      see: ["147,600", "Transfer tokens"],
      picture: { of: ["main .rows", "[role=menu]"], alt: "The menu of the team Film" },
    },
    {
      say: "Type the number. The arrow shows the direction, from the bank to the team, and beside each stands what it will have then.",
      act: [["press", "Transfer tokens"], ["fill", "Tokens", "3000"]],
      see: ["then 144,600", "then 15,000", { button: "Transfer 3,000 tokens" }],
      picture: { of: ["dialog[open]"], alt: "3,000 tokens, from the bank to Film" },
    },
    {
      say: "Submit, and they are the team's.",
      act: [["press", "Transfer 3,000 tokens"]],
      see: ["3,000 tokens moved.", "15,000"],
      has: has({ bank: 144600, "team:film": 15000 }),
    },
    {
      say: "**Members generate from their team's tokens only.** Art, an artist of Film, has those and not the bank's, and at most 5,000 in an hour and 20,000 in a day.",
      act: [["as", "Art"], ["hover", "15,000 tokens to spend"]],
      see: ["You, this hour", "You, today"],
      picture: { of: ["bursar-balance .pill", "bursar-balance [part=panel]"], alt: "The balance of an artist, with both limits" },
    },
    {
      say: "An image of Art's is taken from the team.",
      act: [["escape"], ["generate"]],
      see: ["Done: 10 tokens taken", { button: "14,990 tokens to spend" }],
      has: has({ bank: 144600, "team:film": 14990 }),
    },
    {
      say: "**And back to the bank.** In the same dialog the arrow is a button: pressed, it turns around. Now tokens go from the team to the bank.",
      act: [["as", "Tom"], ["account", account], ["view", "Company"], ["press", "Menu of team Film"], ["press", "Transfer tokens"], ["press", "Turn around"], ["fill", "Tokens", "990"]],
      see: ["then 14,000", "then 145,590", { button: "Transfer 990 tokens" }],
      picture: { of: ["dialog[open]"], alt: "990 tokens, from Film to the bank" },
    },
    {
      say: "What the team still has it keeps, and what went back can be given to another.",
      act: [["press", "Transfer 990 tokens"]],
      see: ["990 tokens moved.", "145,590"],
      has: has({ bank: 145590, "team:film": 14000 }),
    },
  ],
};
