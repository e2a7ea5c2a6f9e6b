/** A sample app with one function per way a message can go. */
import { app, type InvocationContext } from "@azure/functions";
import { note, noted, until } from "./records.ts";

const count = (context: InvocationContext) => Number(context.triggerMetadata?.dequeueCount);

app.storageQueue("records", {
  queueName: "%RECORDS_QUEUE%",
  connection: "data",
  handler: async (message, context) => note("record", { message, metadata: context.triggerMetadata }),
});
app.storageQueue("fails", {
  queueName: "fails",
  connection: "data",
  handler: async (message, context) => {
    note("failure", { message, count: count(context) });
    throw new Error("what a person typed");
  },
});
app.storageQueue("fails-once", {
  queueName: "fails-once",
  connection: "data",
  handler: async (_, context) => {
    note("once", count(context));
    if (count(context) === 1) throw new Error("the first time");
  },
});
let active = 0;
app.storageQueue("held", {
  queueName: "held",
  connection: "data",
  handler: async (message, context) => {
    active += 1;
    const { id, popReceipt } = context.triggerMetadata ?? {};
    note("held-begun", { message, active, count: count(context), id, popReceipt });
    const turn = noted("held-begun").length;
    await until(() => noted("release").length >= turn, 60_000);
    active -= 1;
    note("held-ended", message);
  },
});
app.storageQueue("slow", {
  queueName: "slow",
  connection: "data",
  handler: async (message, context) => {
    note("slow-begun", { message, count: count(context) });
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.SLOW_MS ?? 1000)));
    note("slow-ended", { message, count: count(context) });
  },
});
app.storageQueue("ends-worker", {
  queueName: "ends-worker",
  connection: "data",
  handler: async (_, context) => {
    if (count(context) === 1) process.exit(3);
    note("survived", count(context));
  },
});
