/**
 * HTTP streaming makes `@azure/functions` open a server of its own, on all interfaces of the machine. Locally nothing may be
 * reachable from outside, so a server that names no address while `start` runs listens on the loopback interface.
 */
import { Server } from "node:net";

export async function listenOnLoopback<T>(start: () => Promise<T>): Promise<T> {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
    const callback = args.find((arg) => typeof arg === "function") as (() => void) | undefined;
    const port = typeof args[0] === "number" ? args[0] : 0;
    return Reflect.apply(listen, this, [{ host: "127.0.0.1", port }, callback]);
  } as typeof listen;
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}
