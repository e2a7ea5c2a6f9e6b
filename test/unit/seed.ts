/** The seed of this run's random cases: given by SEED, else of the moment. fast-check prints it with what it found. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
