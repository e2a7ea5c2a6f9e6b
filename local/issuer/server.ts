/**
 * The issuer over HTTP: the part of Entra ID the product uses (published keys), and for people and tests a page and JSON that
 * give out tokens. Anybody on this machine gets any token: it stands in for a directory and is never shipped.
 */
import { createServer, type Server, type ServerResponse } from "node:http";
import * as z from "zod";
import { brandIds } from "../../shared/charter/brands.ts";
import { staffRoles } from "../../shared/staff/staff.ts";
import { pageHeaders } from "../system/html.ts";
import { answering, HttpRefusal, readBody, readJson, requestUrl, sendJson } from "../system/loopback-http.ts";
import { issuerPage } from "./page.ts";
import { localTenant } from "./tenant.ts";
import type { Issuer, TokenWish } from "./tokens.ts";

const wishSchema = z.strictObject({
  brand: z.enum(brandIds),
  role: z.enum(staffRoles),
  name: z.string().regex(/^[a-z]{1,20}$/),
});

function wishOf(body: unknown): TokenWish {
  const parsed = wishSchema.safeParse(body);
  if (!parsed.success) throw new HttpRefusal(400, "Send { brand, role, name }");
  return parsed.data;
}

const show = (response: ServerResponse, html: string) => {
  response.writeHead(200, pageHeaders);
  response.end(html);
};

export function issuerServer(issuer: Issuer): Server {
  /** The next so many asks for the keys are answered 503. */
  let failing = 0;
  return createServer(
    answering(async (request, response) => {
      const { pathname } = requestUrl(request);
      switch (`${request.method} ${pathname}`) {
        case "GET /":
          return show(response, issuerPage());
        case "POST /": {
          const form = new URLSearchParams((await readBody(request)).toString("utf8"));
          return show(response, issuerPage(await issuer.mint(wishOf(Object.fromEntries(form)))));
        }
        case "POST /rotation":
          issuer.rotate(true);
          return show(response, issuerPage());
        case "POST /api/tokens":
          return sendJson(response, 200, { token: await issuer.mint(wishOf(await readJson(request))) });
        case "POST /api/faults":
          failing = z.strictObject({ times: z.int().min(0) }).parse(await readJson(request)).times;
          return sendJson(response, 200, { times: failing });
        case `GET /${localTenant.tenantId}/discovery/v2.0/keys`:
          if (failing > 0) {
            failing -= 1;
            throw new HttpRefusal(503, "Not now");
          }
          return sendJson(response, 200, issuer.publishedKeys());
        default:
          throw new HttpRefusal(404, "There is no such page");
      }
    }),
  );
}
