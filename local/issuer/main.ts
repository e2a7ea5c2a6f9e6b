/** Starts the issuer of staff tokens: `node local/issuer/main.ts --port N`. Settings: CLOCK_URL (optional). */
import { parseArgs } from "node:util";
import { localClock } from "../clock/local-clock.ts";
import { closeServer, listenOnLoopback } from "../system/loopback-http.ts";
import { announceReady, endOnSignal, portOption } from "../system/program.ts";
import { issuerServer } from "./server.ts";
import { localIssuer } from "./tokens.ts";

const { values } = parseArgs({ options: { port: { type: "string" } } });
let port = 0;
const server = issuerServer(localIssuer(() => `http://127.0.0.1:${port}`, await localClock()));
endOnSignal(() => closeServer(server));
port = await listenOnLoopback(server, portOption(values.port));
announceReady(port);
