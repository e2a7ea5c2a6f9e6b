// A tiny application for the tests of the local system: it answers, and says which queue messages it got.
import { app } from "@azure/functions";

const taken = [];

app.http("probe", {
  route: "probe",
  methods: ["GET"],
  authLevel: "anonymous",
  handler: () => ({ jsonBody: { pid: process.pid, mode: process.env.CONCIERGE_MODE, taken } }),
});

app.storageQueue("take", {
  connection: "DataStorage",
  queueName: "dispatch",
  handler: (message) => void taken.push(message),
});
