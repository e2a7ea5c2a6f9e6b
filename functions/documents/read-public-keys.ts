/** GET /.well-known/jwks.json: the public keys that verify our certificates and messages (RFC 7517). */
import * as z from "zod";
import { concierge } from "../../shared/compose.ts";
import { answerHeaders } from "../../shared/http/headers.ts";
import { contentTag } from "../../shared/http/page.ts";
import { register } from "../../shared/http/route.ts";
import { unlessKnown } from "../../shared/http/versioned-answer.ts";

register(
  concierge.serving,
  {
    name: "read-public-keys",
    method: "GET",
    path: ".well-known/jwks.json",
    access: "public",
    summary: {
      fr: "Les clés publiques qui vérifient nos certificats et nos messages",
      en: "The public keys that verify our certificates and messages",
    },
    statuses: [200, 304],
    refusals: [],
    answer: {
      schema: z.strictObject({
        keys: z.array(
          z.strictObject({
            kty: z.enum(["OKP", "EC"]),
            crv: z.enum(["Ed25519", "P-256"]),
            kid: z.string(),
            x: z.string(),
            y: z.string().exactOptional(),
            use: z.literal("sig"),
            alg: z.enum(["EdDSA", "ES256"]),
          }),
        ),
      }),
    },
  },
  async ({ request }) => {
    const body = concierge.publicKeys;
    const etag = contentTag(JSON.stringify(body));
    return unlessKnown(request, { status: 200, headers: { ...answerHeaders("no-cache"), etag }, body });
  },
);
