/** Queue `dispatch`: pointers to outbox rows that become messages to the concierge processor. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { personOf } from "../../shared/messaging/pointer.ts";
import { pointerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

app.storageQueue("dispatch-message", {
  queueName: "dispatch",
  connection: storageConnections[queues.dispatch.account],
  handler: pointerHandler(concierge, "dispatch", (event) => concierge.dispatchMessage(personOf(event), event.id)),
});
