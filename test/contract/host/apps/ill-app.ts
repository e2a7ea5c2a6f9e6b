/** A sample app whose handlers never come back, block the thread, or end it. */
import { app } from "@azure/functions";
import { note } from "./records.ts";

app.http("well", {
  route: "well",
  handler: async (_, context) => {
    context.warn("seen", { count: 1 });
    return { body: "well" };
  },
});
app.http("never", {
  route: "never",
  handler: async () => {
    note("never", null);
    return new Promise<never>(() => undefined);
  },
});
app.http("spin", {
  route: "spin",
  handler: async () => {
    for (;;);
  },
});
app.http("exit", { route: "exit", handler: async () => process.exit(3) });
app.http("unhandled", {
  route: "unhandled",
  handler: async () => {
    void Promise.reject(new Error("nobody looks"));
    return new Promise<never>(() => undefined);
  },
});
app.http("hooked", { route: "hooked", handler: async (_, context) => ({ jsonBody: context.extraInputs.get("hook") }) });
app.hook.appStart(() => note("appStart", null));
app.hook.preInvocation((hook) => {
  hook.invocationContext.extraInputs.set("hook", "before");
});
app.hook.postInvocation((hook) => {
  if (hook.invocationContext.functionName === "hooked") note("after", hook.error === null);
});
app.hook.appTerminate(() => console.log("the app was told of the end"));
