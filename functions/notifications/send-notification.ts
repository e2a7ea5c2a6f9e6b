/** Queue `notifications`: pointers to outbox rows that become e-mails. */
import { app } from "@azure/functions";
import { concierge } from "../../shared/compose.ts";
import { personOf } from "../../shared/messaging/pointer.ts";
import { pointerHandler } from "../../shared/messaging/queue-handler.ts";
import { queues } from "../../shared/messaging/queues.ts";
import { storageConnections } from "../../shared/storage/containers.ts";

app.storageQueue("send-notification", {
  queueName: "notifications",
  connection: storageConnections[queues.notifications.account],
  handler: pointerHandler(concierge, "notifications", (event) => concierge.sendNotification(personOf(event), event.id)),
});
