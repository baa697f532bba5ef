/** A wait as a person is told it: whole minutes, never none. */
export const waitMinutes = (seconds: number): number => Math.max(1, Math.ceil(seconds / 60))
