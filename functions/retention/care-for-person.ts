/** Queue `retention-work`: one person whose retention is due. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { personOf } from "../../shared/messaging/pointer.ts";
import { pointerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

const queue = "retention-work";

app.storageQueue("care-for-person", {
  queueName: queue,
  connection: storageConnections[queues[queue].account],
  handler: pointerHandler(concierge, queue, (event) => concierge.retention.careFor(personOf(event))),
});
