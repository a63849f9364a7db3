/** The most random numbers that are drawn into a text. */
export const mostRandomElements = 100_000;
