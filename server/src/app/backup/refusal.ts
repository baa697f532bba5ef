/** What is not done, and why, in one sentence for the person at the terminal. Nothing was changed. */
export class Refusal extends Error {}
