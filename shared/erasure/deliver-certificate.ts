/**
 * The last mail: the certificate itself, to the sealed address, which goes with its key once the carrier has accepted it. It
 * points to nothing that needs an account, because there is none. At least once: a repetition carries the same id.
 */
import { type BrandId, brandOf } from "../charter/brands.ts";
import { controllers } from "../charter/controllers.ts";
import type { TransferGate } from "../charter/transfers.ts";
import { derivedId } from "../storage/derived-id.ts";
import { done, type SendCertificate, type Step } from "./step.ts";

type Facts = Parameters<SendCertificate>[0];

const texts = {
  fr: (brand: string, where: string, complaints: string, { certificate }: Facts) => ({
    subject: `${brand} : vos données sont effacées`,
    lines: [
      "Les données vous concernant ont été effacées. Le certificat signé ci-dessous dit ce qui l'a été, ce que la loi conserve et jusqu'à quand, et ce qui le prouve. Il ne porte pas votre nom.",
      "C'est notre dernier message : votre adresse vient d'être effacée elle aussi.",
      `Pendant un mois, vous pouvez aussi le retrouver ici : ${where}`,
      `Si vous contestez cet effacement, vous pouvez saisir la CNIL : ${complaints}`,
      certificate,
    ],
  }),
  en: (brand: string, where: string, complaints: string, { certificate }: Facts) => ({
    subject: `${brand}: your data have been erased`,
    lines: [
      "The data about you have been erased. The signed certificate below says what was erased, what the law keeps and until when, and what proves it. It does not bear your name.",
      "This is our last message: your address has now been erased as well.",
      `For a month you can also find it here: ${where}`,
      `If you dispute this erasure, you can complain to the CNIL: ${complaints}`,
      certificate,
    ],
  }),
} as const;

export const certificatePath = (erasureId: string): string => `/api/v1/erasures/${erasureId}/certificate`;

export const certificateMailer =
  (needs: {
    readonly mailer: {
      readonly send: (mail: {
        readonly id: string;
        readonly brand: BrandId;
        readonly to: string;
        readonly subject: string;
        readonly text: string;
      }) => Promise<unknown>;
    };
    readonly gate: TransferGate;
    readonly origins: Readonly<Partial<Record<BrandId, string>>>;
  }): SendCertificate =>
  async (facts) => {
    const { id, brand, to, language, erasureId } = facts;
    needs.gate(brand, "mail-provider");
    const where = `${needs.origins[brand] ?? ""}${certificatePath(erasureId)}`;
    const { complaints } = controllers[brand].authority;
    const { subject, lines } = texts[language](brandOf(brand).name, where, complaints, facts);
    await needs.mailer.send({ id, brand, to, subject, text: `${lines.join("\n\n")}\n` });
  };

export const deliverCertificate: Step = async ({ erasures, sendCertificate }, { doc }) => {
  if (doc.certificate === undefined) throw new Error("there is no certificate");
  const delivery = await erasures.readDelivery(doc);
  // Sent by an earlier try, or nobody knows an address.
  if (delivery !== undefined) {
    const { email: to, language } = delivery;
    const id = derivedId("erasure-certificate", doc.id);
    await sendCertificate({ id, brand: doc.brand, to, language, erasureId: doc.id, certificate: doc.certificate });
  }
  await erasures.eraseDelivery(doc);
  return done(delivery === undefined ? 0 : 1);
};
