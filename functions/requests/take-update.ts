/** Queue `concierge-updates`: signed messages of the concierge processor. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { partnerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

const queue = "concierge-updates";

app.storageQueue("take-update", {
  queueName: queue,
  connection: storageConnections[queues[queue].account],
  handler: partnerHandler(concierge.partner, queue, concierge.takeUpdate),
});
