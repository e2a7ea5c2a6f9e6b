/**
 * The e-mails: pointers only. They say that something awaits the person on the site, never what, because a mailbox is not
 * the personal space. The one exception is the code itself, which is made to be read there.
 */
import type { MailType } from "../messaging/outbox.ts";

type Language = "fr" | "en";

type Facts = {
  readonly brand: string;
  readonly site: string;
  readonly code: string;
  readonly minutes: number;
  /** Whom to write to when something is wrong. */
  readonly officer: string;
};
type Template = { readonly subject: (facts: Facts) => string; readonly lines: (facts: Facts) => readonly string[] };

/**
 * What a code becomes where the mailbox has an account already, at sign-up (`address-taken`) and where another account
 * wants the address (`address-wanted`): only its owner learns that.
 */
export type TemplateName = MailType | "address-taken" | "address-wanted";

const templates: Readonly<Record<TemplateName, Readonly<Record<Language, Template>>>> = {
  code: {
    fr: {
      subject: ({ brand }) => `${brand} : votre code de vérification`,
      lines: ({ code, minutes }) => [
        `Votre code : ${code}`,
        `Il vaut ${minutes} minutes, une seule fois, dans le navigateur où vous l'avez demandé.`,
        "Nous ne vous le demanderons jamais par téléphone. Si vous n'avez rien demandé, ignorez ce message.",
      ],
    },
    en: {
      subject: ({ brand }) => `${brand}: your verification code`,
      lines: ({ code, minutes }) => [
        `Your code: ${code}`,
        `It is good for ${minutes} minutes, once, in the browser where you asked for it.`,
        "We will never ask you for it by telephone. If you asked for nothing, ignore this message.",
      ],
    },
  },
  "address-taken": {
    fr: {
      subject: ({ brand }) => `${brand} : vous avez déjà un compte`,
      lines: ({ site }) => [
        "Une inscription vient d'être demandée avec cette adresse, qui a déjà un compte.",
        `Pour y accéder, connectez-vous : ${site}`,
        "Si ce n'était pas vous, il n'y a rien à faire : rien n'a changé.",
      ],
    },
    en: {
      subject: ({ brand }) => `${brand}: you already have an account`,
      lines: ({ site }) => [
        "Somebody has just asked to sign up with this address, which has an account already.",
        `To use it, sign in: ${site}`,
        "If it was not you, there is nothing to do: nothing has changed.",
      ],
    },
  },
  "address-wanted": {
    fr: {
      subject: ({ brand }) => `${brand} : cette adresse a déjà un compte`,
      lines: ({ site }) => [
        "Le titulaire d'un autre compte a demandé à utiliser cette adresse, qui a déjà un compte.",
        "Rien n'a changé, et rien ne peut changer sans vous. Si ce n'était pas vous, il n'y a rien à faire.",
        `Si les deux comptes sont à vous, gardez celui-ci ou changez d'abord son adresse : ${site}`,
      ],
    },
    en: {
      subject: ({ brand }) => `${brand}: this address already has an account`,
      lines: ({ site }) => [
        "The holder of another account has asked to use this address, which has an account already.",
        "Nothing has changed, and nothing can without you. If it was not you, there is nothing to do.",
        `If both accounts are yours, keep this one, or change its address first: ${site}`,
      ],
    },
  },
  "address-changed": {
    fr: {
      subject: ({ brand }) => `${brand} : l'adresse de votre compte a changé`,
      lines: ({ site, officer }) => [
        "Votre compte a désormais une autre adresse e-mail. Nous n'écrirons plus à celle-ci.",
        "Si c'est vous qui l'avez demandé, il n'y a rien à faire.",
        `Si ce n'est pas vous, quelqu'un a eu accès à votre messagerie : changez-en le mot de passe, puis écrivez sans attendre à ${officer}.`,
        `Votre conciergerie : ${site}`,
      ],
    },
    en: {
      subject: ({ brand }) => `${brand}: the address of your account has changed`,
      lines: ({ site, officer }) => [
        "Your account now has another e-mail address. We will not write to this one any more.",
        "If you asked for that, there is nothing to do.",
        `If you did not, somebody has had access to your mailbox: change its password, then write at once to ${officer}.`,
        `Your concierge: ${site}`,
      ],
    },
  },
  welcome: pointer(
    ["votre compte est ouvert", "Votre compte est ouvert. Vous pouvez adresser vos demandes au concierge."],
    ["your account is open", "Your account is open. You can now ask the concierge for things."],
  ),
  "request-received": pointer(
    ["demande enregistrée", "Votre demande est enregistrée et transmise au concierge."],
    ["request received", "Your request is on record and on its way to the concierge."],
  ),
  "proposal-made": pointer(
    ["une proposition vous attend", "Le concierge vous a fait une proposition. Rien n'est réservé sans votre accord."],
    ["a proposal awaits you", "The concierge has made you a proposal. Nothing is booked without your agreement."],
  ),
  "message-posted": pointer(
    ["un message vous attend", "Le concierge vous a écrit au sujet d'une demande."],
    ["a message awaits you", "The concierge has written to you about a request."],
  ),
  "request-confirmed": pointer(
    ["demande confirmée", "Une de vos demandes est confirmée. La référence du prestataire figure dans votre espace."],
    ["request confirmed", "One of your requests is confirmed. The supplier's reference is in your space."],
  ),
  "request-refused": pointer(
    ["demande sans suite", "Le concierge n'a pas pu donner suite à une demande. La raison figure dans votre espace."],
    ["request not carried out", "The concierge could not carry out a request. The reason is in your space."],
  ),
  "texts-changing": pointer(
    [
      "nos textes évoluent",
      "Une nouvelle version de la charte ou des conditions entre bientôt en vigueur. Vous pouvez la lire dès maintenant, avec ce qui change.",
    ],
    [
      "our texts are changing",
      "A new version of the charter or the terms takes effect soon. You can read it now, with what changes.",
    ],
  ),
  "proposals-expired": pointer(
    ["une proposition a expiré", "Une proposition est restée sans réponse jusqu'à son terme. La recherche continue."],
    ["a proposal has expired", "A proposal went unanswered until its end. The search goes on."],
  ),
  "request-expired": pointer(
    [
      "demande échue",
      "Une de vos demandes est restée trop longtemps sans suite et a pris fin. Vous pouvez la refaire.",
    ],
    ["request expired", "One of your requests went without result for too long and has ended. You can ask again."],
  ),
  "cancellation-settled": pointer(
    ["suite de votre annulation", "Ce que l'annulation entraîne est connu. Les détails figurent dans votre espace."],
    ["your cancellation", "What your cancellation comes to is known. The details are in your space."],
  ),
  "consent-requested": pointer(
    ["votre accord est demandé", "Un prestataire demande votre accord. Rien ne lui est transmis sans lui."],
    ["your agreement is asked for", "A provider asks for your agreement. Nothing goes to it without."],
  ),
  "programme-news": pointer(
    [
      "des nouveautés pour vous",
      "De nouveaux avantages de votre programme vous attendent dans votre espace. Vous recevez ce message parce que vous l'avez souhaité ; vous pouvez y renoncer à tout moment, au même endroit.",
    ],
    [
      "news for you",
      "New benefits of your programme await you in your space. You receive this message because you asked for it; you can stop it at any time, in the same place.",
    ],
  ),
  "account-closed": {
    fr: {
      subject: ({ brand }) => `${brand} : votre compte est clos`,
      lines: ({ officer, site }) => [
        "Votre compte est clos. Vos sessions ont pris fin et vos demandes encore ouvertes sont annulées ; ce qui est réservé le reste.",
        "Vos données sont mises à part, hors d'usage, le temps pendant lequel le contrat peut être contesté, puis effacées.",
        `Pour exercer vos droits ou demander l'effacement : ${officer}`,
        `La charte : ${site}`,
      ],
    },
    en: {
      subject: ({ brand }) => `${brand}: your account is closed`,
      lines: ({ officer, site }) => [
        "Your account is closed. Your sessions have ended and your open requests are cancelled; what is booked stays booked.",
        "Your data are set apart, out of use, for as long as the contract can be disputed, and then erased.",
        `To exercise your rights, or to ask for erasure: ${officer}`,
        `The charter: ${site}`,
      ],
    },
  },
  "inactivity-first": pointer(
    [
      "votre compte n'est plus utilisé",
      "Vous ne vous êtes pas connecté depuis près de deux ans. Sans connexion de votre part, votre compte sera clos dans les deux mois. Pour le garder, il suffit de vous connecter.",
    ],
    [
      "your account is not used any more",
      "You have not signed in for almost two years. Unless you sign in, your account will be closed within two months. To keep it, signing in is enough.",
    ],
  ),
  "inactivity-last": pointer(
    [
      "votre compte va être clos",
      "Sans connexion de votre part, votre compte sera clos dans deux semaines environ. Pour le garder, il suffit de vous connecter.",
    ],
    [
      "your account is about to be closed",
      "Unless you sign in, your account will be closed in about two weeks. To keep it, signing in is enough.",
    ],
  ),
  "request-cancelled": pointer(
    ["demande annulée", "Une de vos demandes a été annulée. Les détails figurent dans votre espace."],
    ["request cancelled", "One of your requests has been cancelled. The details are in your space."],
  ),
};

function pointer(fr: readonly [string, string], en: readonly [string, string]): Record<Language, Template> {
  return {
    fr: {
      subject: ({ brand }) => `${brand} : ${fr[0]}`,
      lines: ({ site }) => [fr[1], `Votre espace personnel : ${site}`],
    },
    en: {
      subject: ({ brand }) => `${brand}: ${en[0]}`,
      lines: ({ site }) => [en[1], `Your personal space: ${site}`],
    },
  };
}

/** Subject and plain text of a mail. */
export function writeMail(name: TemplateName, language: Language, facts: Facts): { subject: string; text: string } {
  const { subject, lines } = templates[name][language];
  return { subject: subject(facts), text: `${lines(facts).join("\n\n")}\n` };
}
