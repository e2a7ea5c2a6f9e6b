/** The ports of a local system, chosen before anything starts because the processes are told each other's addresses. */
import { createServer } from "node:http";
import { closeServer, listenOnLoopback } from "./loopback-http.ts";

export const portNames = ["site", "mailbox", "processor", "issuer", "clock", "cosmos", "blobs", "queues"] as const;
export type PortName = (typeof portNames)[number];
export type Ports = Readonly<Record<PortName, number>>;

/** Where `npm start` puts things; another site port shifts all of them by the same distance. */
export const usualPorts: Ports = {
  site: 7071,
  mailbox: 7072,
  processor: 7073,
  issuer: 7074,
  clock: 7075,
  cosmos: 8081,
  blobs: 10_000,
  queues: 10_001,
};

export class PortTaken extends Error {
  readonly port: number;
  constructor(name: PortName, port: number) {
    super(`Port ${port} (${name}) is taken by another process on this machine`);
    this.port = port;
  }
}

/** Below the range from which systems take ports for outgoing connections, so that a chosen port stays free until it is used. */
const lowest = 20_000;
const highest = 31_999;

/** Completes the given ports with free ones. @throws PortTaken when a given one is not free. */
export async function choosePorts(given: Partial<Ports> = {}): Promise<Ports> {
  const chosen: Partial<Record<PortName, number>> = {};
  for (const name of portNames) {
    const wanted = given[name];
    if (wanted !== undefined && !(await isFree(wanted))) throw new PortTaken(name, wanted);
    chosen[name] = wanted ?? (await freePort(Object.values(chosen)));
  }
  return chosen as Ports;
}

async function freePort(besides: readonly number[]): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!besides.includes(port) && (await isFree(port))) return port;
  }
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listenOnLoopback(server, port);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
      return false;
    throw error;
  }
  await closeServer(server);
  return true;
}
