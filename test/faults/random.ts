/** Random numbers that can be had again, for the runs in this folder and the simulation. */
export { type Random, randomFrom } from "../../local/system/random.ts";
