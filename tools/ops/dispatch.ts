/** The pause: stops what goes to a brand's processor, and lets it go again. */
import { brandIds } from "../../shared/charter/brands.ts";
import { asWord, brandFrom, brandWord, type CommandCall, type Commands } from "./command.ts";

const turn = async ({ concierge, words: [of], operator }: CommandCall, isPaused: boolean): Promise<void> => {
  const brand = brandFrom(of);
  const act = { brand, actor: operator, event: isPaused ? "dispatch.paused" : "dispatch.resumed" } as const;
  const changed = await concierge.audited.changed(
    act,
    () => concierge.switchDispatch(brand, isPaused),
    (isChanged) => (isChanged ? "done" : "unchanged"),
  );
  console.log(`${brand}: dispatch ${isPaused ? "paused" : "resumed"}${changed ? "" : " already"}`);
};

export const dispatchCommands: Commands = {
  "dispatch status": {
    usage: "dispatch status",
    does: "whether what goes to each brand's processor is paused, and since when",
    async run({ concierge }) {
      for (const brand of brandIds) {
        const control = await concierge.dispatchControl(brand);
        const state = control?.isPaused ? "paused" : "running";
        console.log(`${brand}: ${state}${control === undefined ? "" : ` since ${control.since}`}`);
      }
    },
  },
  "dispatch pause": {
    usage: `dispatch pause ${brandWord} ${asWord}`,
    does: "nothing more goes to the brand's processor; nothing is lost",
    isAudited: true,
    run: (call) => turn(call, true),
  },
  "dispatch resume": {
    usage: `dispatch resume ${brandWord} ${asWord}`,
    does: "what has waited goes out within the inbox's first interval",
    isAudited: true,
    run: (call) => turn(call, false),
  },
};
