/** A sample app in HTTP streaming mode. */
import { app } from "@azure/functions";

app.setup({ enableHttpStream: true });

app.http("stream", {
  route: "stream/{name}",
  methods: ["GET", "POST"],
  handler: async (request) => {
    const length = (await request.arrayBuffer()).byteLength;
    const parts = ["one ", "two ", `${request.params.name} ${request.query.get("q")} ${length}`];
    return { body: ReadableStream.from(parts.map((part) => Buffer.from(part))), headers: { "x-own": "kept" } };
  },
});
app.http("throws", {
  route: "throws",
  handler: async () => {
    throw new Error("what a person typed");
  },
});
