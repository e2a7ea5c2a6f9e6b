/** Queue `erasure-work`: pointers to erasures that are due. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { pointerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

const queue = "erasure-work";

app.storageQueue("advance-erasure", {
  queueName: queue,
  connection: storageConnections[queues[queue].account],
  handler: pointerHandler(concierge, queue, ({ id }) => concierge.advanceErasure(id)),
});
