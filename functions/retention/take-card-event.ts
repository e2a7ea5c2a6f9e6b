/** Queue `card-services`: signed messages of the card issuer about the end of the services linked to a card. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { partnerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

const queue = "card-services";

app.storageQueue("take-card-event", {
  queueName: queue,
  connection: storageConnections[queues[queue].account],
  handler: partnerHandler(concierge.issuer, queue, concierge.retention.takeCardEvent),
});
