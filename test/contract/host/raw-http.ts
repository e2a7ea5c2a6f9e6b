/** One request as bytes on a socket, for what no HTTP client would send, and the answer as it came, undecoded. */
import { connect } from "node:net";

export type RawAnswer = {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

/** Sends the text and reads until the server closes; ask for that with `Connection: close`. */
export function sendRaw(url: string, ...parts: (string | Buffer)[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port || 80), hostname);
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("error", (error) => (received.length > 0 ? undefined : reject(error)));
    socket.on("close", () => resolve(parseAnswer(Buffer.concat(received))));
    for (const part of parts) socket.write(part);
  });
}

function parseAnswer(answer: Buffer): RawAnswer {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return { status: 0, headers: [], body: answer };
  const [first = "", ...lines] = answer.subarray(0, end).toString("latin1").split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(first.split(" ")[1]), headers, body: answer.subarray(end + 4) };
}

export const headerOf = (answer: RawAnswer, name: string): string | undefined =>
  answer.headers.find(([known]) => known === name)?.[1];
