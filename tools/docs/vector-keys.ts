/**
 * Keys of the test vectors: published ones, private halves included, from RFC 8032 section 7.1 (tests 1 and 2) and RFC 7515
 * appendix A.3. Everybody knows them, so they prove nothing anywhere; they must never be among the keys of a deployment.
 */
import type { Jwks } from "../../shared/config.ts";

export type PublishedKey = Jwks["keys"][number] & { readonly d: string };

export const applicationKey: PublishedKey = {
  kty: "OKP",
  crv: "Ed25519",
  kid: "test-vector-application",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
};

export const processorKey: PublishedKey = {
  kty: "OKP",
  crv: "Ed25519",
  kid: "test-vector-processor",
  x: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
  d: "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs",
};

/** The processor's other key, for the second algorithm. */
export const processorKeyEs256: PublishedKey = {
  kty: "EC",
  crv: "P-256",
  kid: "test-vector-processor-es256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  d: "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
};

export const publicHalf = ({ d: _private, ...half }: PublishedKey): Jwks["keys"][number] => half;
