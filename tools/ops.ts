/**
 * `npm run ops`: what an operator does, through the same capabilities as everything else. It reads the same settings as the
 * application: those of the running local system (`npm start`), or those in the environment. Without a command it says which
 * there are; each lies in a file of `tools/ops/`. What changes something stands in the ledger with the operator's id.
 */
import { auditCommands } from "./ops/audit.ts";
import { type Commands, operatorFrom, parseLine, UsageError } from "./ops/command.ts";
import { contradictionCommands } from "./ops/contradictions.ts";
import { dispatchCommands } from "./ops/dispatch.ts";
import { erasureCommands } from "./ops/erasures.ts";
import { failureCommands } from "./ops/failures.ts";
import { keyCommands } from "./ops/keys.ts";
import { outboxCommands } from "./ops/outbox.ts";
import { retentionCommands } from "./ops/retention.ts";
import { useRunningSettings } from "./ops/settings.ts";

const commands: Commands = {
  ...keyCommands,
  ...auditCommands,
  ...failureCommands,
  ...outboxCommands,
  ...contradictionCommands,
  ...dispatchCommands,
  ...erasureCommands,
  ...retentionCommands,
};

const { words, options } = parseLine(process.argv.slice(2));
const [subject = "", verb = "", ...rest] = words;
const command = commands[`${subject} ${verb}`];

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

if (command === undefined) {
  const lines = Object.values(commands).map(({ usage, does }) => `npm run ops -- ${usage}\n    ${does}`);
  refuse(lines.join("\n"));
}
try {
  useRunningSettings();
  const operator = command.isAudited
    ? await operatorFrom(options, process.env)
    : ({ role: "ops", id: "nobody" } as const);
  // After the settings: composing reads them.
  const { concierge } = await import("../shared/compose.ts");
  await command.run({ concierge, words: rest, options, operator });
  if ("close" in concierge.clock) (concierge.clock as { close: () => void }).close();
} catch (error) {
  if (error instanceof UsageError) refuse(`${error.message}\nnpm run ops -- ${command.usage}`);
  refuse(error instanceof Error ? error.message : String(error));
}
